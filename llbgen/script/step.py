"""What runs inside an install step, in the builder's own interpreter.

usage: python -I -S -B step.py TREE BYTECODE -- COMMAND [ARG...]

Runs COMMAND, and when it succeeds makes what it wrote under TREE independent
of the moment it was written in: compiles bytecode with UNCHECKED_HASH (no time
in it), removes lock files and sets every time stamp to one fixed value. When
COMMAND fails, the exit status tells which distribution it was and why. The command "claims GROUP..." is claims.py.

Why not uv's own --compile-bytecode: its worker processes print the files in
the order they end, it mutes errors, and timestamp-based files break as soon as
a time stamp is rewritten (crates/uv-installer/src/compile.rs).
"""

import os
import py_compile
import subprocess
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import claims  # noqa: E402, beside this file; -I keeps Python from looking there
import failure  # noqa: E402

# 1980-01-02: not 0, since zip files cannot hold anything before 1980.
FIXED = 315619200

# How many files one process compiles.
SHARD = 256

# A build secret mounted here becomes the trust bundle of everything that talks
# to the network. It is looked for when the step runs, because a variable that
# names a missing file makes uv trust nothing at all.
CA = "/run/pyfrontend/ca.pem"
NETRC = "/run/pyfrontend/netrc"


def environment():
    env = dict(os.environ)
    if os.path.exists(CA):
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "GIT_SSL_CAINFO", "CARGO_HTTP_CAINFO"):
            env[name] = CA
    if os.path.exists(NETRC):
        env["NETRC"] = NETRC
    return env


def expand(argv):
    """Replaces DIR/*.whl by the files there: no shell runs in a step."""
    out = []
    for arg in argv:
        if arg.endswith("/*.whl"):
            folder = arg[: -len("/*.whl")]
            out += sorted(os.path.join(folder, f) for f in os.listdir(folder) if f.endswith(".whl"))
        else:
            out.append(arg)
    return out


def sources(tree):
    """Yields every .py file without bytecode beside it, in a fixed order."""
    tag = sys.implementation.cache_tag
    if os.path.exists(os.path.join(tree, "pyvenv.cfg")):
        # bin/ holds programs; nothing imports them.
        tree = os.path.join(tree, "lib")
    for folder, dirs, files in os.walk(tree):
        dirs[:] = sorted(d for d in dirs if d not in ("__pycache__", ".venv"))
        for name in sorted(files):
            if name.endswith(".py"):
                cached = os.path.join(folder, "__pycache__", name[:-3] + "." + tag + ".pyc")
                if not os.path.exists(cached):
                    yield os.path.join(folder, name)


def compile_all(files):
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for path in files:
        try:
            py_compile.compile(path, doraise=True, invalidation_mode=mode)
        except (py_compile.PyCompileError, ValueError, RecursionError, OSError):
            # Templates and files for other versions do not compile; Python
            # would not compile them at import either.
            pass


def compile_tree(tree):
    """Compiles in forked workers, at most one for each core.

    A worker has the same files whatever the number of cores is: what was
    compiled before in the same process may show in the bytes (which constants
    are shared).
    """
    files = list(sources(tree))
    shards = [files[n : n + SHARD] for n in range(0, len(files), SHARD)]
    cores, running = len(os.sched_getaffinity(0)), 0
    for shard in shards:
        if len(shards) == 1:
            compile_all(shard)
            return
        if running == cores:
            running -= reaped()
        if os.fork() == 0:
            status = 1
            try:
                compile_all(shard)
                status = 0
            finally:
                os._exit(status)
        running += 1
    while running:
        running -= reaped()


def reaped():
    """Waits for one worker; one that was killed leaves files out."""
    _, status = os.wait()
    if status != 0:
        sys.exit("pyfrontend: compiling bytecode was interrupted (status %d): is there enough memory?" % status)
    return 1


def settle(tree):
    """Removes what differs from run to run and fixes all times, leaves first."""
    for folder, dirs, files in os.walk(tree, topdown=False):
        for name in files + dirs:
            path = os.path.join(folder, name)
            if name == ".lock" and folder == tree:
                os.unlink(path)
                continue
            os.utime(path, (FIXED, FIXED), follow_symlinks=False)
    os.utime(tree, (FIXED, FIXED))


def run(command):
    """Runs a command, and ends this program if it fails."""
    process = subprocess.Popen(expand(command), env=environment(), stderr=subprocess.PIPE)
    said = []
    for line in process.stderr:
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        said = said[-200:] + [line.decode("utf-8", "replace")]
    status = process.wait()
    if status != 0:
        sys.exit(failure.status(status if status > 0 else 128 - status, "".join(said)))


def in_order(tree, command):
    """Installs again, in the order of their names, what claims the same files.

    uv's order is that in which downloads end.
    """
    if not os.path.exists(os.path.join(tree, "pyvenv.cfg")):
        return
    for name in claims.rivals(tree):
        uninstall = [command[0], "pip", "uninstall", "--quiet", "--no-config", "--python", os.path.join(tree, "bin", "python"), name]
        for argv in (uninstall, command):
            run(argv)


def main():
    tree, bytecode, dashes, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    if dashes != "--":
        sys.exit("step.py: usage: step.py TREE BYTECODE -- COMMAND [ARG...]")
    if command[:1] == ["claims"]:
        claims.settle_all(tree, command[1:])
    elif command:
        run(command)
        in_order(tree, command)
    if bytecode == "bytecode":
        warnings.simplefilter("ignore")
        compile_tree(tree)
    settle(tree)


if __name__ == "__main__":
    main()
