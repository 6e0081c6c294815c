// Package llbtext writes an LLB definition as text that people can read and
// that is the same whenever the definition is: for goldens, and for finding out
// what changed between two of them.
//
// Everything that is in a definition is in the text; nothing is chosen. Vertices
// are numbered in the order of the definition, which has inputs first, and refer
// to one another by number, so that a change far below does not change every
// line above it, as digests would.
package llbtext

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// Format returns the text of a definition.
func Format(def *pb.Definition) (string, error) {
	w := writer{def: def, number: map[string]int{}}
	for i, data := range def.Def {
		w.number[digest.FromBytes(data).String()] = i + 1
	}
	for i, data := range def.Def {
		if err := w.vertex(i+1, data); err != nil {
			return "", fmt.Errorf("vertex %d: %w", i+1, err)
		}
	}
	return w.b.String(), nil
}

type writer struct {
	b      strings.Builder
	def    *pb.Definition
	number map[string]int
}

// vertex writes one op: a headline with its kind and name, where it comes from,
// and all of its fields.
func (w *writer) vertex(n int, data []byte) error {
	op := &pb.Op{}
	if err := op.UnmarshalVT(data); err != nil {
		return err
	}
	dgst := digest.FromBytes(data)
	meta := llb.NewOpMetadata(w.def.Metadata[string(dgst)])
	fmt.Fprintf(&w.b, "%d %s", n, kind(op))
	if name := meta.Description["llb.customname"]; name != "" {
		fmt.Fprintf(&w.b, " %q", name)
	}
	if at := w.location(string(dgst)); at != "" {
		fmt.Fprintf(&w.b, " from %s", at)
	}
	w.b.WriteByte('\n')
	fields, err := w.fields(op)
	if err != nil {
		return err
	}
	notes, err := metadata(w.def.Metadata[string(dgst)])
	if err != nil {
		return err
	}
	if len(notes) > 0 {
		fields["metadata"] = notes
	}
	writeTree(&w.b, fields, 1)
	w.b.WriteByte('\n')
	return nil
}

// kind names the operation.
func kind(op *pb.Op) string {
	switch op.Op.(type) {
	case *pb.Op_Source:
		return "source"
	case *pb.Op_Exec:
		return "exec"
	case *pb.Op_File:
		return "file"
	case *pb.Op_Merge:
		return "merge"
	case *pb.Op_Diff:
		return "diff"
	case nil:
		return "result"
	default:
		return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", op.Op), "*pb.Op_"))
	}
}

// location is where in the project's files a vertex comes from.
func (w *writer) location(dgst string) string {
	if w.def.Source == nil || w.def.Source.Locations[dgst] == nil {
		return ""
	}
	var out []string
	for _, l := range w.def.Source.Locations[dgst].Locations {
		name := w.def.Source.Infos[l.SourceIndex].Filename
		for _, r := range l.Ranges {
			out = append(out, fmt.Sprintf("%s:%d-%d", name, r.Start.Line, r.End.Line))
		}
	}
	return strings.Join(out, ", ")
}

// fields are the op's fields under their JSON names, with inputs as numbers.
func (w *writer) fields(op *pb.Op) (map[string]any, error) {
	all, err := generic(op)
	if err != nil {
		return nil, err
	}
	inputs, _ := all["inputs"].([]any)
	for i, in := range inputs {
		ref := fmt.Sprint(w.number[op.Inputs[i].Digest])
		if m, ok := in.(map[string]any); ok && m["index"] != nil {
			ref = fmt.Sprintf("%s output %v", ref, m["index"])
		}
		inputs[i] = ref
	}
	for _, name := range []string{"source", "exec", "file", "merge", "diff"} {
		if inner, ok := all[name].(map[string]any); ok {
			delete(all, name)
			for k, v := range inner {
				all[k] = v
			}
		}
	}
	if c, ok := all["constraints"].(map[string]any); ok && len(c) == 0 {
		// Every op has one; only one with a filter says anything.
		delete(all, "constraints")
	}
	decode(all)
	return all, nil
}

// metadata is what goes with an op and is not in its digest, but for the name,
// which is in the headline.
func metadata(m *pb.OpMetadata) (map[string]any, error) {
	if m == nil {
		return nil, nil
	}
	all, err := generic(m)
	if err != nil {
		return nil, err
	}
	if d, ok := all["description"].(map[string]any); ok {
		delete(d, "llb.customname")
		if len(d) == 0 {
			delete(all, "description")
		}
	}
	return all, nil
}

// generic turns a message into maps and lists. protojson's own text is not
// stable on purpose; what it says is.
func generic(m proto.Message) (map[string]any, error) {
	data, err := protojson.Marshal(m)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, json.Unmarshal(data, &out)
}
