// Package pyproject is the typed model of a pyproject.toml: what the standards
// define ([project] of PEP 621 and 639, [build-system] of PEP 518,
// [dependency-groups] of PEP 735) and what uv adds in [tool.uv]
// (crates/uv-workspace/src/pyproject.rs and crates/uv-settings of uv).
//
// Every value keeps the range it was read from. Requirements, markers, versions
// and specifiers stay text here; package pep knows their grammar. A value of the
// wrong type is a finding, as it is an error for uv. Keys that are not read here
// are nobody's business: the file belongs to many tools.
package pyproject
