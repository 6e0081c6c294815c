// Package marker is PEP 508: dependency specifiers and environment markers, with
// the variables that PEP 751 adds for lock files and the conflict items that uv
// hides in "extra" (uv-resolver, universal_marker.rs).
//
// A marker is parsed once and evaluated for many environments; evaluation does
// not allocate. What a marker means is what uv takes it for, because uv decides
// what is installed (uv-pep508, marker/parse.rs and marker/algebra.rs). Where that
// is not what Python's "packaging" 26 does:
//
//   - Python versions are compared by their release alone, on both sides, so
//     3.14.0rc1 satisfies python_full_version >= "3.14"; platform_release and
//     platform_version are compared as text, never as versions;
//   - a comparison without meaning is left out, as if it were not there: of a
//     version with what is no version, of two constants, of two variables, "~=" of
//     strings, "extra" with anything but == and !=, a constant "in" a version. A
//     marker of nothing else is true;
//   - python_version "in" and "not in" take a list of versions separated by white
//     space, not a text to search in; with commas it is no such list, and left out;
//   - a comparison of extra with what can be no name, such as "", is false,
//     with != as well;
//   - the operator "===" is an error.
//
// No library was found for markers: deps.dev/util/pypi splits a requirement, and
// returns the marker as text.
package marker
