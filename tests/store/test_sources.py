"""`triagraph query` asks the project, files, an index or an endpoint, and says the same in the same words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from triagraph.store import push

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from tests.store.conftest import Play
    from triple_stores import Server

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
EMPTY = '{"head": {"vars": ["a"]}, "results": {"bindings": []}}'


def triagraph(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRIAGRAPH, "--lang", "de", *arguments],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **environ},
    )  # fmt: skip


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
@pytest.mark.parametrize("name", ["networks", "principles"])
def test_an_endpoint_and_an_index_give_the_words_of_memory(
    name: str, form: str, oxigraph: Server, graphs: dict[str, list[Quad]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = tmp_path_factory.getbasetemp() / "words"
    if not index.exists():
        assert triagraph("index", str(index)).returncode == 0
    store = oxigraph.store()
    if push.verify(graphs["bundled"], store):
        push.send(push.steps(push.plan_whole(graphs["bundled"]), store), store)
    expected = triagraph("query", name, "--format", form)
    assert expected.returncode == 0
    assert len(expected.stdout.splitlines()) >= 5
    for source in (["--store", str(index)], ["--endpoint", oxigraph.query]):
        found = triagraph("query", name, "--format", form, *source)
        assert (found.returncode, found.stdout, found.stderr) == (0, expected.stdout, "")


@pytest.mark.parametrize(
    "sources",
    [
        ["--store", "x", "--endpoint", "http://127.0.0.1:1/"],
        ["--store", "x", "--data", "y.ttl"],
        ["--endpoint", "http://127.0.0.1:1/", "--data", "y.ttl"],
    ],
)
def test_two_sources_exclude_each_other(sources: list[str]) -> None:
    result = triagraph("query", "networks", *sources)
    assert (result.returncode, result.stdout) == (2, "")
    assert "schließen einander aus" in result.stderr


def test_the_credentials_of_the_environment_are_sent(play: Play) -> None:
    play.says(EMPTY)
    login = {"TRIAGRAPH_ENDPOINT_USER": "anna", "TRIAGRAPH_ENDPOINT_PASSWORD": "geheim"}
    result = triagraph("query", "networks", "--endpoint", f"{play.address}/sparql", **login)
    assert result.returncode == 0
    assert play.asked[0].headers["Authorization"].startswith("Basic ")
    result = triagraph("query", "networks", "--endpoint", f"{play.address}/sparql", TRIAGRAPH_ENDPOINT_USER="anna")
    assert result.returncode == 2
    assert "geheim" not in result.stdout + result.stderr


def test_an_endpoint_that_says_no_ends_with_1(play: Play, tmp_path: Path) -> None:
    play.says('{"head": {}, "boolean": false}')
    query = tmp_path / "ask.rq"
    query.write_text("ASK { ?a ?b ?c }", encoding="utf-8")
    result = triagraph("query", "-f", str(query), "--endpoint", f"{play.address}/sparql")
    assert (result.returncode, result.stdout) == (1, "nein\n")


def test_an_answer_that_is_cut_ends_with_2_and_prints_nothing(play: Play) -> None:
    play.says(EMPTY[:-10])
    result = triagraph("query", "networks", "--endpoint", f"{play.address}/sparql")
    assert (result.returncode, result.stdout) == (2, "")
    assert "unvollständig" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_service_is_asked_only_if_its_host_is_allowed(play: Play, tmp_path: Path) -> None:
    bindings = '{"a": {"type": "uri", "value": "http://x/1"}}'
    play.says(EMPTY.replace("[]", f"[{bindings}]"))
    query = tmp_path / "service.rq"
    query.write_text(f"SELECT ?a {{ SERVICE <{play.address}/sparql> {{ ?a ?b ?c }} }}", encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text("", encoding="utf-8")
    arguments = ["query", "-f", str(query), "--data", str(data), "--format", "csv"]
    refused = triagraph(*arguments)
    assert (refused.returncode, refused.stdout, play.asked) == (2, "", [])
    assert "--allow-service 127.0.0.1" in refused.stderr
    allowed = triagraph(*arguments, "--allow-service", "127.0.0.1")
    assert (allowed.returncode, allowed.stdout, len(play.asked)) == (0, "a\nhttp://x/1\n", 1)
