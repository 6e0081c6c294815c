"""Resolves the groups of oracle_test.go with Python's "packaging"."""

import json
import sys

from packaging.dependency_groups import resolve_dependency_groups


def resolve(groups, wanted):
    try:
        return list(dict.fromkeys(resolve_dependency_groups(groups, *wanted)))
    except Exception:  # a group of errors, whose kinds the test does not compare
        return None


cases = json.load(sys.stdin)
json.dump([resolve(c["groups"], c["wanted"]) for c in cases], sys.stdout)
