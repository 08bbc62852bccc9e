"""The list of rules is whole, and a rule that looked at nothing has failed."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from triagraph import hygiene
from triagraph.hygiene import RULES, Artefacts, Finding, Looked, Outcome, Rule, check, read_artefacts
from triagraph.hygiene.writing import to_json, to_text
from triagraph.language import Text
from triagraph.project import load_project

SOUND = Path(__file__).parent / "sound"


def rules_in_modules() -> list[Rule]:
    modules = [
        importlib.import_module(f"triagraph.hygiene.{module.name}") for module in pkgutil.iter_modules(hygiene.__path__)
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]


def test_every_rule_that_is_written_is_run() -> None:
    assert {rule.id for rule in rules_in_modules()} == {rule.id for rule in RULES}


def test_a_rule_cannot_be_switched_off() -> None:
    assert {field.name for field in fields(Rule)} == {"id", "title", "unit", "advice", "look"}
    report = check(read_artefacts(load_project(SOUND)))
    assert [outcome.rule for outcome in report.outcomes] == list(RULES)


def test_rules_have_names_of_their_own_and_texts_in_both_languages() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        for text in (rule.title, rule.unit, rule.advice):
            assert text.de.strip(), rule.id
            assert text.en.strip(), rule.id
        assert rule.title.de != rule.title.en, rule.id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_looked_at_nothing_fails_unless_it_says_why(rule: Rule, tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "empty"\n', encoding="utf-8")
    outcome = Outcome(rule, rule.look(Artefacts(load_project(tmp_path), ())))
    assert outcome.looked.items == 0
    if outcome.looked.may_be_empty is None:
        assert not outcome.passes
        assert outcome.findings[0].message.en == "The rule found nothing to look at."
    else:
        assert outcome.passes
        assert outcome.looked.may_be_empty.de != outcome.looked.may_be_empty.en


def test_only_rules_about_what_a_project_may_lack_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "empty"\n', encoding="utf-8")
    nothing = Artefacts(load_project(tmp_path), ())
    assert {rule.id for rule in RULES if rule.look(nothing).may_be_empty} == {
        "code-systems",
        "code-versions",
        "frames",
        "mappings-signed",
        "queries-answered",
        "queries-documented",
        "queries-ordered",
        "queries-terms",
    }


def test_with_the_folders_there_these_may_not_be_empty_either(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    for query in (tmp_path / "queries").glob("*.rq"):
        query.unlink()
    report = check(read_artefacts(load_project(tmp_path)))
    assert "queries-answered" in {outcome.rule.id for outcome in report.outcomes if not outcome.passes}


def test_a_remark_does_not_fail_and_a_finding_does() -> None:
    message = Text("Etwas.", "Something.")
    rule = Rule("made-up", Text("Titel", "Title"), Text("Dinge", "things"), Text("Rat", "advice"), lambda _: Looked(1))
    assert Outcome(rule, Looked(1, (Finding(message, level="remark"),))).passes
    assert not Outcome(rule, Looked(1, (Finding(message),))).passes
    assert Outcome(rule, Looked(1, (Finding(message),))).findings[0].hint == rule.advice


def test_a_project_is_not_blamed_for_the_bundled_ontology(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "ontology")
    report = check(read_artefacts(load_project(tmp_path)))
    files = {finding.file or "" for outcome in report.outcomes for finding in outcome.findings}
    assert not {name for name in files if name.startswith("ontology/")}
    assert "data/mapping/codes.ttl" in files  # the fields of the small project are not those of the bundled ontology


def test_a_project_with_another_base_is_checked_the_same(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "triagraph.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[iri]\nbase = "https://town.example/kg/"\n')
    there, here = (check(read_artefacts(load_project(folder))) for folder in (tmp_path, SOUND))
    assert [finding for outcome in there.outcomes for finding in outcome.findings] == []
    assert [outcome.looked.items for outcome in there.outcomes] == [outcome.looked.items for outcome in here.outcomes]


def test_the_report_has_one_line_per_rule_and_a_last_line_that_sums_up() -> None:
    report = check(read_artefacts(load_project(SOUND)))
    *lines, blank, last = to_text(report, "en").splitlines()
    assert len(lines) == len(RULES)
    assert all(line.startswith("ok ") and f" {rule.id}: " in line for line, rule in zip(lines, RULES, strict=True))
    assert blank == ""
    assert (
        last
        == f"all is well: {len(RULES)} rules, 0 of them broken; 0 findings, 0 remarks; 13 files, {report.triples} triples"
    )
    assert to_text(report, "de").splitlines()[-1].startswith("alles in Ordnung: ")


def test_the_json_report_says_what_each_rule_looked_at() -> None:
    report = check(read_artefacts(load_project(SOUND)))
    document = to_json(report, "en")
    assert document["passes"] is True
    assert document["summary"] == {"finding": 0, "remark": 0}
    assert document["rules"][0] == {
        "id": "term-annotations",
        "title": RULES[0].title.en,
        "passes": True,
        "lookedAt": 19,
        "unit": "terms",
        "findings": [],
    }
