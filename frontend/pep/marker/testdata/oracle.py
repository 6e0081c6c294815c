"""Answers the cases of oracle_test.go with Python's "packaging"."""

import json
import sys

from packaging.markers import InvalidMarker, Marker, UndefinedComparison
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name


def marker(text, environments):
    try:
        m = Marker(text)
    except InvalidMarker:
        return None
    values = []
    for env in environments:
        try:
            values.append(m.evaluate(env))
        except UndefinedComparison:
            values.append(None)
    return {"text": str(m), "values": values}


def requirement(text):
    try:
        r = Requirement(text)
    except InvalidRequirement:
        return None
    return {
        "name": canonicalize_name(r.name),
        "extras": sorted(canonicalize_name(e) for e in r.extras),
        "specifiers": str(r.specifier),
        "url": r.url or "",
        "marker": str(r.marker) if r.marker else "",
    }


def pylock(text, extras, groups):
    env = {"extras": set(extras), "dependency_groups": set(groups)}
    return Marker(text).evaluate(env, context="lock_file")


cases = json.load(sys.stdin)
json.dump(
    {
        "markers": [marker(t, cases["environments"]) for t in cases["markers"]],
        "requirements": [requirement(t) for t in cases["requirements"]],
        "pylock": [pylock(t, cases["extras"], cases["groups"]) for t in cases["pylock"]],
    },
    sys.stdout,
)
