// Package spec is [tool.pyfrontend]: the keys with which a project says what its
// image is to be, where that is not already said by the project itself.
//
// One table, Keys, holds every key with its type, its default and its text. The
// parser, the JSON schema and the reference page all work from it, so a key is
// added, or turned on, in one place. The same keys may follow the "# syntax="
// line of a one-line Dockerfile, and some may be given as build arguments.
package spec
