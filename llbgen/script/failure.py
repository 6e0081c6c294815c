"""Tells by an exit status which distribution failed, and why.

A module of step.py. The exit status is the only word of a failed process that
reaches the frontend (gateway.ExitError); it looks up the place in the lock and
says what to do. llbgen/failure.go reads it.
"""

import os
import re

NAMES = "/run/pyfrontend/input/names.txt"

# What uv prints, for each reason of failure.go in its order; the first that is
# found counts.
REASONS = [
    (1, r"Hash mismatch for"),
    (6, r"No space left on device|os error 28"),
    (5, r"Failed to build `|build backend returned an error"),
    (2, r"\((404 Not Found|410 Gone)\)"),
    (3, r"\((401 Unauthorized|403 Forbidden|407 [^)]*)\)"),
    (4, r"Request failed after|error sending request|Failed to fetch|HTTP status server error|dns error|timed out|Could not connect"),
]

# Which distribution a line of uv's is about: `name==1.0`, `name @ url`.
NAMED = re.compile(r"`([A-Za-z0-9._-]+)(?:\[[^]`]*\])?(?:==| @ |`)")


def status(command, said):
    """Returns the exit status for a failed command and what it printed."""
    if not os.path.exists(NAMES):
        return command
    reason = next((n for n, pattern in REASONS if re.search(pattern, said)), 0)
    index = position(said)
    if index is None and reason == 0:
        return command
    n = reason * 27 + (26 if index is None else min(index, 26))
    # Not 120 to 169: those are of shells, of runc, and of signals.
    return 10 + n if n < 110 else 170 + n - 110


def position(said):
    with open(NAMES) as f:
        names = f.read().split()
    found = [re.sub(r"[-_.]+", "-", m).lower() for m in NAMED.findall(said)]
    return next((names.index(name) for name in found if name in names), None)
