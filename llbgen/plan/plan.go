// Package plan is what a build will do, as plain data: the contract between
// the planner, which reads a project, and the generator, which writes LLB.
//
// A plan holds no LLB and no client; it is what `--call=pyfrontend.plan`
// prints, what the goldens compare and what an ejected Dockerfile is written
// from. Its JSON is stable: fields are only ever added, and Schema is raised
// when one changes its meaning.
package plan

import (
	"bytes"
	"encoding/json"
)

// Schema is the version of the plan's JSON form.
const Schema = 1

// Plan is one build: the project and one image for each requested platform.
type Plan struct {
	Schema  int     `json:"schema"`
	Project Project `json:"project"`
	// Python is the minor version, "3.13", shared by all platforms.
	Python Choice `json:"python"`
	// Images are in the order in which the platforms were asked for.
	Images []Image `json:"images"`
}

// Choice is a value and the reason it was chosen, for people.
type Choice struct {
	Value string `json:"value"`
	Why   string `json:"why"`
}

// Project is what is being put into an image.
type Project struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	// Packaged projects are built to a wheel and installed; others are copied.
	Packaged bool `json:"packaged"`
}

// JSON returns the stable text form: indented, with a final line end.
func (p *Plan) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
