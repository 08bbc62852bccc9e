"""The pages of the shapes: what is checked, in words, file by file."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.namespaces import SH
from triagraph.site.documents import BESIDE
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.places import TERMS_PAGE
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to
from triagraph.site.shape_words import RuleSet, ShapesInWords

LIST_STEM: Final = "ontology/shapes/index"
_SHAPES: Final = frozenset({f"{SH}NodeShape", f"{SH}PropertyShape"})


def has_rules(quads: list[Quad]) -> bool:
    """Tell whether a file holds shapes, and not only annotations and prefixes."""
    return any(
        quad.predicate.value == TYPE and isinstance(quad.object, NamedNode) and quad.object.value in _SHAPES
        for quad in quads
    )


def rules(stem: str, quads: list[Quad], describer: Describer, words: dict[str, str]) -> RuleSet:
    """Say the shapes of a file in words; a file without a title is called by its name."""
    found = ShapesInWords(quads, describer.names, words).rules()
    return found if found.title else RuleSet(stem.rpartition("/")[2], found.about, found.rules)


def rules_page(stem: str, found: RuleSet, words: dict[str, str]) -> Page:
    """Put together the page of one shapes file."""
    return Page(
        stem=stem,
        template="shape.html",
        title=found.title,
        description=found.about,
        crumbs=crumbs_to(
            words, Crumb(words["ontology"], TERMS_PAGE), Crumb(words["shapes"], LIST_STEM), Crumb(found.title)
        ),
        alternates=tuple(
            Alternate(f"{stem.rpartition('/')[2]}{syntax.suffix}", syntax.media_type, syntax.label) for syntax in BESIDE
        ),
        data={"rules": found.rules},
    )


def list_page(sets: list[tuple[str, RuleSet]], words: dict[str, str]) -> Page:
    """Put together the list of the shapes files."""
    return Page(
        stem=LIST_STEM,
        template="shapes.html",
        title=words["shapes"],
        description=words["shapes_about"],
        crumbs=crumbs_to(words, Crumb(words["ontology"], TERMS_PAGE), Crumb(words["shapes"])),
        data={"sets": sets, "total": sum(len(found.rules) for _, found in sets)},
    )
