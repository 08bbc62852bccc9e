"""The hooks, the action and the GitLab template: valid by their schemas, and what they run is run here."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml

ROOT = Path(__file__).parents[2]
HOOKS, ACTION, GITLAB = ROOT / ".pre-commit-hooks.yaml", ROOT / "action.yml", ROOT / "ci" / "gitlab.yml"
ENVIRONMENT = Path(sys.prefix)
PROGRAMS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
#: Installing from the registry takes a minute; `.ci/long` does it.
long = pytest.mark.skipif(not os.environ.get("TRIAGRAPH_LONG"), reason="a minute of installing: .ci/long runs it")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs the program bash")
BAD = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .

network:optonet tria:activeIn "Jena"@de .
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a project with one mistake."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "triagraph.toml", folder)
    (folder / "data" / "asserted" / "bad file.ttl").write_text(BAD, encoding="utf-8")
    return folder


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            "TRIAGRAPH_LANG": "en",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )


# ---- pre-commit


def test_the_hooks_are_a_manifest() -> None:
    result = run(["pre-commit", "validate-manifest", str(HOOKS)], ROOT)
    assert result.returncode == 0, result.stdout


def test_a_manifest_that_is_none_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "hooks.yaml").write_text("- id: x\n  name: y\n", encoding="utf-8")
    assert run(["pre-commit", "validate-manifest", "hooks.yaml"], tmp_path).returncode == 1


def hooked(hook: dict[str, Any], folder: Path) -> Iterator[str]:
    """Give the files that pre-commit would hand to a hook."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if re.search(hook["files"], path.relative_to(folder).as_posix()):
            yield str(path.relative_to(folder))


@pytest.mark.parametrize("hook", loaded(HOOKS), ids=lambda hook: hook["id"])
def test_the_entry_of_a_hook_fails_for_a_mistake_and_only_then(hook: dict[str, Any], repository: Path) -> None:
    bad = repository / "data" / "asserted" / "bad file.ttl"
    named = [str(bad.relative_to(repository))] if hook.get("pass_filenames", True) else []
    assert str(bad.relative_to(repository)) in set(hooked(hook, repository))
    result = run([*shlex.split(hook["entry"]), *named], repository)
    assert result.returncode == 1, result.stdout + result.stderr
    if "validate" in hook["id"]:
        assert "bad file.ttl:4:31: violation" in result.stdout
    bad.unlink()
    rest = [str(Path("data/asserted/seed.ttl"))] if named else []
    assert run([*shlex.split(hook["entry"]), *rest], repository).returncode == 0


def test_the_hooks_look_at_the_files_that_they_are_about(repository: Path) -> None:
    looked = {hook["id"]: set(hooked(hook, repository)) for hook in loaded(HOOKS)}
    assert str(Path("queries/networks.rq")) in looked["triagraph-check"] - looked["triagraph-validate"]
    assert "triagraph.toml" in looked["triagraph-validate"] - looked["triagraph-validate-files"]


@long
@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").is_dir(), reason="needs the program git")
def test_pre_commit_installs_and_runs_a_hook(tmp_path: Path) -> None:
    repository = tmp_path / "contributions"
    repository.mkdir()
    (repository / "bad.ttl").write_text(BAD, encoding="utf-8")
    run(["git", "init", "-q"], repository)
    run(["git", "add", "."], repository)
    command = ["pre-commit", "try-repo", str(ROOT), "triagraph-validate-files", "--files", "bad.ttl"]
    result = run(command, repository, PRE_COMMIT_HOME=str(tmp_path / "home"))
    assert result.returncode == 1
    assert "bad.ttl:4:31: violation" in result.stdout


# ---- the schemas that GitHub and GitLab publish


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-actions", ACTION), ("vendor.gitlab-ci", GITLAB)], ids=["action", "gitlab"]
)
def test_a_template_is_valid_by_its_schema(schema: str, path: Path, tmp_path: Path) -> None:
    command = ["check-jsonschema", "--builtin-schema", schema]
    result = run([*command, str(path)], tmp_path)
    assert result.returncode == 0, result.stdout
    broken = tmp_path / path.name
    broken.write_text(
        path.read_text(encoding="utf-8").replace("script:", "scripts:").replace("using:", "use:"), "utf-8"
    )
    assert run([*command, str(broken)], tmp_path).returncode == 1


# ---- the action


def steps() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in loaded(ACTION)["runs"]["steps"] if "run" in step}


def act(name: str, repository: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """Run one step as the runner does; give what it printed, its outputs and its part of the summary."""
    action, temporary = loaded(ACTION), repository.parent / "runner"
    temporary.mkdir(exist_ok=True)
    values = {key: each.get("default", "") for key, each in action["inputs"].items()} | inputs
    environment = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
        for key, text in steps()[name].get("env", {}).items()
    }
    outputs, summary = temporary / "outputs", temporary / "summary.md"
    for path in (outputs, summary):
        path.write_text("", encoding="utf-8")
    result = run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", steps()[name]["run"]],
        repository,
        RUNNER_TEMP=str(temporary),
        GITHUB_ACTION_PATH=str(ROOT),
        GITHUB_OUTPUT=str(outputs),
        GITHUB_STEP_SUMMARY=str(summary),
        **environment,
    )
    pairs = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
    return result, pairs, summary.read_text(encoding="utf-8")


