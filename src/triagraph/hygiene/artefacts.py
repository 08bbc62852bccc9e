"""The files of a project as they lie there: their texts, their quads and what the rules derive from them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import Location, ParseError
from triagraph.formats import TURTLE
from triagraph.hygiene.derivations import Derivations, derivations
from triagraph.hygiene.names import Prefix, prefixes
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE, RDF, RDFS, prefixes_for
from triagraph.parser import parse, read_document
from triagraph.parser.document import document_of
from triagraph.project import Project
from triagraph.store.loading import Dataset, rebase_text, rebased

Role = OneOf["terms", "vocabulary", "shapes", "asserted", "mapping", "review", "query", "rule", "context", "frame"]
#: So many characters of a literal are shown.
_SHOWN: Final = 60
#: The roles whose files are graphs of the project, and those that describe or constrain.
GRAPH_ROLES: Final[tuple[Role, ...]] = ("vocabulary", "asserted", "mapping", "review")
RDF_ROLES: Final[tuple[Role, ...]] = ("terms", "shapes", *GRAPH_ROLES)


@dataclass(frozen=True)
class File:
    """One file of a project; `name` is its path in the project, `text` what stands in it."""

    name: str
    role: Role
    path: Path
    text: str = field(repr=False)
    quads: tuple[Quad, ...] = field(default=(), repr=False)
    graph: str | None = None

    @cached_property
    def by_subject(self) -> dict[str, tuple[Quad, ...]]:
        """The quads of each subject that has an IRI."""
        found: dict[str, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            if isinstance(quad.subject, NamedNode):
                found[quad.subject.value].append(quad)
        return {subject: tuple(quads) for subject, quads in found.items()}

    @cached_property
    def prefixes(self) -> tuple[Prefix, ...]:
        """The prefixes that the text declares."""
        return prefixes(self.text)

    def line_of(self, iri: str) -> int | None:
        """Find the line where an IRI is described, else where it is first mentioned."""
        short = (f"{one.name}:{iri[len(one.namespace) :]}" for one in self.prefixes if iri.startswith(one.namespace))
        forms = "|".join(re.escape(form) for form in (f"<{iri}>", *short))
        for pattern in (rf"^(?:{forms})(?![\w-])", rf"(?:{forms})(?![\w-])"):
            match = re.search(pattern, self.text, re.MULTILINE)
            if match is not None:
                return self.text.count("\n", 0, match.start()) + 1
        return None


@dataclass(frozen=True)
class Artefacts:
    """All files of a project, and what can be read from all of them together."""

    project: Project
    files: tuple[File, ...] = field(repr=False)

    def of(self, *roles: Role) -> tuple[File, ...]:
        """List the files of some roles."""
        return tuple(file for file in self.files if file.role in roles)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of record, with the project's own kinds of things."""
        return prefixes_for(self.project.base)

    @cached_property
    def things(self) -> str:
        """The namespace of the project's things."""
        return f"{self.project.base}id/"

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The types of everything that the project's graphs describe."""
        found: dict[str, set[str]] = defaultdict(set)
        for file in self.of(*GRAPH_ROLES, "terms"):
            for quad in file.quads:
                if quad.predicate.value == f"{RDF}type" and isinstance(quad.subject, NamedNode):
                    found[quad.subject.value].add(value_of(quad.object))
        return dict(found)

    @cached_property
    def _subclass_axioms(self) -> tuple[tuple[str, str], ...]:
        quads = (
            quad for file in self.of("terms") for quad in file.quads if quad.predicate.value == f"{RDFS}subClassOf"
        )
        return tuple((value_of(quad.subject), value_of(quad.object)) for quad in quads)

    def subclasses(self, top: str) -> set[str]:
        """Give a class and, by the ontology, all classes below it."""
        below, size = {top}, 0
        while len(below) > size:
            size = len(below)
            below |= {lower for lower, upper in self._subclass_axioms if upper in below}
        return below

    def instances(self, *classes: str) -> set[str]:
        """Give the things that have at least one of these types."""
        wanted = set(classes)
        return {thing for thing, types in self.types.items() if types & wanted}

    @cached_property
    def derivations(self) -> Derivations:
        """What the rules derive, rule by rule."""
        return derivations(self.project, (quad for file in self.of(*GRAPH_ROLES, "terms") for quad in file.quads))

    @cached_property
    def dataset(self) -> Dataset:
        """The project's dataset, as queries see it."""
        layers: dict[str, list[Quad]] = defaultdict(list)
        for file in self.of(*GRAPH_ROLES):
            layers[file.role].extend(file.quads)
        layers["derived"].extend(self.derivations.quads)
        terms = tuple(quad for file in self.of("terms") for quad in file.quads)
        graphs = (*self.project.vocabulary_files(), *self.project.data_files())
        return Dataset(self.project, {layer: tuple(quads) for layer, quads in layers.items()}, terms, graphs)

    def short(self, iri: str) -> str:
        """Shorten an IRI by the longest prefix of record that fits."""
        fitting = [(len(space), name) for name, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            return f"<{iri}>"
        size, name = max(fitting)
        return f"<{iri}>" if "/" in iri[size:] or "#" in iri[size:] else f"{name}:{iri[size:]}"

    def shown(self, term: Any) -> str:
        """Write a term for people: a literal is cut."""
        if isinstance(term, NamedNode):
            return self.short(term.value)
        text = value_of(term)
        return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


def value_of(term: Any) -> str:
    """Give the IRI of a node, the text of a literal, the label of a blank node."""
    return str(term.value) if isinstance(term, NamedNode | Literal) else str(term)


def objects(quads: Iterable[Quad], predicate: str) -> list[Any]:
    """Give the objects of a predicate."""
    return [quad.object for quad in quads if quad.predicate.value == predicate]


def languages(values: Iterable[Any]) -> list[str]:
    """Give the language tags of literals, the empty one where there is none."""
    return [value.language or "" for value in values if isinstance(value, Literal)]


def number_of(values: Iterable[Any]) -> int | None:
    """Give the whole number that the only value of a property writes, if it is one that a text can be long."""
    texts = [value_of(value) for value in values]
    fits = len(texts) == 1 and re.fullmatch(r"[0-9]{1,15}", texts[0])
    return int(texts[0]) if fits else None


def read_artefacts(project: Project) -> Artefacts:
    """Read all files of a project.

    Raises:
        ParseError: an RDF or JSON file cannot be read.
    """
    terms = (_rdf(path, "terms", project) for path in (*project.term_files(), *project.shape_annotation_files()))
    shapes = (_rdf(path, "shapes", project) for path in project.shape_files())
    graphs = (*project.vocabulary_files(), *project.data_files())
    layered = (_rdf(file.path, _role(file.layer), project, file.graph) for file in graphs)
    rules = (_text(path, "rule", project) for path in project.rule_files())
    queries = (_text(path, "query", project) for path in sorted((project.root / "queries").glob("*.rq")))
    context = (_text(path, "context", project) for path in sorted(project.ontology.glob("*.jsonld")))
    frames = (_text(path, "frame", project) for path in sorted((project.ontology / "frames").glob("*.jsonld")))
    return Artefacts(project, (*terms, *layered, *shapes, *rules, *queries, *context, *frames))


def read_json(file: File) -> Mapping[str, Any]:
    """Read a JSON object, such as a JSON-LD context.

    Raises:
        ParseError: it is none.
    """
    try:
        document = json.loads(file.text)
    except json.JSONDecodeError as error:
        raise ParseError(
            Text(f"kein gültiges JSON: {error.msg}", f"not valid JSON: {error.msg}"),
            location=Location(file.name, error.lineno, error.colno),
        ) from error
    return document if isinstance(document, dict) else {}


def _role(layer: str) -> Role:
    roles: dict[str, Role] = {"vocabulary": "vocabulary", "asserted": "asserted", "mapping": "mapping"}
    return roles.get(layer, "review")


def _rdf(path: Path, role: Role, project: Project, graph: str | None = None) -> File:
    document = read_document(path)
    quads = parse(document, base=project.base, graph=graph)
    kept = tuple(quads) if project.base == DEFAULT_BASE else tuple(rebased(quad, project) for quad in quads)
    return File(_name(path, project), role, path, document.data.decode("utf-8", "replace"), kept, graph)


def _text(path: Path, role: Role, project: Project) -> File:
    text = document_of(str(path), path.read_bytes(), TURTLE).data.decode()
    return File(_name(path, project), role, path, rebase_text(text, project))


def _name(path: Path, project: Project) -> str:
    root = project.root if path.is_relative_to(project.root) else project.ontology.parent
    return path.relative_to(root).as_posix()
