package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/offline"
	"github.com/org/pyfrontend/llbgen/plan"
)

// selection are the flags that say what to plan. They stand for build
// arguments, so that they mean the same as in a build.
type selection struct {
	platforms, extras, groups []string
	python, base, member      string
	target, format            string
}

func planCommand() *cobra.Command {
	var s selection
	c := &cobra.Command{
		Use:   "plan [DIR|FILE]",
		Short: "Show what a build would do, and why",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if s.format != "text" && s.format != "json" {
				return fmt.Errorf("--format is %q: it is text or json", s.format)
			}
			if s.target != "" && s.target != "runtime" {
				return fmt.Errorf("there is no target %q: the only one is runtime", s.target)
			}
			p, found := offline.Plan(s.request(argument(args)))
			if err := s.print(c.OutOrStdout(), c.ErrOrStderr(), p, found); err != nil {
				return err
			}
			return status(found, false)
		},
	}
	s.flags(c)
	c.Flags().StringVar(&s.format, "format", "text", "text or json")
	return c
}

func (s *selection) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&s.platforms, "platform", []string{"linux/amd64"}, "platform of the image, repeatable")
	f.StringVar(&s.python, "python", "", "version of Python")
	f.StringVar(&s.base, "base", "", "base image: slim, alpine, full, distroless or a reference")
	f.StringVar(&s.member, "package", "", "workspace member")
	f.StringArrayVar(&s.extras, "extra", nil, "extra to install, repeatable")
	f.StringArrayVar(&s.groups, "group", nil, "dependency group to install, repeatable")
	f.StringVar(&s.target, "target", "", "target of the build")
}

// request translates the command line.
func (s *selection) request(at string) offline.Request {
	r := offline.Request{Platforms: split(s.platforms), Args: map[string]string{}}
	dir := at
	if info, err := os.Stat(at); err == nil && !info.IsDir() {
		dir, r.Entry = filepath.Split(at)
	}
	if dir == "" {
		dir = "."
	}
	r.Dir = offline.Open(dir)
	if r.Entry == "" {
		// As docker build does: a Dockerfile, if there is one, is the door.
		r.Entry = "Dockerfile"
	}
	for name, value := range map[string]string{
		"PYTHON_VERSION": s.python, "BASE": s.base, "PACKAGE": s.member,
		"EXTRAS": strings.Join(s.extras, ","), "GROUPS": strings.Join(s.groups, ","),
	} {
		if value != "" {
			r.Args[name] = value
		}
	}
	return r
}

// split takes apart lists with commas, as docker build's --platform does.
func split(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.Split(v, ",")...)
	}
	return out
}

func argument(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

func (s *selection) print(out, errs io.Writer, p *plan.Plan, found diag.List) error {
	if text := found.Sorted().Text(); text != "" {
		fmt.Fprintln(errs, text)
	}
	if p == nil {
		return nil
	}
	if s.format == "json" {
		data, err := p.JSON()
		if err != nil {
			return err
		}
		_, err = out.Write(data)
		return err
	}
	_, err := io.WriteString(out, p.Text())
	return err
}

// status is the exit code that findings ask for.
func status(found diag.List, warnings bool) error {
	switch {
	case found.HasErrors():
		return exitErrors
	case warnings && len(found.Warnings()) > 0:
		return exitWarnings
	default:
		return nil
	}
}
