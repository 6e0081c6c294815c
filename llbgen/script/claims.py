"""Settles files that distributions of several groups claim.

A module of step.py. Groups are directories that hold an environment each, with
the distributions of one install step. Layers put on top of one another leave
the file of whichever group comes last; settle_all writes the file that is to
win: that of the distribution whose name sorts last, as if all had been
installed one after another in the order of their names (uv itself lets its
threads race for it). Usually there is nothing to write.
"""

import csv
import os
import shutil
import sys


def distributions(env):
    """Yields name and RECORD of every distribution in an environment."""
    lib = os.path.join(env, "lib")
    for python in sorted(os.listdir(lib)):
        site = os.path.join(lib, python, "site-packages")
        for folder in sorted(os.listdir(site)) if os.path.isdir(site) else ():
            record = os.path.join(site, folder, "RECORD")
            if folder.endswith(".dist-info") and os.path.exists(record):
                yield folder.split("-")[0].lower().replace("_", "-").replace(".", "-"), record


def paths(env, record):
    """Yields the paths in a RECORD, relative to the environment, and hashes."""
    site = os.path.relpath(os.path.dirname(os.path.dirname(record)), env)
    with open(record, encoding="utf-8", newline="") as f:
        for row in csv.reader(f):
            if row:
                yield os.path.normpath(os.path.join(site, row[0])), row[1] if len(row) > 1 else ""


def claims(groups):
    """Returns who claims each path: (name, group, hash)."""
    found = {}
    for env in groups:
        for name, record in distributions(env):
            for path, digest in paths(env, record):
                found.setdefault(path, []).append((name, env, digest))
    return found


def rivals(env):
    """Returns the distributions of one environment that claim the same file, sorted."""
    found = set()
    for claimants in claims([env]).values():
        if len({digest for _, _, digest in claimants}) > 1:
            found.update(name for name, _, _ in claimants)
    return sorted(found)


def mode(env, path):
    try:
        return os.lstat(os.path.join(env, path)).st_mode
    except OSError:
        return None


def differ(path, claimants):
    """Says whether claimants in different groups have different files."""
    return (
        len({env for _, env, _ in claimants}) > 1
        and len({(digest, mode(env, path)) for _, env, digest in claimants}) > 1
    )


def copy(env, path, tree):
    source, target = os.path.join(env, path), os.path.join(tree, path)
    folders(env, os.path.dirname(path), tree)
    shutil.copy2(source, target, follow_symlinks=False)


def folders(env, path, tree):
    if path and not os.path.isdir(os.path.join(tree, path)):
        folders(env, os.path.dirname(path), tree)
        os.mkdir(os.path.join(tree, path))
        shutil.copymode(os.path.join(env, path), os.path.join(tree, path))


def bytecode(path):
    folder, name = os.path.split(path)
    return os.path.join(folder, "__pycache__", name[:-3] + "." + sys.implementation.cache_tag + ".pyc")


def settle(path, claimants, tree):
    _, env, _ = max(claimants)
    if mode(env, path) is None:
        return
    print("pyfrontend: %s is in %s; that of %s is kept" % (path, ", ".join(sorted(c[0] for c in claimants)), max(claimants)[0]))
    copy(env, path, tree)
    if not path.endswith(".py"):
        return
    compiled = bytecode(path)
    if os.path.exists(os.path.join(env, compiled)):
        copy(env, compiled, tree)
        return
    # The file that wins does not compile, another did: its bytecode must not
    # be taken. Python ignores an empty file (importlib: _classify_pyc).
    for _, other, _ in claimants:
        if os.path.exists(os.path.join(other, compiled)):
            folders(other, os.path.dirname(compiled), tree)
            open(os.path.join(tree, compiled), "wb").close()
            return


def settle_all(tree, groups):
    for path, claimants in sorted(claims(groups).items()):
        if len(claimants) > 1 and differ(path, claimants):
            settle(path, claimants, tree)
