"""The manual runs: each command block of README.md and docs/ that is marked `<!-- run -->` is executed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import write_project

ROOT = Path(__file__).parents[2]
MANUALS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: What is published in these again and again is the graph of a small project; the bundled one under TRIAGRAPH_LONG.
ON_A_SMALL_PROJECT = frozenset() if os.environ.get("TRIAGRAPH_LONG") else frozenset({"hosting.md"})
_BLOCK = re.compile(r"<!-- run -->\s*```sh\n(.*?)```", re.DOTALL)


def blocks(text: str) -> list[str]:
    return _BLOCK.findall(text)


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TRIAGRAPH_LANG": "en",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs the program bash")
@pytest.mark.parametrize(
    "manual",
    [path for path in MANUALS if path.is_file() and blocks(path.read_text(encoding="utf-8"))],
    ids=lambda path: path.name,
)
def test_the_commands_of_a_manual_run(manual: Path, tmp_path: Path) -> None:
    if manual.name in ON_A_SMALL_PROJECT:
        write_project(tmp_path)
    for script in blocks(manual.read_text(encoding="utf-8")):
        result = run(script, tmp_path)
        assert result.returncode == 0, f"{script}\n{result.stdout}\n{result.stderr}"
        assert "Traceback" not in result.stderr


_PYTHON = re.compile(r"<!-- run -->\s*```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "manual",
    [path for path in MANUALS if path.is_file() and _PYTHON.search(path.read_text(encoding="utf-8"))],
    ids=lambda path: path.name,
)
def test_the_python_of_a_manual_runs(manual: Path, tmp_path: Path) -> None:
    scripts = _PYTHON.findall(manual.read_text(encoding="utf-8"))
    for script in scripts:
        result = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
        )
        assert result.returncode == 0, f"{script}\n{result.stderr}"


def test_a_page_has_python() -> None:
    assert len(_PYTHON.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8"))) >= 2


def test_the_readme_has_commands() -> None:
    assert len(blocks((ROOT / "README.md").read_text(encoding="utf-8"))) >= 7


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    assert run("triagraph query no-such-query", tmp_path).returncode == 2


def test_the_links_of_the_manuals_lead_somewhere() -> None:
    checked = 0
    for manual in MANUALS:
        if manual.is_file():
            for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", manual.read_text(encoding="utf-8")):
                assert (manual.parent / target).exists(), f"{manual.name}: {target}"
                checked += 1
    assert checked >= 5
