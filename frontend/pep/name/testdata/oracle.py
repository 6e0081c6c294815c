"""Answers the cases of oracle_test.go with Python's "packaging"."""

import json
import sys

from packaging.utils import InvalidName, canonicalize_name, is_normalized_name


def name(text):
    try:
        canonicalize_name(text, validate=True)
        valid = True
    except InvalidName:
        valid = False
    return {"canonical": canonicalize_name(text), "valid": valid, "normal": is_normalized_name(text)}


json.dump([name(t) for t in json.load(sys.stdin)], sys.stdout)