@pytest.fixture
def installed(repository: Path) -> Path:
    """Give a repository beside which triagraph is installed, as the step before leaves it."""
    (repository.parent / "runner").mkdir()
    (repository.parent / "runner" / "triagraph").symlink_to(ENVIRONMENT, target_is_directory=True)
    return repository


@needs_bash
def test_the_action_annotates_a_mistake_of_the_project(installed: Path) -> None:
    result, outputs, summary = act("validate", installed, sarif="out.sarif", html="out.html", language="de")
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert lines
    assert all(line.startswith("::error file=data/asserted/bad file.ttl,line=4,col=31,") for line in lines)
    assert "Verstoß" in lines[0]
    assert outputs == {"status": "1"}
    assert "    Nicht in Ordnung" in summary
    assert all(line.startswith("    ") for line in summary.splitlines() if line)
    sarif = json.loads((installed / "out.sarif").read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == len(lines)
    assert "<html" in (installed / "out.html").read_text(encoding="utf-8")


@needs_bash
def test_the_action_is_content_with_a_project_that_conforms(installed: Path) -> None:
    (installed / "data" / "asserted" / "bad file.ttl").unlink()
    result, outputs, summary = act("validate", installed)
    assert (result.returncode, result.stdout, outputs) == (0, "", {"status": "0"})
    assert "Conforms" in summary


@needs_bash
def test_the_action_takes_files_and_says_what_it_cannot_read(installed: Path) -> None:
    odd = installed / "::error odd;touch gotcha.ttl"
    odd.write_text(BAD.replace("@de", "@"), encoding="utf-8")
    result, outputs, _ = act("validate", installed, files=f"data/asserted/bad file.ttl\n{odd.name}\n")
    assert outputs == {"status": "2"}
    assert result.stdout.startswith("::error file=%3A%3Aerror odd;touch gotcha.ttl,line=4,")
    assert not (installed / "gotcha.ttl").exists()
    result, outputs, _ = act("validate", installed, files="no::such.ttl")
    assert outputs == {"status": "2"}
    assert result.stderr.startswith("triagraph: error: ")


@needs_bash
@long
def test_the_action_installs_itself(repository: Path) -> None:
    result, _, _ = act("install triagraph", repository)
    assert result.returncode == 0, result.stderr
    result, outputs, _ = act("validate", repository)
    assert outputs == {"status": "1"}


def test_every_input_of_the_action_is_used() -> None:
    text = ACTION.read_text(encoding="utf-8")
    assert [name for name in loaded(ACTION)["inputs"] if f"${{{{ inputs.{name} }}}}" not in text] == []
    for step in steps().values():  # what a user gives is never pasted into a script
        assert "${{" not in step["run"]


# ---- GitLab


def gitlab(part: str, repository: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    template = loaded(GITLAB)
    values = {name: each["value"] for name, each in template["variables"].items()} | variables
    script = "\n".join(template["triagraph-validate"][part])
    return run(["bash", "-e", "-o", "pipefail", "-c", script], repository, **{**values, "TRIAGRAPH_LANG": "en"})


@needs_bash
def test_the_gitlab_job_fails_for_a_mistake_and_reports_it(repository: Path) -> None:
    (repository / ".triagraph").symlink_to(ENVIRONMENT, target_is_directory=True)
    result = gitlab("script", repository)
    assert result.returncode == 1
    assert "bad file.ttl:4:31: violation" in result.stdout
    artifacts = loaded(GITLAB)["triagraph-validate"]["artifacts"]
    document: Any = JUnitXml.fromstring((repository / artifacts["reports"]["junit"]).read_bytes())
    (suite,) = document
    assert suite.failures >= 1
    quality = json.loads((repository / artifacts["reports"]["codequality"]).read_bytes())
    assert len(quality) == suite.failures
    assert ("data/asserted/bad file.ttl", 4) in {
        (each["location"]["path"], each["location"]["lines"]["begin"]) for each in quality
    }
    assert "<html" in (repository / artifacts["paths"][0]).read_text(encoding="utf-8")


@needs_bash
def test_the_gitlab_job_says_when_it_has_nothing_to_install(repository: Path) -> None:
    result = gitlab("before_script", repository)
    assert result.returncode == 2
    assert "TRIAGRAPH_PACKAGE" in result.stderr


def test_the_examples_of_the_page_name_what_there_is() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"id: (\S+)", page)) <= {hook["id"] for hook in loaded(HOOKS)}
    assert set(re.findall(r"(TRIAGRAPH_\w+):", page)) <= set(loaded(GITLAB)["variables"])
    inputs = re.search(r"uses: region/triagraph\S*\n\s+with:\n((?:\s+\S+: .*\n)+?)\s+- uses", page)
    assert inputs is not None
    assert set(re.findall(r"(\S+):", inputs[1])) <= set(loaded(ACTION)["inputs"])
