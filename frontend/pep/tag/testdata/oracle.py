"""Answers the cases of oracle_test.go with Python's "packaging"."""

import json
import sys

from packaging import _manylinux, _musllinux, tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename


def supported(target):
    """The tags of a target, with linux_* where uv places it."""
    arch, minor = target["arch"], target["minor"]
    if target["musl"]:
        _musllinux._get_musl_version = lambda _: _musllinux._MuslVersion(1, target["libc"])
        platforms = list(_musllinux.platform_tags([arch]))
    else:
        _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(2, target["libc"])
        _manylinux._have_compatible_abi = lambda *_: True
        platforms = list(_manylinux.platform_tags([arch]))
    platforms.append(f"linux_{arch}")
    interpreter = f"cp3{minor}"
    abi = interpreter + ("t" if target["free_threaded"] else "")
    yield from tags.cpython_tags((3, minor), [abi], platforms)
    yield from tags.compatible_tags((3, minor), interpreter, platforms)


def wheel(filename):
    try:
        name, version, build, wheel_tags = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return None
    return {"name": name, "version": str(version), "build": "".join(map(str, build)), "tags": sorted(map(str, wheel_tags))}


cases = json.load(sys.stdin)
json.dump(
    {
        "targets": [[str(t) for t in supported(target)] for target in cases["targets"]],
        "wheels": [wheel(f) for f in cases["wheels"]],
    },
    sys.stdout,
)
