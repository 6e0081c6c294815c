package frontend

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests"
)

// answerDescribe lists the subrequests. dockerui's own answer leaves out lint
// and convertllb even where both are answered (dockerui/requests.go describe).
func (r *request) answerDescribe(context.Context) (*client.Result, error) {
	var all []subrequests.Request
	for _, s := range subrequestTable() {
		all = append(all, s.Definition)
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := subrequests.PrintDescribe(data, &text); err != nil {
		return nil, err
	}
	return answered(subrequests.SubrequestsDescribeDefinition.Version, data, text.Bytes()), nil
}

// answered is the answer to a subrequest: its JSON, its text for people, and
// the version of the JSON's form.
func answered(version string, data, text []byte) *client.Result {
	res := client.NewResult()
	res.AddMeta("result.json", data)
	res.AddMeta("result.txt", text)
	res.AddMeta("version", []byte(version))
	return res
}
