"""The rules of a release on real servers: each kind of IRI × what a client asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from web_servers import Server, apache, nginx

from triagraph.site.names import safe_name

Publish = Callable[..., Path]
PLACE = "/kg/"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
OWLAPI = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
RDFLIB = "application/ld+json, application/json;p=0.9, */*;q=0.1"
#: What a client sends → the suffix of what it is led to; None: 406.
ACCEPTED = {
    "": ".html",
    "*/*": ".html",
    "text/html": ".html",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "Text/Turtle": ".ttl",
    CHROME: ".html",
    FIREFOX: ".html",
    OWLAPI: ".rdf",
    RDFLIB: ".jsonld",
    "application/json": ".jsonld",
    "text/*": ".html",
    "application/*": ".jsonld",
    "text/turtle, */*": ".ttl",
    "*/*, application/rdf+xml": ".rdf",
    "text/html;q=0.5, text/turtle;q=0.8": ".ttl",
    "text/turtle;q=0.8, text/html;q=0.85": ".html",
    "text/turtle;q=0.80, text/html;q=0.800, application/n-triples;q=0.801": ".nt",
    "text/html;q=0.09, application/rdf+xml;q=0.1": ".rdf",
    "text/html;q=0.009, text/turtle;q=0.01": ".ttl",
    "text/html;q=1.000, text/turtle;q=0.999": ".html",
    "text/html;q=0, */*": ".ttl",
    "text/html;q=0.0, text/*;q=0.3, application/rdf+xml;q=0.2": ".ttl",
    "text/turtle;charset=utf-8;q=0.4, application/n-triples ; q=0.5": ".nt",
    "text/turtle;version=1.1": ".ttl",
    "application/n-quads, text/turtle;q=0.1": ".ttl",
    "text/turtlesssss": None,
    "image/png": None,
    "text/turtle;q=0": None,
    "*/*;q=0": None,
    "application/xml": None,
}
LANGUAGES = {
    "": "de",
    "de": "de",
    "en": "en",
    "en-US,en;q=0.9,de;q=0.8": "en",
    "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7": "de",
    "fr-FR,fr;q=0.9,en;q=0.3": "en",
    "fr": "de",
    "*": "de",
    "en;q=0.2, de;q=0.25": "de",
    "de;q=0.2, en;q=0.25": "en",
    "de;q=0, *": "en",
    "EN": "en",
}
#: A name that cannot be that of a file.
ODD = f"id/organisation/{safe_name('b%C3%BCro%20%24%7Bone%7D')}"
#: IRIs of every kind → the stem of the page, and the stem of the documents ("" if there are none).
IRIS = {
    "id/network/optonet": ("id/network/optonet", "id/network/optonet"),
    "id/region/tria": ("id/region/tria", "id/region/tria"),
    "id/organisation/b%C3%BCro%20%24%7Bone%7D": (ODD, ODD),
    "id/statement/seed-one": ("id/statement/seed-one", "id/statement/seed-one"),
    "id/quotation/seed-001": ("id/quotation/seed-001", "id/quotation/seed-001"),
    "graph/asserted/page": ("graph/asserted/page", "graph/asserted/page"),
    "": ("index", "void"),
    "catalog": ("data/index", "catalog.dcat-ap"),
    "void": ("data/index", "void"),
    "ontology": ("ontology/index", "ontology/triagraph"),
    "shapes": ("ontology/shapes/index", "ontology/shapes"),
    "id/network": ("id/network/index", ""),
    "id/network/": ("id/network/index", ""),
}
UNKNOWN = ("id/network/nobody", "id/nothing/x", "id/network/optonet/x", "ontology/nothing", "graph/asserted/none", "x")
DATA = """\
network:optonet a tria:NetworkOrganisation ; skos:prefLabel "OptoNet"@de , "OptoNet"@en ; tria:activeIn region:tria .
region:tria a tria:Region ; skos:prefLabel "TRIA"@de , "TRIA"@en .
<https://w3id.org/triagraph/id/organisation/b%C3%BCro%20%24%7Bone%7D> skos:prefLabel "Büro ${one}"@de , "Office"@en .
source:page skos:prefLabel "Seite"@de , "page"@en .
quotation:seed-001 a tria:Quotation ; oa:hasSource source:page ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/seed-001#quote> .
<https://w3id.org/triagraph/id/quotation/seed-001#quote> a oa:TextQuoteSelector ; oa:exact "OptoNet in TRIA"@de .
statement:seed-one a rdf:Statement ; rdf:subject network:optonet ; rdf:predicate tria:activeIn ; rdf:object region:tria ;
  prov:wasQuotedFrom quotation:seed-001 .
