// Package tomltree reads TOML into a tree in which every key and every value
// knows the bytes it came from, so that each later phase can point at the line
// of a manifest or a lock that it is talking about.
//
// The grammar is go-toml's (package unstable, TOML 1.1: newlines and trailing
// commas in inline tables, \e and \xHH, optional seconds), which is also what
// uv's parser (toml-rs, spec 1.1.0) accepts. This package adds what that parser
// leaves to its caller: positions of arrays and tables, duplicate keys and
// redefined tables, and bounds on depth, size and number of findings, because
// the files come from whoever sent the build.
//
// A document is two allocations of note: one copy of the text, which all
// strings are slices of, and one slice of nodes. Lines and columns are computed
// when a range is asked for, not before: a 5 MB lock has a hundred thousand
// values of which a build reports none.
package tomltree
