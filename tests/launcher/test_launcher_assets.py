"""Styles and scripts come from this host, in a system typeface, without the NHS marks."""

import json
import re
from pathlib import Path

import pytest

from launcher import assets, stamp
from launcher.running import Failed

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / stamp.VENDOR / "nhsuk"


def package(folder: Path, script: str = "export{a};") -> Path:
    """A small npm package in the shape of nhsuk-frontend."""
    images = folder / "dist/nhsuk/assets/images"
    images.mkdir(parents=True)
    for name in ("arrow.svg", "favicon.ico"):
        (images / name).write_text("<svg/>")
    (folder / "dist/nhsuk/nhsuk-frontend.min.js").write_text(
        f"{script}//# sourceMappingURL=nhsuk-frontend.min.js.map\n"
    )
    about = {"name": "front", "version": "1", "license": "MIT", "homepage": "about:front"}
    (folder / "package.json").write_text(json.dumps(about))
    return folder


def test_only_what_the_style_uses_is_copied(tmp_path: Path) -> None:
    css = 'a{background:url("images/arrow.svg")}'
    assets.copy_in(package(tmp_path / "package"), css, tmp_path / "vendor")
    files = {path.name for path in (tmp_path / "vendor").rglob("*") if path.is_file()}
    assert files == {"nhsuk.css", "nhsuk.js", "arrow.svg", "ORIGIN.txt"}
    assert (tmp_path / "vendor/nhsuk/nhsuk.js").read_text() == "export{a};"
    assert "MIT licence" in (tmp_path / "vendor/nhsuk/ORIGIN.txt").read_text()


@pytest.mark.parametrize(
    "css",
    [
        'src:url("https://assets.example/fonts/a.woff2")',
        "src:url(//assets.example/a.woff2)",
        'font-family:"Frutiger W01"',
        '@import "more.css"',
    ],
)
def test_style_from_another_host_is_refused(tmp_path: Path, css: str) -> None:
    with pytest.raises(Failed, match="style sheet still names"):
        assets.copy_in(package(tmp_path / "package"), css, tmp_path / "vendor")


def test_unfinished_folder_is_built_again_and_a_finished_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def compiled(root: Path, work: Path, python: Path) -> Path:
        built.append(work)
        (work / "nhsuk.css").write_text("a{}")
        return package(work / "package")

    monkeypatch.setattr(assets, "compile_frontend", compiled)
    target = tmp_path / "vendor"
    (target / "nhsuk").mkdir(parents=True)
    (target / "nhsuk/half").touch()
    assets.build_assets(ROOT, target)
    assets.build_assets(ROOT, target)
    assert len(built) == 1
    assert not (target / "nhsuk/half").exists()
    assert not built[0].exists()


def test_node_that_is_too_old_or_alone_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert assets.own_node() is None
    for name, said in (("node", "v18.19.0"), ("npm", "9.2.0")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tmp_path / name).chmod(0o755)
    assert assets.own_node() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.0\n")
    assert assets.own_node() == (tmp_path / "node", tmp_path / "npm")


def test_built_style_and_script_stand_on_their_own() -> None:
    css, script = (BUILT / "nhsuk.css").read_text(), (BUILT / "nhsuk.js").read_text()
    assert "html{font-family:system-ui" in css
    assert not re.search("frutiger|@font-face|https?:", css, re.IGNORECASE)
    assert "initAll" in script
    assert "sourceMappingURL" not in script
    for name in re.findall(r'url\("?([^")]+)"?\)', css):
        assert name.startswith("data:") or (BUILT / name).is_file(), name
    assert not [path.name for path in BUILT.rglob("*") if "favicon" in path.name]
