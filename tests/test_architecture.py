"""The rooms of the code: data flows one way, and each engine has its room (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "triagraph"

#: Each room imports only from rooms above its own row, and from itself.
ROWS = (
    {"language", "namespaces", "bundled", "foreign", "indented"},
    {"errors"},
    {"formats", "files", "toml"},
    {"project", "parser", "serializer", "results"},
    {"report", "store", "sandbox"},
    {"validation", "query", "labelling", "assessment", "tables", "changes"},
    {"hygiene", "contribution", "catalogue", "exporting"},
    {"site", "endpoint"},
    {"cli"},
)
#: Who may import a library; what is not named here may be used anywhere.
HOMES = {
    "SPARQLWrapper": {"store"},
    "click": {"cli"},
    "jinja2": {"site"},
    "pyshacl": {"validation"},
    "rdflib": {"validation"},
    "rich": {"cli", "report", "results"},
    "shacl": {"validation"},
    "xlsxwriter": {"exporting"},
    "geomet": {"exporting"},
    "pyld": {"exporting"},
}


def room_of(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def wrong_imports(path: Path, room: str) -> list[str]:
    row = {name: number for number, names in enumerate(ROWS) for name in names}
    problems = []
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == "triagraph":
            other = rest.partition(".")[0]
            if other and other != room and row[other] >= row[room]:
                problems.append(f"{path.name}: {room} imports {other}")
        elif room not in HOMES.get(top, {room}):
            problems.append(f"{path.name}: {room} imports {top}")
    return problems


FILES = [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


def test_there_are_rooms() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_above(path: Path) -> None:
    assert room_of(path) in set().union(*ROWS), "a new room: give it a row"
    assert wrong_imports(path, room_of(path)) == []


def test_an_import_from_below_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "turtle.py"
    module.write_text("import click\nfrom triagraph.cli import main\n", encoding="utf-8")
    assert wrong_imports(module, "serializer") == [
        "turtle.py: serializer imports click",
        "turtle.py: serializer imports cli",
    ]
