"""The index of the search: what is in it, and that nothing in it can do harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from triagraph.site.kinds import EVIDENCE_KINDS

Publish = Callable[..., Path]


def index(release: Path, language: str) -> dict[str, Any]:
    text = (release / f"assets/search.{language}.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("self.triagraphIndex=").removesuffix(";\n"))
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_entry_leads_to_a_page(release: Path, language: str) -> None:
    entries = index(release, language)["entries"]
    assert len(entries) > 900
    for entry in entries:
        assert (release / f"{entry[1].partition('#')[0]}.{language}.html").is_file()


def test_each_thing_term_and_query_is_in_it(release: Path) -> None:
    paths = {entry[1] for entry in index(release, "de")["entries"]}
    things = {
        path.relative_to(release).as_posix().removesuffix(".de.html") for path in (release / "id").rglob("*.de.html")
    }
    # Lists that go on and the pages of statements and quotations are no things.
    things = {each for each in things if each.split("/")[1] not in EVIDENCE_KINDS and "_" not in each}
    assert {each for each in things if not each.endswith("/index")} <= paths
    assert {"ontology/relations#technologyField", "queries/networks"} <= paths


def test_a_thing_has_its_names_in_both_languages(release: Path) -> None:
    kind, _, name, others, *_ = next(
        entry for entry in index(release, "en")["entries"] if entry[1] == "id/network/optonet"
    )
    assert index(release, "en")["kinds"][kind][:2] == ["network", "Network"]
    assert name.startswith("OptoNet")
    assert any("Photoniknetzwerk" in each for each in others)


def test_it_is_small(release: Path) -> None:
    assert (release / "assets/search.de.js").stat().st_size < 250_000


def test_a_name_cannot_leave_its_string(publish: Publish) -> None:
    name = "</script>\\\\\\u2028'+alert(1)+\\\""
    out = publish(f'network:one a tria:NetworkOrganisation ; skos:prefLabel "{name}"@de , "B"@en .\n')
    entry = next(entry for entry in index(out, "de")["entries"] if entry[1] == "id/network/one")
    assert entry[2] == "</script>\\\u2028'+alert(1)+\""


def test_a_thing_with_an_unusual_iri_keeps_it(publish: Publish) -> None:
    out = publish('<https://w3id.org/triagraph/id/network/Ünï> a tria:NetworkOrganisation ; skos:prefLabel "A"@de .\n')
    entry = next(entry for entry in index(out, "de")["entries"] if entry[2] == "A")
    assert entry[5] == "https://w3id.org/triagraph/id/network/Ünï"
    assert (out / f"{entry[1]}.de.html").is_file()
