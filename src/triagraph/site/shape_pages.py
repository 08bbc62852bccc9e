"""The pages of the shapes: what is checked, in words, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.namespaces import SH
from triagraph.site import wording
from triagraph.site.documents import BESIDE
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.places import TERMS_PAGE
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to
from triagraph.site.shape_words import Rule, RuleSet, ShapesInWords

LIST_STEM: Final = "ontology/shapes/index"
#: The most letters of a rule in the documentation of a term.
_LONG_RULE: Final = 100
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


@dataclass(frozen=True, slots=True)
class TermRule:
    """A rule as the documentation of a term names it: in words, and its page and anchor."""

    said: str
    target: str


def rules_by_term(
    sets: list[tuple[str, RuleSet]], describer: Describer, words: dict[str, str]
) -> dict[str, list[TermRule]]:
    """Give the rules that check each class and each property: a class has those on it as a whole."""
    found: dict[str, list[TermRule]] = {}
    for stem, rules in sets:
        for rule in rules.rules:
            named = TermRule(_said(rule, rules.title, describer, words), f"{stem}#{rule.anchor}")
            for iri in rule.properties or rule.classes:
                found.setdefault(iri, []).append(named)
    return found


def _said(rule: Rule, title: str, describer: Describer, words: dict[str, str]) -> str:
    """Say a rule in a few words: on what, and what it asks for."""
    on = ", ".join(describer.names.text(iri) for iri in rule.classes)
    if not rule.properties or not rule.conditions or words["shape_special"] in rule.conditions:
        return f"{title}: {rule.name}"
    return wording.shortened(f"{on or title}: {'; '.join(rule.conditions)}", _LONG_RULE)


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
