"""Each rule passes on the small project, and finds each single breach of what it demands (breaches.toml)."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from triagraph.hygiene import RULES, Artefacts, Outcome, read_artefacts
from triagraph.project import load_project

HERE = Path(__file__).parent
#: A small project in which every rule finds something to look at, and nothing wrong.
SOUND = HERE / "sound"
#: A file, what stands there, and what takes its place; an empty old text appends, or makes a new file.
Change = tuple[str, str, str]
Changed = Callable[[Sequence[Change]], Artefacts]

BREACHES: list[tuple[str, list[Change], str]] = [
    (rule, breach["changes"], breach["finds"])
    for rule, breaches in tomllib.loads((HERE / "breaches.toml").read_text("utf-8")).items()
    for breach in breaches
]
_RULES = {rule.id: rule for rule in RULES}


@pytest.fixture(scope="module")
def sound() -> Artefacts:
    return read_artefacts(load_project(SOUND))


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Give a copy of the small project with some changes."""

    def make(changes: Sequence[Change]) -> Artefacts:
        folder = tmp_path / "project"
        shutil.copytree(SOUND, folder)
        for name, old, new in changes:
            path = folder / name
            text = path.read_bytes().decode() if path.exists() else ""
            assert old in text, f"{name} has no {old!r}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((text.replace(old, new, 1) if old else text + new).encode())
        return read_artefacts(load_project(folder))

    return make


@pytest.mark.parametrize("rule", _RULES)
def test_a_rule_passes_where_all_is_well_and_counts_what_it_looked_at(sound: Artefacts, rule: str) -> None:
    outcome = Outcome(_RULES[rule], _RULES[rule].look(sound))
    assert outcome.findings == ()
    assert outcome.looked.items > 0


@pytest.mark.parametrize(("rule", "changes", "words"), BREACHES, ids=[f"{one[0]}-{one[2][:40]}" for one in BREACHES])
def test_a_rule_finds_a_breach(changed: Changed, rule: str, changes: list[Change], words: str) -> None:
    outcome = Outcome(_RULES[rule], _RULES[rule].look(changed(changes)))
    found = [finding for finding in outcome.findings if words in finding.message.en]
    assert found, [finding.message.en for finding in outcome.findings]
    assert found[0].file
    assert found[0].hint
    assert outcome.passes == (found[0].level == "remark")


def test_every_rule_has_a_breach() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(_RULES)
