"""The commands as a user meets them: exit status, stdout and stderr."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
PREFIXES = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix region: <https://w3id.org/triagraph/id/region/> .
"""


def triagraph(*arguments: str, folder: Path, stdin: str = "", language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [TRIAGRAPH, "--lang", language, *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, text=True, check=False, timeout=120)


def test_the_bundled_graph_conforms_from_any_folder(tmp_path: Path) -> None:
    result = triagraph("validate", "--fail-on", "violation", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    last = result.stdout.splitlines()[-1]
    assert "things checked" in last
    assert " 0 things checked" not in last


def test_the_json_report_has_what_the_design_promises(tmp_path: Path) -> None:
    text = f'{PREFIXES} network:new a tria:NetworkOrganisation ; tria:activeIn "x" .'
    result = triagraph("validate", "--format", "json", "-", folder=tmp_path, stdin=text)
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert list(report) == ["conforms", "engine", "checked", "summary", "results"]
    assert report["conforms"] is False
    assert all(number > 0 for number in report["checked"].values())
    assert (
        report["summary"]["violation"]
        == len([each for each in report["results"] if each["severity"] == "violation"])
        > 0
    )
    assert {"severity", "focusNode", "component", "shape", "message"} <= set(report["results"][0])


@pytest.mark.parametrize("form", ["text", "json", "csv", "html", "sarif", "junit", "github", "turtle", "json-ld"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_is_written_in_every_form_and_both_languages(form: str, language: str, tmp_path: Path) -> None:
    text = f'{PREFIXES} network:new a tria:NetworkOrganisation ; tria:activeIn "<script>" .'
    result = triagraph("validate", "--format", form, "-", folder=tmp_path, stdin=text, language=language)
    assert (result.returncode, result.stderr) == (1, "")
    assert "<script>" not in result.stdout or form not in {"html", "junit"}
    words = {"de": "Region", "en": "region"}
    assert words[language] in result.stdout


MISTAKES = [
    pytest.param(["query", "netwoks"], "", "There is no query `netwoks`", "`networks`", id="unknown query"),
    pytest.param(["query"], "", "Which query?", "--list", id="no query"),
    pytest.param(
        ["query", "networks", "-p", "regin=tria"], "", "no parameter `regin`", "`region`", id="unknown parameter"
    ),
    pytest.param(["query", "networks", "-p", "region"], "", "is not a parameter", "name=value", id="no value"),
    pytest.param(["query", "networks", "-p", "region=a b"], "", "does not fit `region`", "such as", id="no IRI"),
    pytest.param(
        ["query", "networks", "-p", "region=tria", "-p", "region=jena"], "", "given twice", "one value", id="twice"
    ),
    pytest.param(["query", "-f", "-"], "SELECT ?x WHERE { ?x", "not valid SPARQL", "", id="broken SPARQL"),
    pytest.param(["query", "-f", "none.rq"], "", "cannot be read", "-f", id="missing query file"),
    pytest.param(["validate", "none.ttl"], "", "there is no such file", "", id="missing file"),
    pytest.param(
        ["validate", "-"], "<http://a> <http://b> 1 .", "nothing was checked", "--allow-empty", id="nothing to check"
    ),
    pytest.param(
        ["validate", "-", "--unknown-terms", "warn"], PREFIXES, "only about the shapes", "--shapes", id="no shapes"
    ),
    pytest.param(["validate", "-"], PREFIXES, "no statements at all", "the right file", id="empty"),
    pytest.param(
        ["export", "--graph", "asserted/sed"], "", "no graph `asserted/sed`", "asserted/seed", id="unknown graph"
    ),
    pytest.param(["export", "-o", "graph.docx"], "", "cannot be told", "Known suffixes", id="unknown suffix"),
    pytest.param(["--project", ".", "validate"], "", "no triagraph.toml", "--project", id="no project"),
]


@pytest.mark.parametrize(("arguments", "stdin", "message", "hint"), MISTAKES)
def test_a_mistake_is_told_and_exits_with_2(
    arguments: list[str], stdin: str, message: str, hint: str, tmp_path: Path
) -> None:
    result = triagraph(*arguments, folder=tmp_path, stdin=stdin)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert message in result.stderr
    assert hint in result.stderr
    assert "Traceback" not in result.stderr
    german = triagraph(*arguments, folder=tmp_path, stdin=stdin, language="de")
    assert german.stderr.startswith("Fehler: ")
    assert german.stderr != result.stderr


def test_ask_that_says_no_exits_with_1(tmp_path: Path) -> None:
    no = triagraph("query", "-f", "-", folder=tmp_path, stdin="ASK { <urn:a> <urn:b> <urn:c> }")
    yes = triagraph("query", "-f", "-", folder=tmp_path, stdin="ASK { ?s ?p ?o }")
    assert [(each.returncode, each.stdout) for each in (no, yes)] == [(1, "no\n"), (0, "yes\n")]


def test_an_output_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("old", encoding="utf-8")
    assert triagraph("export", "--graph", "asserted/none", "-o", "graph.ttl", folder=tmp_path).returncode == 2
    assert file.read_text(encoding="utf-8") == "old"
    assert triagraph("export", "-o", "graph.ttl", folder=tmp_path).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("@prefix")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]
    assert triagraph("export", "-o", "no/such/folder.ttl", folder=tmp_path).returncode == 2


def test_a_graph_answer_is_written_as_rdf(tmp_path: Path) -> None:
    query = "CONSTRUCT { <urn:a> <urn:b> ?n } WHERE { ?n a <https://w3id.org/triagraph/ontology#NetworkOrganisation> } ORDER BY ?n"
    result = triagraph("query", "-f", "-", "--format", "ntriples", folder=tmp_path, stdin=query)
    assert len(result.stdout.splitlines()) == 10


def test_the_version_and_the_help_are_there(tmp_path: Path) -> None:
    assert triagraph("--version", folder=tmp_path).stdout.startswith("triagraph, version ")
    help_text = triagraph("--help", folder=tmp_path).stdout
    assert all(command in help_text for command in ("validate", "query", "export", "check", "publish"))


def test_shell_completion_knows_the_commands(tmp_path: Path) -> None:
    environment = {
        "_TRIAGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "triagraph va",
        "COMP_CWORD": "1",
        "PATH": "/usr/bin:/bin",
    }
    result = subprocess.run(
        [TRIAGRAPH], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240
    )
    assert "validate" in result.stdout


def test_the_help_loads_no_engine() -> None:
    code = "import sys, triagraph.cli; print(sorted({'pyoxigraph', 'rdflib', 'pyshacl', 'shacl', 'rich', 'jinja2', 'SPARQLWrapper'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240)
    assert result.stdout == "[]\n"


def test_broken_turtle_is_reported_with_its_line_and_exits_with_2(tmp_path: Path) -> None:
    result = triagraph("validate", "-", folder=tmp_path, stdin="foaf:a foaf:b 1 .\n")
    assert (result.returncode, result.stderr) == (2, "")
    assert "<stdin>:1:1: error: The prefix `foaf:` is not declared." in result.stdout
    assert "      foaf:a foaf:b 1 .\n      ^\n" in result.stdout
    assert "@prefix foaf: <http://xmlns.com/foaf/0.1/> ." in result.stdout
    report = json.loads(
        triagraph("validate", "--format", "json", "-", folder=tmp_path, stdin="foaf:a foaf:b 1 .\n").stdout
    )
    assert report["conforms"] is None
    assert report["results"][0]["severity"] == "error"


@pytest.mark.parametrize(("language", "question"), [("de", "Meinten Sie"), ("en", "Did you mean")])
def test_a_file_whose_only_thing_has_a_misspelt_class_is_asked_about_it(
    language: str, question: str, tmp_path: Path
) -> None:
    context = '{"@context": {"@vocab": "https://w3id.org/triagraph/ontology#"}'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonld").write_text(f'{context}, "@id": "urn:x", "@type": "Netzwerk"}}', encoding="utf-8")
    (tmp_path / "in" / "b.ttl").write_text(f"{PREFIXES} network:b a tria:networkorganisation .", encoding="utf-8")
    for arguments in (["in"], ["in/b.ttl", "in/a.jsonld"], ["in", "--against", "bundled"]):
        result = triagraph("validate", *arguments, folder=tmp_path, language=language)
        assert (result.returncode, result.stderr) == (1, "")
        assert result.stdout.count(f"{question} `tria:NetworkOrganisation`?") == 2


def test_a_folder_is_one_graph_and_a_result_names_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.ttl").write_text(
        f"{PREFIXES} network:new a tria:NetworkOrganisation ; tria:activeIn region:new .", encoding="utf-8"
    )
    (tmp_path / "in" / "b.ttl").write_text(
        f'{PREFIXES} region:new a tria:Region .\nregion:new tria:locatedIn "x" .', encoding="utf-8"
    )
    result = triagraph("validate", "--format", "json", "in", folder=tmp_path)
    places = {(each["file"], each["line"]) for each in json.loads(result.stdout)["results"] if each.get("value") == "x"}
    assert places == {("in/b.ttl", 5)}
    assert not [
        each
        for each in json.loads(result.stdout)["results"]
        if each.get("path", "").endswith("activeIn") and "class" in each["shape"]
    ]
