// Package takes compares this project's images with those of a well-known
// article on Python images, "Optimizing Docker Images for Python Applications"
// by Noah Hefner: six takes, each better than the one before, as Dockerfiles of
// our own writing that take the same steps. The program under test is
// examples/worker, which does what the article's does.
//
// The comparison is a test, so that what the README claims is checked: run it
// with `make takes`, which also measures times.
package takes

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"time"
)

//go:embed dockerfiles
var dockerfiles embed.FS

// take is one Dockerfile of the article, on a base image.
type take struct {
	number int
	about  string
	base   base
	// compiled takes have bytecode in the image, as pip leaves it and uv does
	// not unless it is asked to.
	compiled bool
}

// base is a base image, as a Dockerfile and as [tool.pyfrontend] name it.
type base struct {
	name    string
	ref     string
	addUser string
}

const (
	addUserDebian = "groupadd --system demo && useradd --system --gid demo demo"
	addUserAlpine = "addgroup -S demo && adduser -S demo -G demo"
)

// dockerfile returns the text of a take's Dockerfile. trust is what goes in
// front of a command that reaches the package index.
func (k take) dockerfile(uv, trust string) (string, error) {
	content, err := dockerfiles.ReadFile(fmt.Sprintf("dockerfiles/take-%d.Dockerfile", k.number))
	if err != nil {
		return "", err
	}
	text := strings.NewReplacer("${BASE}", k.base.ref, "${UV}", uv, "${TRUST} ", trust, "${ADDUSER}", k.base.addUser).
		Replace(string(content))
	if k.compiled {
		text = strings.Replace(text, "WORKDIR /app\n", "WORKDIR /app\nENV UV_COMPILE_BYTECODE=1\n", 1)
	}
	return text, nil
}

// measure is what an image costs over its base.
type measure struct {
	compressed, uncompressed int64
	layers                   int
	times                    []time.Duration
}

// seconds is the median of the times, "" if none was taken.
func (m measure) seconds() string {
	if len(m.times) == 0 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(m.times))
	return fmt.Sprintf("%.1f", sorted[len(sorted)/2].Seconds())
}

// row is a line of the table.
type row struct {
	take         take
	theirs, ours measure
}

// table writes the rows in Markdown.
func table(rows []row) string {
	var s strings.Builder
	timed := len(rows) > 0 && len(rows[0].theirs.times) > 0
	head := []string{"take", "base", "bytecode", "added by its Dockerfile", "added by pyfrontend"}
	if timed {
		head = append(head, "its seconds", "pyfrontend's")
	}
	line(&s, head)
	line(&s, slices.Repeat([]string{"---"}, len(head)))
	for _, r := range rows {
		cells := []string{fmt.Sprintf("%d. %s", r.take.number, r.take.about), r.take.base.name, yes(r.take.compiled), r.theirs.size(), r.ours.size()}
		if timed {
			cells = append(cells, r.theirs.seconds(), r.ours.seconds())
		}
		line(&s, cells)
	}
	return s.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func line(s *strings.Builder, cells []string) {
	fmt.Fprintf(s, "| %s |\n", strings.Join(cells, " | "))
}

// size is the compressed and the uncompressed size, for people.
func (m measure) size() string {
	return fmt.Sprintf("%.2f MB (%.2f MB unpacked)", float64(m.compressed)/1e6, float64(m.uncompressed)/1e6)
}
