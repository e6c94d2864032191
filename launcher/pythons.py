"""Finding a Python that can carry Spreadwell. Old Pythons read this file: see ../spreadwell."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
# Versions for which every locked package has a wheel; newer ones are tried last.
KNOWN = ((3, 11), (3, 12), (3, 13), (3, 14))
PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"


def candidates():
    """Commands to try, the best known first; the Python that runs this one leads."""
    names = [sys.executable] if sys.executable else []
    names += [f"python{major}.{minor}" for major, minor in reversed(KNOWN)]
    return [*names, "python3"]


def probe(command):
    """The version of a Python that runs and can make environments, or None."""
    try:
        said = subprocess.run(
            [command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
        return tuple(int(part) for part in said.stdout.decode().strip().split("."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def best():
    """The path of the first known good Python; of a newer one when that is all there is."""
    newer = None
    for command in candidates():
        path = shutil.which(command)
        version = probe(path) if path else None
        if version in KNOWN:
            return path
        if version is not None and version > KNOWN[-1]:
            newer = newer or path
    return newer


def why_not():
    """The sentence for a machine without a Python that will do."""
    here = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info[:2] < OLDEST:
        return (
            f"Spreadwell needs Python 3.11 or newer; this one is {here}. "
            "Install a newer Python (for example python3.12) and start again."
        )
    return (
        f"This Python ({here}) cannot make environments: its venv module is missing. "
        f"On Debian or Ubuntu: sudo apt install python3-venv (or python{here}-venv), "
        "then start again."
    )


def change_to_a_good_one(script):
    """Go on under a good Python: return when this is one, else start again under it or stop."""
    if sys.version_info[:2] in KNOWN and probe(sys.executable):
        return
    path = best()
    if path is None:
        sys.exit(why_not())
    if os.path.realpath(path) != os.path.realpath(sys.executable) and not os.environ.get(
        "SPREADWELL_PYTHON_CHOSEN"
    ):
        os.environ["SPREADWELL_PYTHON_CHOSEN"] = "1"
        os.execv(path, [path, script] + sys.argv[1:])  # noqa: RUF005
