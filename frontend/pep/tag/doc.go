// Package tag says which wheel of a distribution fits an interpreter on a
// platform, and which fits best (PEP 425, with the platform tags of PEP 600 and
// PEP 656, and the stable ABI of free-threaded Python, PEP 803). It knows CPython on
// Linux, which is what images run; other tags parse, and fit nothing.
//
// The order of tags is uv's (uv-platform-tags, src/tags.rs), the choice among
// equals too (uv-resolver, lock/mod.rs, find_best_wheel): the greatest build tag,
// then the first in the lock. Python's "packaging" has the same tags in the same
// order but for two things: from 26.3 on it places linux_* before manylinux and
// musllinux tags, and it lets riscv64 and loongarch64 have manylinux tags older
// than the first glibc that runs on them.
//
// Tags are parsed into numbers once for each file name; matching is two map
// look-ups and does not allocate, because a lock has tens of thousands of wheels
// and each is matched for every platform.
//
// No library was found that ranks: deps.dev/util/pypi parses file names of wheels
// and keeps the tags as text.
package tag
