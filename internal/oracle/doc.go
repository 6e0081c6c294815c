// Package oracle holds what package uvlock says against what uv does. Its tests
// make projects, have real uv lock them, and compare for every platform and
// selection: which distributions would be installed, from which files, and
// whether the lock is still in step with the manifests.
//
// The projects are the txtar archives in testdata. Distributions come from the
// package index that uv is set up to use and from a stub index on the loopback
// interface, for what no public index is needed or reachable: explicit indexes,
// direct URLs, packages without a wheel for some platform.
//
// uv is needed. Without it the tests fail if $CI is set, and are skipped
// otherwise. Interpreters beside uv's own choice are taken from $ORACLE_PYTHONS
// (a path list) and from pyenv.
package oracle
