"""Answers the cases of oracle_test.go with Python's "packaging"."""

import json
import sys

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


def version(text):
    try:
        v = Version(text)
    except InvalidVersion:
        return None
    return {"text": str(v), "pre": v.is_prerelease, "post": v.is_postrelease, "dev": v.is_devrelease}


def compare(a, b):
    a, b = Version(a), Version(b)
    return (a > b) - (a < b)


def specifiers(text):
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def contains(text, candidates):
    s = specifiers(text)
    return None if s is None else [s.contains(Version(c), prereleases=True) for c in candidates]


def relation(a, b):
    a, b = specifiers(a), specifiers(b)
    return {"subset": a.is_subset(b), "superset": a.is_superset(b), "disjoint": a.is_disjoint(b), "empty": a.is_unsatisfiable()}


cases = json.load(sys.stdin)
json.dump(
    {
        "versions": [version(t) for t in cases["versions"]],
        "pairs": [compare(a, b) for a, b in cases["pairs"]],
        "contains": [contains(s, cases["candidates"]) for s in cases["sets"]],
        "relations": [relation(a, b) for a, b in cases["relations"]],
        "prereleases": [bool(specifiers(s).prereleases) if specifiers(s) is not None else None for s in cases["sets"]],
    },
    sys.stdout,
)
