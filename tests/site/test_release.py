"""A release of the bundled graph: what stands where, and that everything it points to is there."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from triagraph.exporting import export_graph
from triagraph.formats import SYNTAXES
from triagraph.namespaces import DEFAULT_BASE
from triagraph.project import load_project
from triagraph.site.kinds import EVIDENCE_KINDS
from triagraph.site.names import safe_name
from triagraph.store.loading import load

ROOT = Path(__file__).parents[2]
BESIDE = (".de.html", ".en.html", ".ttl", ".jsonld", ".nt", ".rdf")
LINK = re.compile(r'<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]*)"')


def test_each_thing_of_the_graph_has_pages_and_documents(release: Path) -> None:
    subjects = {
        quad.subject.value for quad in load(load_project(ROOT)).quads() if isinstance(quad.subject, ox.NamedNode)
    }
    things = {iri.removeprefix(f"{DEFAULT_BASE}id/") for iri in subjects if iri.startswith(f"{DEFAULT_BASE}id/")}
    wanted = {thing for thing in things if "#" not in thing and thing.partition("/")[0] not in EVIDENCE_KINDS}
    assert len(wanted) > 500
    missing = [
        f"{thing}{suffix}"
        for thing in wanted
        for suffix in BESIDE
        if not (release / "id" / thing.partition("/")[0] / f"{safe_name(thing.partition('/')[2])}{suffix}").is_file()
    ]
    assert missing == []


def test_the_parts_of_a_release_stand_where_the_design_says(release: Path) -> None:
    names = ["index.html", "index.de.html", "index.en.html", "context.jsonld", "manifest.json", "assets/style.css"]
    names += [f"ontology/{name}{suffix}" for name in ("triagraph", "forms", "codes", "shapes") for suffix in BESIDE[2:]]
    names += [
        f"ontology/{page}.{language}.html" for page in ("index", "schemes", "shapes/index") for language in ("de", "en")
    ]
    names += [f"queries/networks.{suffix}" for suffix in ("de.html", "en.html", "rq", "csv", "json")]
    names += [
        f"data/tria.{suffix}{gz}" for suffix in ("ttl", "jsonld", "nt", "nq", "trig", "rdf") for gz in ("", ".gz")
    ]
    names += [
        f"catalog.{profile}.{suffix}" for profile in ("dcat-ap-de", "dcat-ap") for suffix in ("ttl", "rdf", "jsonld")
    ]
    names += [f"id/network/index.{language}.html" for language in ("de", "en")]
    assert [name for name in names if not (release / name).is_file()] == []


def test_the_manifest_names_each_file_with_its_size_and_hash(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_bytes())
    found = {path.relative_to(release).as_posix(): _listed(path) for path in release.rglob("*") if path.is_file()}
    del found["manifest.json"]
    assert manifest["generator"] == "triagraph"
    assert manifest["files"] == found


def _listed(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_no_two_files_are_the_same_on_a_file_system_without_case(release: Path) -> None:
    names = [path.relative_to(release).as_posix() for path in release.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)


def test_each_internal_link_leads_to_a_file_and_an_anchor_that_are_there(release: Path, pages: dict[str, str]) -> None:
    anchors = {path: set(ANCHOR.findall(text)) for path, text in pages.items()}
    files = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    broken, checked = [], 0
    for path, text in pages.items():
        for link in set(LINK.findall(text)):
            target = html.unescape(link)
            if re.match(r"[a-z]+:", target):
                continue
            checked += 1
            file, _, fragment = target.partition("#")
            found = os.path.normpath(PurePosixPath(path).parent / file) if file else path
            if found not in files or (fragment and fragment not in anchors.get(found, {fragment})):
                broken.append((path, target))
    assert checked > 10_000
    assert broken == []


def test_each_link_stays_inside_the_release_or_is_a_web_address(pages: dict[str, str]) -> None:
    schemes = {
        link.partition(":")[0]
        for text in pages.values()
        for link in LINK.findall(text)
        if re.match(r"[a-zA-Z]+:", link)
    }
    assert schemes <= {"http", "https", "mailto"}
    assert not [link for text in pages.values() for link in LINK.findall(text) if link.startswith("/")]


def test_each_page_is_there_in_both_languages_and_links_to_the_other(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        if path == "index.html":
            continue
        stem, language, _ = path.rsplit(".", 2)
        other = {"de": "en", "en": "de"}[language]
        name = PurePosixPath(stem).name
        assert f"{stem}.{other}.html" in pages
        assert f'<html lang="{language}">' in text
        assert f'<link rel="alternate" hreflang="{other}" href="{name}.{other}.html">' in text
        assert f'<a href="{name}.{other}.html" hreflang="{other}" lang="{other}">' in text


def test_each_json_ld_document_says_exactly_what_the_turtle_beside_it_says(release: Path) -> None:
    documents = [path for path in release.rglob("*.jsonld") if path.with_suffix(".ttl").is_file()]
    assert len(documents) > 500
    for path in documents:
        assert _triples(path, ox.RdfFormat.JSON_LD) == _triples(path.with_suffix(".ttl"), ox.RdfFormat.TURTLE), path


def test_ntriples_and_rdfxml_say_the_same_too(release: Path) -> None:
    for path in sorted((release / "id" / "network").glob("*.ttl")):
        turtle = _triples(path, ox.RdfFormat.TURTLE)
        assert _triples(path.with_suffix(".nt"), ox.RdfFormat.N_TRIPLES) == turtle
        assert _triples(path.with_suffix(".rdf"), ox.RdfFormat.RDF_XML) == turtle


def _triples(path: Path, form: ox.RdfFormat) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(path.read_bytes(), format=form, base_iri=DEFAULT_BASE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_a_thing_s_document_has_its_statements_and_their_quotations(release: Path) -> None:
    graph = {
        (str(quad.predicate), str(quad.object))
        for quad in ox.parse((release / "id/network/optonet.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    }
    predicates = {predicate for predicate, _ in graph}
    for needed in (
        "http://www.w3.org/ns/oa#exact",
        "http://www.w3.org/ns/org#member",
        "http://www.w3.org/ns/prov#wasQuotedFrom",
    ):
        assert f"<{needed}>" in predicates


def test_the_dumps_are_what_export_writes(release: Path) -> None:
    dataset = load(load_project(ROOT))
    for suffix, form in (
        (".ttl", "turtle"),
        (".jsonld", "json-ld"),
        (".nt", "ntriples"),
        (".rdf", "rdfxml"),
        (".nq", "nquads"),
    ):
        assert (release / f"data/tria{suffix}").read_bytes() == export_graph(dataset, SYNTAXES[form])


def test_the_compressed_dumps_hold_the_dumps(release: Path) -> None:
    for path in (release / "data").glob("*.gz"):
        data = path.read_bytes()
        assert gzip.decompress(data) == path.with_suffix("").read_bytes()
        assert data[4:8] == b"\0\0\0\0", "a time in a gzip file changes its bytes"


ALONE = """\
import sys
from pathlib import Path
from triagraph.project import load_project
from triagraph.site import check_target, publish_release, release_settings, second_process
from triagraph.store.loading import load
second_process.SecondProcess.started = lambda *_: None
project = load_project(Path(sys.argv[1]))
settings = release_settings(project, base_url=None, date=None, keep=0)
publish_release(load(project), check_target(Path(sys.argv[2])), settings)
"""


def test_the_same_graph_gives_the_same_bytes_in_one_process_or_two(release: Path, tmp_path: Path) -> None:
    machine = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    command = [sys.executable, "-c", ALONE, str(ROOT), str(tmp_path / "again")]
    subprocess.run(command, env={**os.environ, **machine}, check=True)
    assert (tmp_path / "again/manifest.json").read_bytes() == (release / "manifest.json").read_bytes()


def test_what_has_no_page_of_its_own_leads_on_to_where_it_is_shown(
    release: Path, pages: dict[str, str], signposts: dict[str, str]
) -> None:
    anchors = {path: set(ANCHOR.findall(text)) for path, text in pages.items()}
    lost = []
    for path, text in signposts.items():
        target = html.unescape(re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]*)">', text)[0])
        file, _, fragment = target.partition("#")
        found = os.path.normpath(PurePosixPath(path).parent / file)
        assert found in pages
        if fragment and fragment not in anchors[found]:
            lost.append(target)
        for suffix in BESIDE:
            assert (release / f"{path.rsplit('.', 2)[0]}{suffix}").is_file()
    assert len(signposts) > 2500
    assert lost == []


def test_the_document_of_a_quotation_has_its_words(release: Path) -> None:
    text = (release / "id/quotation/acod-kompetenzcluster-1.ttl").read_text(encoding="utf-8")
    assert "oa:exact" in text
    assert "oa:hasSource source:" in text


def test_the_document_of_a_named_graph_holds_that_graph(release: Path) -> None:
    triples = list(ox.parse((release / "graph/asserted/seed.nt").read_bytes(), format=ox.RdfFormat.N_TRIPLES))
    dataset = load(load_project(ROOT))
    graph = ox.NamedNode(f"{DEFAULT_BASE}graph/asserted/seed")
    wanted = {quad.triple for quad in dataset.quads() if quad.graph_name == graph}
    assert {quad.triple for quad in triples} == wanted
    assert len(wanted) > 100


def test_a_program_finds_the_counts_of_the_dataset(release: Path) -> None:
    described = {
        quad.predicate.value: quad.object.value
        for quad in ox.parse((release / ".well-known/void").read_bytes(), format=ox.RdfFormat.TURTLE)
        if quad.subject == ox.NamedNode(f"{DEFAULT_BASE}catalog#dataset") and isinstance(quad.object, ox.Literal)
    }
    triples = (release / "data/tria.nt").read_bytes().count(b"\n")
    assert described["http://rdfs.org/ns/void#triples"] == str(triples)
    text = (release / "void.ttl").read_text(encoding="utf-8")
    assert text == (release / ".well-known/void").read_text(encoding="utf-8")
    assert all(each in text for each in ("a void:Dataset", "sd:namedGraph", "void:triples"))


@pytest.mark.skipif(not os.environ.get("TRIAGRAPH_LONG"), reason="long: TRIAGRAPH_LONG=1 runs it")
@pytest.mark.parametrize("number", range(10))
def test_ten_builds_on_ten_machines_give_the_same_bytes(release: Path, tmp_path: Path, number: int) -> None:
    machine = {
        "PYTHONHASHSEED": str(number * 1009),
        "TZ": ("UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")[number % 5],
        "LC_ALL": ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "POSIX")[number * 3 % 5],
        "PYTHONUTF8": str(number % 2),
        "COLUMNS": str(40 + 30 * number),
    }
    folder = tmp_path / ("folder", "Ordner mit Lücken")[number % 2]
    folder.mkdir()
    command = [
        str(Path(sys.executable).parent / "triagraph"),
        "--lang",
        ("de", "en")[number % 2],
        "--project",
        str(ROOT),
    ]
    subprocess.run([*command, "publish", f"release-{number}"], cwd=folder, env={**os.environ, **machine}, check=True)
    made = folder / f"release-{number}"
    assert (made / "manifest.json").read_bytes() == (release / "manifest.json").read_bytes()


def test_the_nquads_dump_is_in_canonical_order(release: Path) -> None:
    data = (release / "data/tria.nq").read_bytes()
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert data == b"".join(sorted(f"{quad} .\n".encode() for quad in dataset))


def test_tables_and_places_stand_beside_the_dumps_and_in_the_catalogue(release: Path) -> None:
    catalogue = (release / "catalog.dcat-ap.ttl").read_text(encoding="utf-8")
    for path in ("data/tria.xlsx", "data/tria.geojson", "data/tables/network-organisation.csv"):
        assert (release / path).stat().st_size > 1000
        assert f"{DEFAULT_BASE}{path}>" in catalogue
        assert path.removeprefix("data/") in (release / "data/index.de.html").read_text(encoding="utf-8")


def _things(release: Path) -> list[Path]:
    """Give some documents of every kind of thing."""
    return [path for kind in sorted((release / "id").iterdir()) for path in sorted(kind.glob("*.jsonld"))[::40]]


def test_a_document_is_one_tree_from_its_thing(release: Path) -> None:
    for path in _things(release):
        document = json.loads(path.read_bytes())
        assert "@graph" not in document
        assert next(iter(document)) == "@context"
        assert path.stem in document["id"]
    optonet = json.loads((release / "id/network/optonet.jsonld").read_bytes())
    assert any("wasQuotedFrom" in each for each in optonet["statements"])
    assert all("subject" not in each for each in optonet["statements"])


def test_rdflib_and_pyld_read_each_kind_of_document_as_it_is_published_and_fetch_nothing(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)

    def refuse(address: str, _options: dict[str, object]) -> dict[str, object]:
        raise AssertionError(f"fetches {address}")

    paths = _things(release)
    assert len({path.parent.name for path in paths}) > 25
    for path in paths:
        text = path.read_text(encoding="utf-8")
        wanted = set(ox.parse(path.with_suffix(".nt").read_bytes(), format=ox.RdfFormat.N_TRIPLES))
        expanded = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", "documentLoader": refuse})
        assert set(ox.parse(expanded.encode(), format=ox.RdfFormat.N_QUADS)) == wanted, path
        read = rdflib.Graph().parse(data=text, format="json-ld").serialize(format="nt", encoding="utf-8")
        assert set(ox.parse(read, format=ox.RdfFormat.N_TRIPLES)) == wanted, path
