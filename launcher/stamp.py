"""What was installed, and whether it is still what the lock files ask for.

Every start passes here, and old Pythons read it: no annotations newer than 3.6, few imports.
"""

import hashlib
import json
import os

NAME = "spreadwell.json"
LOCKS = {"run": "requirements/run.lock", "test": "requirements/test.lock"}
ASSET_SOURCES = ("package-lock.json", "launcher/frontend.scss", "launcher/assets.py")
VENDOR = os.path.join("src", "spreadwell", "web", "static", "vendor")


def place(root):
    """Where the environment stands: SPREADWELL_VENV, or .venv in the project."""
    return os.path.abspath(os.environ.get("SPREADWELL_VENV") or os.path.join(root, ".venv"))


def digest(root, *names):
    """One fingerprint of some of the project's files."""
    total = hashlib.sha256()
    for name in names:
        with open(os.path.join(root, name), "rb") as file:
            total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()


def read(venv):
    """What the environment's stamp says; empty where there is none or it cannot be read."""
    try:
        with open(os.path.join(venv, NAME), encoding="utf-8") as file:
            said = json.load(file)
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def write(venv, said):
    """Replace the stamp in one step, so that a kill leaves the old one or the new one."""
    path = os.path.join(venv, NAME)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(said, file)
    os.replace(path + ".new", path)


def assets_are_built(root):
    """True when the vendor folder was finished from today's asset sources."""
    try:
        with open(os.path.join(root, VENDOR, ".built"), encoding="utf-8") as file:
            return file.read() == digest(root, *ASSET_SOURCES)
    except OSError:
        return False


def packages_are_installed(root, venv, kind):
    """True when the environment was finished, for this folder, from today's lock file."""
    said = read(venv)
    return (
        said.get("state") == "ready"
        and said.get("root") == root
        and said.get(kind) == digest(root, LOCKS[kind])
        and os.access(os.path.join(venv, "bin", "python"), os.X_OK)
    )


def is_ready(root, venv, kind):
    """True when nothing needs doing before the command line runs."""
    return packages_are_installed(root, venv, kind) and assets_are_built(root)