"""
HOSTED = "https://data.example/kg/"


@pytest.fixture(scope="module")
def www(publish_in: Publish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a release below /kg/ of a web space."""
    folder = tmp_path_factory.mktemp("www")
    out = publish_in(folder, DATA, HOSTED)
    (folder / "root").mkdir()
    out.rename(folder / "root/kg")
    return folder / "root"


@pytest.fixture(scope="module", params=["apache", "nginx"])
def server(request: pytest.FixtureRequest, www: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    start = {"apache": apache, "nginx": nginx}[request.param]
    scratch = tmp_path_factory.mktemp(request.param)
    scratch.chmod(0o755)
    with start(www, PLACE, scratch) as running:
        yield running


@pytest.fixture(scope="module")
def redirector(www: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the folder that w3id.org would have: nothing but the rules."""
    root = tmp_path_factory.mktemp("w3id")
    (root / "triagraph").mkdir()
    shutil.copy(www / "kg/hosting/w3id.htaccess", root / "triagraph/.htaccess")
    with apache(root, "/triagraph/", tmp_path_factory.mktemp("apache")) as running:
        yield running


def _expected(iri: str, suffix: str | None, language: str) -> str | None:
    page, documents = IRIS[iri]
    if suffix == ".html":
        return f"{page}.{language}.html"
    return f"{documents}{suffix}" if suffix and documents else None


def _location(answer_location: str, place: str) -> str:
    path = urlsplit(answer_location).path
    assert path.startswith(place)
    return unquote(path.removeprefix(place))


@pytest.mark.parametrize("iri", IRIS)
def test_each_iri_leads_to_what_the_client_likes_best(server: Server, iri: str) -> None:
    wrong = []
    for accept, suffix in ACCEPTED.items():
        answer = server.ask(iri, Accept=accept)
        found = _location(answer.headers["location"], PLACE) if answer.status == 303 else None
        if iri == "id/network" and accept == "application/*":
            continue
        wanted = _wanted(iri, accept, suffix)
        if found != wanted or answer.status not in ({303} if wanted else {406}):
            wrong.append((accept, answer.status, found, wanted))
    assert wrong == []


def _wanted(iri: str, accept: str, suffix: str | None) -> str | None:
    """Where there is only a page, it is what a client gets that takes pages at all."""
    if IRIS[iri][1] == "" and suffix not in {None, ".html"}:
        takes_pages = "html" in accept.replace("text/html;q=0,", "").replace("text/html;q=0.0,", "") or "*/*" in accept
        suffix = ".html" if takes_pages and "text/html;q=0," not in accept else None
    return _expected(iri, suffix, "de")


@pytest.mark.parametrize("tags", LANGUAGES)
def test_a_page_is_in_the_language_that_the_client_likes_best(server: Server, tags: str) -> None:
    answer = server.ask("id/network/optonet", Accept="text/html", Accept_Language=tags)
    assert answer.headers["location"].endswith(f"/kg/id/network/optonet.{LANGUAGES[tags]}.html")


@pytest.mark.parametrize("iri", UNKNOWN)
def test_an_unknown_iri_is_not_found(server: Server, iri: str) -> None:
    for accept in ("text/html", "text/turtle", "*/*"):
        answer = server.ask(iri, Accept=accept)
        assert answer.status == 404
        assert b"Diese Seite gibt es hier nicht" in answer.body


def test_where_an_iri_leads_there_is_a_file_of_the_type_that_was_asked_for(server: Server) -> None:
    for iri in IRIS:
        for media_type in (
            "text/html",
            "text/turtle",
            "application/ld+json",
            "application/n-triples",
            "application/rdf+xml",
        ):
            answer = server.ask(iri, Accept=media_type)
            if answer.status == 406 and not IRIS[iri][1]:
                continue
            target = urlsplit(urljoin("http://x/kg/", answer.headers["location"])).path.removeprefix(PLACE)
            found = server.ask(target)
            assert (found.status, found.headers["content-type"].partition(";")[0]) == (200, media_type), iri
            assert found.headers["access-control-allow-origin"] == "*"
            assert found.body


def test_head_answers_as_get_does(server: Server) -> None:
    for path, accept in (("id/network/optonet", "text/turtle"), ("id/network/optonet.ttl", "*/*"), ("id/x/y", "*/*")):
        get, head = (server.ask(path, method, Accept=accept) for method in ("GET", "HEAD"))
        assert (head.status, head.headers.get("location")) == (get.status, get.headers.get("location"))
        assert head.body == b""


def test_caches_learn_what_the_answer_depends_on(server: Server) -> None:
    varies = server.ask("id/network/optonet", Accept="text/turtle").headers["vary"].replace(" ", "").split(",")
    assert {"Accept", "Accept-Language"} <= set(varies)
    assert server.ask("id/network/optonet").headers["access-control-allow-origin"] == "*"


def test_the_description_of_the_dataset_is_where_programs_look_for_it(server: Server) -> None:
    answer = server.ask(".well-known/void")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")


def test_compressed_files_are_not_unpacked_on_the_way(server: Server) -> None:
    answer = server.ask("data/probe.ttl.gz")
    assert answer.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in answer.headers
    assert answer.body[:2] == b"\x1f\x8b"


@pytest.mark.parametrize("iri", [iri for iri, (_, documents) in IRIS.items() if documents])
def test_w3id_leads_each_iri_to_the_release(redirector: Server, iri: str) -> None:
    for accept, suffix in ACCEPTED.items():
        answer = redirector.ask(iri, Accept=accept, Accept_Language="en")
        wanted = _expected(iri, suffix, "en")
        if wanted is None:
            assert answer.status == 406
            continue
        assert answer.status == 303
        assert answer.headers["location"].startswith(HOSTED)
        assert answer.headers["location"].removeprefix(HOSTED) == wanted, accept


def test_w3id_leads_files_to_the_release_as_they_are(redirector: Server) -> None:
    answer = redirector.ask("data/probe.ttl", Accept="text/html")
    assert (answer.status, answer.headers["location"]) == (302, f"{HOSTED}data/probe.ttl")


def test_static_hosts_get_one_rule_for_each_iri_and_none_that_catches_a_file(www: Path) -> None:
    rules = [
        line.split()
        for line in (www / "kg/_redirects").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert {"/kg/id/network/optonet", "/kg/ontology", "/kg/id/network", "/kg/graph/asserted/page"} <= {
        rule[0] for rule in rules
    }
    for path, target, status in rules:
        assert status == "302"
        assert (www / target.lstrip("/")).is_file()
        assert not (www / path.lstrip("/")).is_file()
    assert len(rules) <= 2000


def test_the_bundled_release_keeps_within_what_cloudflare_takes(release: Path) -> None:
    lines = (release / "_redirects").read_text(encoding="utf-8").splitlines()
    assert sum(not line.startswith("#") for line in lines) <= 2000
    assert "/triagraph/id/network/optonet /triagraph/id/network/optonet.de.html 302" in lines


def test_without_an_address_there_are_no_rules_for_w3id(publish: Publish) -> None:
    out = publish()
    assert not (out / "hosting/w3id.htaccess").exists()
    assert "w3id.htaccess` fehlt" in (out / "hosting/README.md").read_text(encoding="utf-8")


def test_an_iri_cannot_write_rules_of_its_own(publish: Publish) -> None:
    evil = "https://w3id.org/triagraph/id/network/a%0ARewriteRule%20^%20http://evil.example/;}%22$1"
    out = publish(
        f'<{evil.replace("^", "%5E").replace("}", "%7D")}> skos:prefLabel "x"@de , "x"@en .\n', "https://d.example/"
    )
    for path in (".htaccess", "_redirects", *(f"hosting/{p.name}" for p in (out / "hosting").iterdir())):
        text = (out / path).read_text(encoding="utf-8")
        assert "evil.example" not in text
