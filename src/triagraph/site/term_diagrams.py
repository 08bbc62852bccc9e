"""The diagrams of the ontology in one language: of each class, and of all classes on a page of their own."""

from __future__ import annotations

from typing import Final

from triagraph.site.drawing import Drawn
from triagraph.site.facts import Describer
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import TERMS_PAGE, term_anchor
from triagraph.site.rendering import Crumb, Page, crumbs_to
from triagraph.site.term_links import TermLink, TermLinks
from triagraph.site.term_picture import Arc, Arrow, Named, Node, draw_class, draw_classes

DIAGRAM_STEM: Final = "ontology/diagram"


def diagram_anchor(class_: str) -> str:
    """Give the anchor of a class's diagram on the page that documents the class."""
    return f"{term_anchor(class_)}-diagram"


class Diagrams:
    """Draws the ontology in one language."""

    def __init__(self, describer: Describer, links: TermLinks, words: dict[str, str]) -> None:
        self._describer = describer
        self._names = describer.names
        self._words = words
        self.links = links

    def of_class(self, class_: str, origin: str) -> Drawn:
        """Draw a class with everything that belongs to it, for the page `origin`."""
        arrows = [self._arrow(link, class_, origin) for link in self.links.around(class_)]
        name = self._names.text(class_)
        said = "; ".join(f"{arrow.name.text} {'→' if arrow.leads_away else '←'} {arrow.other.text}" for arrow in arrows)
        title = self._words["diagram_of"].format(label=name)
        return draw_class(diagram_anchor(class_), name, arrows, (title, f"{said or name}."))

    def _arrow(self, link: TermLink, class_: str, origin: str) -> Arrow:
        leads_away = link.source == class_
        name = Named(self._words["subclass_of"]) if link.kind == "subclass" else self._named(link.term, origin)
        return Arrow(link.kind, name, self._named(link.target if leads_away else link.source, origin), leads_away)

    def _named(self, iri: str, origin: str) -> Named:
        shown = self._describer.property(iri, origin)
        return Named(shown.text, shown.href)

    def page(self) -> Page:
        """Put together the page of all classes: the picture, and the same as a table."""
        words, origin = self._words, f"{DIAGRAM_STEM}.{self._describer.language}.html"
        nodes = self._in_a_tree()
        rows = {iri: row for row, (iri, _) in enumerate(nodes)}
        pairs: dict[tuple[int, int], list[str]] = {}
        relations = [link for link in self.links.every if link.kind == "relation"]
        for link in relations:
            pairs.setdefault((rows[link.source], rows[link.target]), []).append(self._names.text(link.term))
        arcs = [
            Arc(
                source,
                target,
                f"{self._names.text(nodes[source][0])} → {', '.join(terms)} → {self._names.text(nodes[target][0])}",
            )
            for (source, target), terms in pairs.items()
        ]
        drawn = [Node(self._named(iri, origin), depth, iri in self._describer.places.terms) for iri, depth in nodes]
        return Page(
            stem=DIAGRAM_STEM,
            template="diagram.html",
            title=words["diagram"],
            description=words["diagram_about"],
            crumbs=crumbs_to(words, Crumb(words["ontology"], TERMS_PAGE), Crumb(words["diagram"])),
            data={
                "picture": draw_classes(drawn, arcs, (words["diagram"], words["diagram_described"])) if nodes else None,
                "rows": [
                    self._row(iri, [link for link in relations if link.source == iri], origin) for iri, _ in nodes
                ],
            },
        )

    def _row(self, class_: str, links: list[TermLink], origin: str) -> tuple[Inline, list[tuple[Inline, list[Inline]]]]:
        """Give a class with its relations, and what each leads to."""
        targets: dict[str, list[Inline]] = {}
        for link in links:
            targets.setdefault(link.term, []).append(self._describer.property(link.target, origin))
        own = [(self._describer.property(term, origin), found) for term, found in targets.items()]
        return self._describer.property(class_, origin), own

    def _in_a_tree(self) -> list[tuple[str, int]]:
        """Give our classes and those that they are joined to, each once: below its superclass, and with its depth."""
        own = [iri for iri, kind in self._describer.places.terms.items() if kind == "class"]
        ends = [end for link in self.links.every if link.kind == "relation" for end in (link.source, link.target)]
        shown = list(dict.fromkeys([*own, *sorted(set(ends), key=self._order)]))
        above = {
            link.source: link.target for link in self.links.every if link.kind == "subclass" and link.target in shown
        }
        found: list[tuple[str, int]] = []

        def add(iri: str, depth: int) -> None:
            if iri not in {known for known, _ in found}:
                found.append((iri, depth))
                for below in shown:
                    if above.get(below) == iri:
                        add(below, depth + 1)

        for iri in [*(iri for iri in shown if iri not in above), *shown]:
            add(iri, 0)
        return found

    def _order(self, iri: str) -> tuple[str, str]:
        return sortable(self._names.text(iri)), iri
