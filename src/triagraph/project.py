"""A project: a folder with a triagraph.toml, an ontology, data and queries; or the bundled TRIA graph."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from triagraph.bundled import bundled_root
from triagraph.errors import Location, ProjectError
from triagraph.formats import has_known_suffix
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE

SETTINGS: Final = "triagraph.toml"
#: The characters of an IRI (RFC 3987); what is percent-encoded is a byte.
_OF_ADDRESSES: Final = re.compile(r"(?:[^\s\x00-\x1f\x7f<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+")
#: Layers that a folder below data/ may name; `vocabulary` is the SKOS part of ontology/, `derived` is never a file.
DATA_LAYERS: Final = ("asserted", "mapping", "review")
#: The places that `[project]` may name: what queries ask about where they are told nothing else.
PLACES: Final = ("region", "area", "state")
#: The layers whose union is the default graph of every query.
DEFAULT_GRAPH_LAYERS: Final = ("asserted", "derived", "mapping", "vocabulary")
#: Files of ontology/ that hold concepts and definitions: part of the graph. The others describe terms.
VOCABULARY_FILES: Final = ("codes", "fields", "forms", "value-chain")


@dataclass(frozen=True, slots=True)
class GraphFile:
    """One file of a project: one source, one named graph."""

    path: Path
    layer: str
    graph: str

    @property
    def name(self) -> str:
        """The name of the source: the file's name without its suffix."""
        return self.path.name.split(".")[0]


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of a project and where its files lie.

    `base` is an absolute http(s) IRI that ends with a slash; texts are given per language. `region`, `area` and `state` are
    IRIs: what queries ask about where they are told nothing else.
    """

    root: Path
    name: str
    base: str
    title: Text
    description: Text
    region: str | None
    licence: str
    publisher: str | None
    settings: Mapping[str, Any] = field(repr=False)
    bundled: bool = False
    area: str | None = None
    state: str | None = None

    def setting(self, table: str, key: str) -> Any:
        """Give one value of triagraph.toml, or None where it is not stated."""
        return self.settings.get(table, {}).get(key)

    @property
    def places(self) -> Mapping[str, str | None]:
        """Name the places that queries ask about by default, as triagraph.toml names them, each with its IRI."""
        stated = zip(PLACES, (self.region, self.area, self.state), strict=True)
        return {name: None if iri is None else self.rebase(iri) for name, iri in stated}

    def thing(self, kind: str, slug: str) -> str:
        """Give the IRI of a thing of this project."""
        return f"{self.base}id/{kind}/{slug}"

    def graph(self, layer: str, source: str) -> str:
        """Give the IRI of a named graph of this project; what an IRI cannot hold of a file's name is escaped."""
        return f"{self.base}graph/{layer}/{quote(source, safe='')}"

    def rebase(self, iri: str) -> str:
        """Move an IRI of a thing or graph from the default base to the project's own."""
        if self.base != DEFAULT_BASE and iri.startswith((f"{DEFAULT_BASE}id/", f"{DEFAULT_BASE}graph/")):
            return self.base + iri[len(DEFAULT_BASE) :]
        return iri

    @property
    def ontology(self) -> Path:
        """The folder of ontology, vocabularies, shapes and rules: the project's own, else the bundled one."""
        own = self.root / "ontology"
        return own if own.is_dir() else bundled_root() / "ontology"

    @property
    def queries(self) -> tuple[Path, ...]:
        """The folders of named queries: the bundled ones, and the project's own, which win."""
        folders = (bundled_root() / "queries", self.root / "queries")
        return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))

    def data_files(self) -> tuple[GraphFile, ...]:
        """List the files below data/, in order of their path."""
        paths = [
            (layer, path)
            for layer in DATA_LAYERS
            for path in sorted((self.root / "data" / layer).glob("*"))
            if path.is_file() and has_known_suffix(path.name)
        ]
        return tuple(GraphFile(path, layer, self.graph(layer, path.name.split(".")[0])) for layer, path in paths)

    def vocabulary_files(self) -> tuple[GraphFile, ...]:
        """List the files of ontology/ that are part of the graph."""
        paths = (self.ontology / f"{name}.ttl" for name in VOCABULARY_FILES)
        return tuple(
            GraphFile(path, "vocabulary", self.graph("vocabulary", path.stem)) for path in paths if path.is_file()
        )

    def term_files(self) -> tuple[Path, ...]:
        """List the files of ontology/ that describe classes and properties."""
        vocabulary = set(VOCABULARY_FILES)
        return tuple(path for path in sorted(self.ontology.glob("*.ttl")) if path.stem not in vocabulary)

    def shape_files(self) -> tuple[Path, ...]:
        """List the shapes files."""
        return tuple(sorted((self.ontology / "shapes").glob("*.shapes.ttl")))

    def shape_annotation_files(self) -> tuple[Path, ...]:
        """List what all shapes files share: the annotations and the prefixes of their queries."""
        shapes = set(self.shape_files())
        return tuple(path for path in sorted((self.ontology / "shapes").glob("*.ttl")) if path not in shapes)

    def rule_files(self) -> tuple[Path, ...]:
        """List the rules that derive statements."""
        return tuple(sorted((self.ontology / "rules").glob("*.rq")))


