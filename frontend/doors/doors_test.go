package doors

import (
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Kind
		keys       int
		errors     int
	}{
		{"pyproject.toml", "# syntax=x\n[project]\n", Pyproject, 0, 0},
		{"services/api/pyproject.toml", "", Pyproject, 0, 0},
		{"Dockerfile", "# syntax=x\n", Dockerfile, 0, 0},
		{"Dockerfile", "# syntax=x\nbase = \"alpine\"\nuser = \"root\"\n", Dockerfile, 2, 0},
		{"Dockerfile", "# syntax=x\n[tool.pyfrontend]\nbase = \"alpine\"\n", Dockerfile, 1, 0},
		{"Dockerfile", "# syntax=x\nFROM python:3.13\nRUN pip install x\n", Dockerfile, 0, 1},
		{"Dockerfile", "# syntax=x\nenv = { FROM = \"x\" }\n", Dockerfile, 1, 0},
		{"Dockerfile", "# syntax=x\n[env]\nUSER = \"x\"\n", Dockerfile, 1, 0},
		{"Dockerfile", "# syntax=x\nbase = \n", Dockerfile, 0, 1},
		{"requirements-prod.txt", "flask\n", Requirements, 0, 0},
		{"job.py", "# /// script\n", Script, 0, 1},
	} {
		t.Run(c.name+"/"+c.text, func(t *testing.T) {
			d, found := Read(diag.NewFile(c.name, []byte(c.text)))
			if d.Kind != c.want || len(found.Errors()) != c.errors {
				t.Fatalf("kind %v, findings %v", d.Kind, found)
			}
			if c.errors == 0 && d.Spec.Len() != c.keys {
				t.Errorf("%d keys, want %d", d.Spec.Len(), c.keys)
			}
		})
	}
	if d, found := Read(nil); d.Kind != None || found != nil {
		t.Errorf("no file: %v %v", d, found)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Dockerfile", []byte("# syntax=x\nbase = \"alpine\"\n"))
	f.Add("Dockerfile", []byte("\xef\xbb\xbf# syntax=x\r\nFROM x\r\n"))
	f.Add("Dockerfile", []byte("#!x\n#syntax=a\n# check=b\n"))
	f.Add("Dockerfile", []byte("# syntax=x\n[tool.pyfrontend]\n[tool.uv]\n"))
	f.Add("uv.lock", []byte("#!x\n# /// script\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		file := diag.NewFile(name, data)
		_, found := Read(file)
		for _, d := range found {
			if !d.Subject.Known() || d.Summary == "" {
				t.Errorf("a finding without a place or a text: %+v", d)
			}
		}
		_ = found.Text()
		// BuildKit stops reading at a line of 64 KiB (bufio.Scanner).
		if len(data) < 1<<16 {
			agree(t, file)
		}
	})
}
