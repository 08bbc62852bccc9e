"""The query page: SPARQL in the reader's browser, on the published dump, with the named queries as examples."""

from __future__ import annotations

from importlib.resources import files as package_files
from typing import Any, Final

from triagraph.foreign import foreign_labels
from triagraph.language import Language
from triagraph.namespaces import prefixes_for
from triagraph.project import Project
from triagraph.query import NamedQuery
from triagraph.query.running import argument_of, term_of
from triagraph.site.built import CONSOLE_STEM, ENGINE, LICENCES, SCRIPT, built_files
from triagraph.site.editions import Edition
from triagraph.site.facts import Describer
from triagraph.site.query_pages import LIST_STEM, AnsweredQuery
from triagraph.site.rendering import Crumb, Page, crumbs_to, script_text
from triagraph.site.search_index import index_name
from triagraph.site.words import read_words

_FOLDER: Final = "assets/query"
_STYLE: Final = "console.css"


def console_files() -> dict[str, bytes]:
    """Give the files of the query page: path in the release → bytes; none where the package was built without npm."""
    built = {f"{_FOLDER}/{name}": data for name, data in built_files().items()}
    if built:
        built[f"{_FOLDER}/{_STYLE}"] = package_files("triagraph.site.assets").joinpath(_STYLE).read_bytes()
    return built


def console_page(edition: Edition, queries: list[AnsweredQuery], dump: str, dump_bytes: int) -> Page | None:
    """Put together the query page in one language, where this package was built with what it needs.

    `dump` is the compressed N-Quads dump of the release, which the engine loads.
    """
    if not built_files():
        return None
    size = dump_bytes + len(built_files()[ENGINE])
    words = edition.words
    project = edition.describer.graph.project
    own = {key: text.to(edition.language) for key, text in read_words("scripts")["script"].items()}
    settings = {
        "language": edition.language,
        "base": project.base,
        "root": "../",
        "dump": dump,
        "bytes": size,
        "prefixes": prefixes_for(project.base),
        "labels": _labels(edition.describer),
        "words": own,
        "examples": [_example(each.query, project, edition.language) for each in queries],
    }
    return Page(
        stem=CONSOLE_STEM,
        template="console.html",
        title=words["console_title"],
        description=words["console_about"],
        crumbs=crumbs_to(words, Crumb(words["queries"], LIST_STEM), Crumb(words["console_title"])),
        data={
            "settings": script_text(settings),
            "index": index_name(edition.language),
            "script": f"{_FOLDER}/{SCRIPT}",
            "licences": f"{_FOLDER}/{LICENCES}",
            "style": f"{_FOLDER}/{_STYLE}",
            "size": size,
            "examples": [(each.query.name, each.query.title.to(edition.language)) for each in queries],
        },
    )


def _labels(describer: Describer) -> dict[str, str]:
    """Give the labels of classes and properties of other vocabularies: the index of the search does not have them."""
    names = describer.names
    return {
        iri: names.text(iri)
        for iri in sorted({*describer.graph.terms, *foreign_labels()})
        if names.has_label(iri) and names.places.page(iri, describer.language) is None
    }


def _example(query: NamedQuery, project: Project, language: Language) -> dict[str, Any]:
    parameters = [
        {
            "name": each.name,
            "type": each.type,
            "kind": each.kind,
            "meaning": each.meaning.to(language),
            "example": each.example,
            "default": None if (value := argument_of(each, project)) is None else term_of(each, value, project).value,
        }
        for each in query.parameters
    ]
    return {
        "name": query.name,
        "title": query.title.to(language),
        "question": query.question.to(language),
        "text": query.text,
        "parameters": parameters,
        "columns": {each.name: each.heading.to(language) for each in query.columns if each.stated_heading},
    }
