"""The index of the search: what is in it, and that nothing in it can do harm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from triagraph.site.kinds import EVIDENCE_KINDS
from triagraph.site.search_pieces import HEAVIEST, Record, divide, record, words_of

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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mess- und Gerätetechnik", ["mess", "und", "geratetechnik"]),
        ("GERAETE Straße 3°", ["gerate", "strasse", "3"]),
        ("e.V. Société_x", ["e", "v", "societe", "x"]),
        ("Žižka 東京 ²", ["zizka", "東京", "²"]),
        ("", []),
    ],
)
def test_words_are_folded_as_in_the_browser(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def found(word: str, keys: dict[str, tuple[int, bool]]) -> str | None:
    """Find the key for a word as search.js does."""
    longer = min((key for key in keys if key.startswith(word)), default=None)
    shorter = max((key for key in keys if word.startswith(key)), key=len, default=None)
    return longer if longer is not None else shorter


def numbered(count: int) -> list[Record]:
    names = [
        f"{'Netz' if number % 2 else 'Nebel'}werk {number:05d} {'abcdefghij'[number % 10] * 3}"
        for number in range(count)
    ]
    return [record(f'[0,"id/x/{number}","{name}","{"x" * 60}"]', [name]) for number, name in enumerate(names)]


def test_each_record_is_found_by_the_beginning_of_each_of_its_rarer_words() -> None:
    records = numbered(12_000)
    keys, files = divide(records)
    for number in (0, 1, 777, 11_999):
        for word in (f"{number:05d}", f"{number:05d}"[:4]):
            key = found(word, keys)
            assert key is not None
            file, is_whole = keys[key]
            assert is_whole
            assert number in files[file]


def test_a_word_of_too_many_records_leads_to_the_best_of_them() -> None:
    keys, files = divide(numbered(12_000))
    key = found("netz", keys)
    assert key == "netzwerk"
    file, is_whole = keys[key]
    assert not is_whole
    assert files[file][:3] == [1, 3, 5]
    assert found("n", keys) == "ne"


def test_no_piece_is_heavy_and_a_hundred_thousand_things_need_no_large_table() -> None:
    records = numbered(30_000)
    keys, files = divide(records)
    assert max(sum(records[number].weight for number in file) for file in files) <= HEAVIEST
    assert len(json.dumps({key: file for key, (file, _) in keys.items()})) < 20_000
    assert {number for file in files for number in file} == set(range(30_000))


def test_a_large_index_is_divided_and_small_files_say_where_the_rest_is(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triagraph.site import search_index, search_pieces

    things = "".join(
        f'<https://w3id.org/triagraph/id/organisation/o{number}> a tria:MemberOrganisation ; skos:prefLabel "Firma {number} {"<&" * 20}"@de .\n'
        for number in range(60)
    )
    for module, name, value in (
        (search_index, "HEAVIEST", 3_000),
        (search_pieces, "HEAVIEST", 3_000),
        (search_index, "_HEAD", 800),
    ):
        monkeypatch.setattr(module, name, value)
    out = publish(things)
    head = (out / "assets/search.de.js").read_text(encoding="utf-8")
    whole = json.loads(head.removeprefix("self.triagraphIndex=").removesuffix(";\n"))
    assert "organisation" in {whole["kinds"][number][0] for number in whole["incomplete"]}
    files = {path.name: path for path in (out / "assets/search").glob("de-*.js")}
    assert {f"de-{number if number >= 0 else -number - 1}.js" for number in whole["pieces"].values()} == set(files)
    paths = {entry[1] for entry in whole["entries"]}
    for path in files.values():
        assert path.stat().st_size < 3_300
        text = path.read_text(encoding="utf-8")
        match = re.fullmatch(r"\(self\.triagraphPieces\?\?=\{\}\)\[\d+\]=(\[.*\]);\n", text, re.DOTALL)
        assert match is not None
        paths |= {entry[1] for entry in json.loads(match[1])}
    assert {f"id/organisation/o{number}" for number in range(60)} <= paths


def test_a_name_as_long_as_a_book_is_searched_by_its_beginning(publish: Publish) -> None:
    others = " , ".join(f'"{number} {"b" * 900}"@en' for number in range(90))
    out = publish(
        f'network:one a tria:NetworkOrganisation ; skos:prefLabel "{"a" * 300_000}"@de ; skos:altLabel {others} .\n'
    )
    assert (out / "assets/search.de.js").stat().st_size < 60_000
