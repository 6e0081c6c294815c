package llbtext

import (
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
)

func marshal(t *testing.T, st llb.State) *pb.Definition {
	t.Helper()
	def, err := st.Marshal(t.Context(), llb.LinuxAmd64)
	if err != nil {
		t.Fatal(err)
	}
	return def.ToPB()
}

func text(t *testing.T, st llb.State) string {
	t.Helper()
	s, err := Format(marshal(t, st))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFormat(t *testing.T) {
	file := llb.Scratch().File(llb.Mkfile("/a", 0o600, []byte("one\ntwo\n")), llb.WithCustomName("write a"))
	st := llb.Image("docker.io/library/x:1").Run(llb.Args([]string{"true", "a b"}), llb.AddMount("/m", file, llb.Readonly)).Root()
	got := text(t, st)
	for _, want := range []string{
		"1 source\n  identifier: docker-image://docker.io/library/x:1\n",
		"2 file \"write a\"\n",
		"        data:\n          | one\n          | two\n",
		"3 exec\n  inputs: [1, 2]\n",
		"args=[true, \"a b\"]",
		"{dest=/m input=1 output=-1 readonly=true}",
		"4 result\n  inputs: [3]\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// Whatever differs between two definitions differs in their texts.
func TestNothingIsLeftOut(t *testing.T) {
	base := llb.Image("docker.io/library/x:1")
	sm := func(line int32) llb.ConstraintsOpt {
		m := llb.NewSourceMap(nil, "f", "TOML", []byte("a\nb\n"))
		m.Definition = &llb.Definition{}
		return m.Location([]*pb.Range{{Start: &pb.Position{Line: line}, End: &pb.Position{Line: line}}})
	}
	long := strings.Repeat("x\n", 2*dataLines)
	states := map[string]llb.State{
		"args":      base.Run(llb.Args([]string{"true"})).Root(),
		"other":     base.Run(llb.Args([]string{"false"})).Root(),
		"env":       base.Run(llb.Args([]string{"true"}), llb.AddEnv("A", "B")).Root(),
		"name":      base.Run(llb.Args([]string{"true"}), llb.WithCustomName("n")).Root(),
		"nocache":   base.Run(llb.Args([]string{"true"}), llb.IgnoreCache).Root(),
		"line 1":    base.Run(llb.Args([]string{"true"}), sm(1)).Root(),
		"line 2":    base.Run(llb.Args([]string{"true"}), sm(2)).Root(),
		"secret":    base.Run(llb.Args([]string{"true"}), llb.AddSecret("/s")).Root(),
		"optional":  base.Run(llb.Args([]string{"true"}), llb.AddSecret("/s", llb.SecretOptional)).Root(),
		"long":      base.File(llb.Mkfile("/f", 0o600, []byte(long))),
		"longer":    base.File(llb.Mkfile("/f", 0o600, []byte(long+"x\n"))),
		"line end":  base.File(llb.Mkfile("/f", 0o600, []byte("a\nb"))),
		"line end2": base.File(llb.Mkfile("/f", 0o600, []byte("a\nb\n"))),
		"binary":    base.File(llb.Mkfile("/f", 0o600, []byte("\xff\xfe"))),
		"second":    base.Run(llb.Args([]string{"true"})).AddMount("/m", llb.Scratch()),
	}
	seen := map[string]string{}
	for name, st := range states {
		s := text(t, st)
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s have the same text", name, other)
		}
		seen[s] = name
	}
}

func TestFormatRefusesGarbage(t *testing.T) {
	if _, err := Format(&pb.Definition{Def: [][]byte{{0xff, 0xff}}}); err == nil {
		t.Error("no error for an op that is none")
	}
}