def find_root(start: Path) -> Path | None:
    """Find the nearest folder upwards that has a triagraph.toml."""
    resolved = start.resolve()
    return next((folder for folder in (resolved, *resolved.parents) if (folder / SETTINGS).is_file()), None)


def load_project(folder: Path | None = None) -> Project:
    """Load the project of `folder`; without one, the nearest upwards, else the bundled TRIA graph.

    Raises:
        ProjectError: the folder has no triagraph.toml, or it cannot be used.
    """
    if folder is not None and not (folder / SETTINGS).is_file():
        raise ProjectError(
            Text(f"In `{folder}` liegt keine {SETTINGS}.", f"There is no {SETTINGS} in `{folder}`."),
            hint=Text(
                "`--project` nennt den Ordner, in dem triagraph.toml liegt; ohne `--project` gilt der TRIA-Graph.",
                "`--project` names the folder with triagraph.toml; without `--project` it is the TRIA graph.",
            ),
        )
    root = folder.resolve() if folder is not None else find_root(_current_folder())
    return (
        _read(root, bundled=False)
        if root is not None and root != bundled_root()
        else _read(root or bundled_root(), bundled=True)
    )


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise ProjectError(
            Text("Den Ordner, in dem Sie arbeiten, gibt es nicht mehr.", "The folder you work in no longer exists."),
            hint=Text("`cd` in einen anderen, oder `--project ORDNER`.", "`cd` to another one, or `--project DIR`."),
        ) from error


def _read(root: Path, *, bundled: bool) -> Project:
    path = root / SETTINGS
    settings = _read_settings(path)
    project = _table(settings, "project", path)
    base = _table(settings, "iri", path).get("base", DEFAULT_BASE)
    for name in ("contact", "release", "portal", "site"):  # read later, by those who need them
        _table(settings, name, path)
    return Project(
        root=root,
        name=str(project.get("name", root.name)),
        base=_checked_base(base, path),
        title=_text(project.get("title", root.name), "title", path),
        description=_text(project.get("description", ""), "description", path),
        region=_place(project, "region", path),
        area=_place(project, "area", path),
        state=_place(project, "state", path),
        licence=str(_table(settings, "licence", path).get("iri", "")),
        publisher=_table(settings, "publisher", path).get("name"),
        settings=settings,
        bundled=bundled,
    )


def _read_settings(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProjectError(
            Text(
                f"Das Byte 0x{data[error.start]:02X} ist kein UTF-8; so schreiben Programme Umlaute in Windows-1252.",
                f"The byte 0x{data[error.start]:02X} is not UTF-8; programs that write Windows-1252 put umlauts this way.",
            ),
            hint=Text("Die Datei als UTF-8 speichern.", "save the file as UTF-8."),
            location=Location(str(path), line),
        ) from error
    except tomllib.TOMLDecodeError as error:
        from triagraph.toml import mistake

        found = mistake(error, text)
        raise ProjectError(
            found.message, hint=found.hint, location=Location(str(path), found.line, found.column)
        ) from error


def _table(settings: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = settings.get(name, {})
    if isinstance(table, dict):
        return table
    raise ProjectError(
        Text(f"`{name}` muss eine Tabelle sein.", f"`{name}` must be a table."),
        hint=Text(f"`[{name}]` schreiben.", f"write `[{name}]`."),
        location=Location(str(path)),
    )


def is_web_address(address: str) -> bool:
    """Tell whether things can be named and files be hosted below an address: http or https, without a login, `?` and `#`.

    Nor does its path have an empty step, `.` or `..`: clients take these away.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and parts.username is None
        and port != 0
        and not any(mark in address for mark in "?#")
        and not any(mark in parts.path for mark in ("[", "]", "//"))
        and not {".", ".."} & set(parts.path.split("/"))
        and _OF_ADDRESSES.fullmatch(address) is not None
    )


def _place(table: Mapping[str, Any], key: str, path: Path) -> str | None:
    stated = table.get(key)
    if stated is None or isinstance(stated, str):
        return stated
    raise ProjectError(
        Text(f"`{key}` muss die IRI einer Region sein.", f"`{key}` must be the IRI of a region."),
        hint=Text(f'`{key} = "https://…"`', f'`{key} = "https://…"`'),
        location=Location(str(path)),
    )


def _checked_base(base: object, path: Path) -> str:
    if isinstance(base, str) and base.endswith("/") and is_web_address(base):
        return base
    raise ProjectError(
        Text(f"`base` ist keine brauchbare Basis: {base!r}.", f"`base` cannot be used as a base: {base!r}."),
        hint=Text(
            "eine http- oder https-Adresse, die mit `/` endet, etwa `https://cluster.example/kg/`.",
            "an http or https address that ends with `/`, such as `https://cluster.example/kg/`.",
        ),
        location=Location(str(path)),
    )


def _text(value: object, key: str, path: Path) -> Text:
    if isinstance(value, str):
        return Text(value, value)
    if isinstance(value, dict) and all(isinstance(value.get(tag), str) for tag in ("de", "en")):
        return Text(value["de"], value["en"])
    raise ProjectError(
        Text(f"`{key}` braucht einen Text in Deutsch und Englisch.", f"`{key}` needs a text in German and English."),
        hint=Text(f'`{key} = {{ de = "…", en = "…" }}`', f'`{key} = {{ de = "…", en = "…" }}`'),
        location=Location(str(path)),
    )
