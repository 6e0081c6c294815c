package main

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/spec"
)

// reference returns the reference page. Its sections come from the registries;
// only the introductions are written here.
func reference() ([]byte, error) {
	var b strings.Builder
	b.WriteString("<!-- Written by internal/gendocs. Do not edit: change the registries and run `go run ./internal/gendocs`. -->\n\n# Reference\n\n")
	for _, section := range []func(*strings.Builder){keysSection, buildArgsSection, editorSection} {
		section(&b)
	}
	return []byte(strings.TrimRight(b.String(), "\n") + "\n"), nil
}

const keysIntroduction = `## Keys

Every key is optional. They stand in the table ` + "`[tool.pyfrontend]`" + ` of ` + "`pyproject.toml`" + `, or, without that header, after the
` + "`# syntax=`" + ` line of a Dockerfile. Where both have a key, the Dockerfile's replaces the other one as a whole. Some keys can also be
given as a [build argument](#build-arguments), which wins over both. A key that is not listed here is an error.

`

func keysSection(b *strings.Builder) {
	b.WriteString(keysIntroduction)
	b.WriteString("| key | type | default | |\n|---|---|---|---|\n")
	for _, k := range spec.Keys() {
		fmt.Fprintf(b, "| [`%s`](#%s) | %s | %s | %s |\n", k.Name, k.Name, k.Type.Name, code(k.Default), summary(k))
	}
	b.WriteString("\n")
	for _, k := range spec.Keys() {
		keyEntry(b, k)
	}
}

func summary(k spec.Key) string {
	if k.Status == spec.Planned {
		return k.Doc + " *Not supported yet.*"
	}
	return k.Doc
}

func keyEntry(b *strings.Builder, k spec.Key) {
	fmt.Fprintf(b, "### `%s`\n\n%s\n", k.Name, summary(k))
	if k.Long != "" {
		fmt.Fprintf(b, "\n%s\n", k.Long)
	}
	fmt.Fprintf(b, "\n- Type: %s%s\n", k.Type.Name, values(k.Type))
	if k.Default != "" {
		fmt.Fprintf(b, "- Default: %s\n", code(k.Default))
	}
	fmt.Fprintf(b, "- Since: %s\n", k.Since)
	subKeys(b, k.Type)
	fmt.Fprintf(b, "\n```toml\n%s\n```\n\n", k.Example)
}

// values lists what a string may be, or what is worth suggesting.
func values(t spec.Type) string {
	switch {
	case len(t.Enum) > 0:
		return ", one of `" + strings.Join(t.Enum, "`, `") + "`"
	case len(t.Known) > 0 && len(t.Known) < 10:
		return ", such as `" + strings.Join(t.Known, "`, `") + "`"
	default:
		return ""
	}
}

// subKeys lists the keys of a table, wherever in the type it is.
func subKeys(b *strings.Builder, t spec.Type) {
	tables := append([]spec.Type{t}, t.Alternatives...)
	if t.Items != nil {
		tables = append(tables, *t.Items)
	}
	for _, table := range tables {
		for _, k := range table.Keys {
			fmt.Fprintf(b, "- `%s`, %s: %s", k.Name, k.Type.Name, k.Doc)
			if k.Default != "" {
				fmt.Fprintf(b, " Default: %s.", code(k.Default))
			}
			b.WriteString("\n")
		}
	}
}

const buildArgsIntroduction = `## Build arguments

Given with ` + "`--build-arg NAME=value`" + `. An argument that is not listed here is warned about.

`

func buildArgsSection(b *strings.Builder) {
	b.WriteString(buildArgsIntroduction)
	b.WriteString("| argument | key | |\n|---|---|---|\n")
	for _, a := range spec.BuildArgs() {
		key := ""
		if a.Key != "" {
			key = fmt.Sprintf("[`%s`](#%s)", a.Key, a.Key)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", a.Name, key, a.Doc)
	}
	b.WriteString("\n")
}

const editorIntroduction = `## In an editor

[pyfrontend.schema.json](pyfrontend.schema.json) is a JSON schema of the keys. Editors that use taplo (Even Better TOML) read it with
a comment at the top of ` + "`pyproject.toml`" + `; a ` + "`# syntax=`" + ` line stays the first one:

`

func editorSection(b *strings.Builder) {
	b.WriteString(editorIntroduction)
	fmt.Fprintf(b, "```toml\n# syntax=ghcr.io/org/pyfrontend\n#:schema %s\n```\n", schemaURL)
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
