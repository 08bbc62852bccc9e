"""What is needed to make the pages of one language."""

from __future__ import annotations

from dataclasses import dataclass

from triagraph.labelling import Labels
from triagraph.language import LANGUAGES, Language
from triagraph.site.assessed import Outcomes
from triagraph.site.evidence import Witnesses
from triagraph.site.facts import Describer
from triagraph.site.geography import Geography
from triagraph.site.graph import GraphIndex
from triagraph.site.naming import Names
from triagraph.site.places import Places
from triagraph.site.rendering import Renderer
from triagraph.site.settings import ReleaseSettings
from triagraph.site.thing_pages import Derived, ThingPages


@dataclass(frozen=True, slots=True)
class Edition:
    """The release in one language: what reads the graph, what words the pages have, and what renders them."""

    language: Language
    describer: Describer
    renderer: Renderer
    things: ThingPages

    @property
    def words(self) -> dict[str, str]:
        """The words of the pages."""
        return self.renderer.words


def editions(graph: GraphIndex, places: Places, settings: ReleaseSettings) -> tuple[Edition, ...]:
    """Make ready each language of a release."""
    labels = Labels.of(graph.dataset)
    derived = Derived(Outcomes.of(graph, graph.dataset), Geography(graph))
    names = (Names(graph, places, labels, language) for language in LANGUAGES)
    describers = (Describer(graph, each, Witnesses(graph, places, each)) for each in names)
    return tuple(_edition(describer, derived, settings) for describer in describers)


def _edition(describer: Describer, derived: Derived, settings: ReleaseSettings) -> Edition:
    renderer = Renderer(describer.graph.project, settings, describer.places, describer.language)
    things = ThingPages(describer, derived, settings, renderer.words)
    return Edition(describer.language, describer, renderer, things)
