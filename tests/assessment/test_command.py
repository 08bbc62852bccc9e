"""`triagraph assess` as a user meets it: exit status, stdout and stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")


def triagraph(*arguments: str, folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [TRIAGRAPH, "--lang", language, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_it_is_0_whatever_it_finds(tmp_path: Path) -> None:
    result = triagraph("assess", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\n10 networks, 8 form definitions: " in result.stdout
    german = triagraph("assess", "optonet", folder=tmp_path, language="de")
    assert "\n1 Netzwerk, 8 Formdefinitionen: " in german.stdout


def test_some_networks_in_the_order_asked_for(tmp_path: Path) -> None:
    result = triagraph("assess", "solarinput", "acod", "--format", "json", folder=tmp_path)
    networks = [item["network"].rpartition("/")[2] for item in json.loads(result.stdout)]
    assert networks == ["solarinput"] * 8 + ["acod"] * 8


def test_an_unknown_network_exits_with_2_and_the_nearest_name(tmp_path: Path) -> None:
    result = triagraph("assess", "optnet", folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "error: There is no network `optnet`.\n\nhint: Did you mean `optonet`?\n"


def test_the_format_follows_the_suffix_of_the_file(tmp_path: Path) -> None:
    starts = {"a.html": "<!DOCTYPE html>", "a.json": "[", "a.md": "# ", "a.txt": "OptoNet"}
    for name, start in starts.items():
        result = triagraph("assess", "optonet", "-o", name, folder=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert triagraph("assess", "-o", "no/such/folder.md", folder=tmp_path).returncode == 2


def test_a_project_without_networks_has_nothing_to_assess(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "empty"\n', encoding="utf-8")
    result = triagraph("assess", folder=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "There is no network with a form definition to assess.\n",
        "",
    )
    unknown = triagraph("assess", "optonet", folder=tmp_path)
    assert (unknown.returncode, unknown.stderr) == (2, "error: There is no network `optonet`.\n")
