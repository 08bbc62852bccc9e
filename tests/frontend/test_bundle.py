"""What the query page takes from npm: bundled while the package is built, or left out and said so."""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "src/triagraph/site/built"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy what the bundle is made of."""
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(ROOT / "LICENSE", tmp_path)
    (tmp_path / "src/triagraph/site").mkdir(parents=True)
    return tmp_path


def test_versions_are_exact_and_the_lock_names_no_address() -> None:
    package = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))
    for version in [*package["dependencies"].values(), *package["devDependencies"].values()]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-")


def test_without_npm_there_is_no_bundle_and_the_reason_is_said(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(hook.NoBundleError, match="npm is not installed"):
        hook.bundle(checkout)
    assert not (checkout / "src/triagraph/site/built").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a shell script")
def test_a_failing_npm_is_told_with_its_last_words(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("npm", "node"):
        (checkout / name).write_text("#!/bin/sh\necho 'no such registry' >&2\nexit 1\n", encoding="utf-8")
        (checkout / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{checkout}:/bin:/usr/bin")
    with pytest.raises(hook.NoBundleError, match="`npm ci` failed: no such registry"):
        hook.bundle(checkout)


def test_nothing_is_built_again_while_nothing_has_changed(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = checkout / "src/triagraph/site/built"
    bundle.mkdir()
    (bundle / "sources.sha256").write_text(hook.stamp_of(checkout), encoding="ascii")
    monkeypatch.setenv("PATH", str(checkout))
    hook.bundle(checkout)
    (checkout / "frontend/src/page.js").write_text("changed", encoding="utf-8")
    with pytest.raises(hook.NoBundleError):
        hook.bundle(checkout)


@pytest.mark.skipif(not BUNDLE.is_dir(), reason="needs npm")
def test_the_bundle_names_the_licence_of_everything_in_it() -> None:
    licences = (BUNDLE / "licences.txt").read_text(encoding="utf-8")
    for name in json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert re.search(rf"^{re.escape(name)} \d", licences, re.MULTILINE), name
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in licences
    assert "axe-core" not in licences, "what only tests use is not in it"


@pytest.mark.skipif(not BUNDLE.is_dir(), reason="needs npm")
def test_nothing_in_the_bundle_asks_another_host() -> None:
    for name in ("page.js", "worker.js"):
        text = (BUNDLE / name).read_text(encoding="utf-8")
        assert not re.search(r"(?:fetch|importScripts|import)\(\s*[\"'`]https?:", text)
