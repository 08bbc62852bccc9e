"""What is needed to make the pages of one language."""

from __future__ import annotations

from dataclasses import dataclass

from triagraph.labelling import Labels
from triagraph.language import LANGUAGES, Language
from triagraph.site.evidence import Witnesses
from triagraph.site.facts import Describer
from triagraph.site.graph import GraphIndex
from triagraph.site.naming import Names
from triagraph.site.places import Places
from triagraph.site.rendering import Renderer
from triagraph.site.settings import ReleaseSettings
from triagraph.site.thing_pages import ThingPages


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
    return tuple(_edition(graph, places, settings, labels, language) for language in LANGUAGES)


def _edition(
    graph: GraphIndex, places: Places, settings: ReleaseSettings, labels: Labels, language: Language
) -> Edition:
    names = Names(graph, places, labels, language)
    describer = Describer(graph, names, Witnesses(graph, places, names))
    renderer = Renderer(graph.project, settings, places, language)
    return Edition(language, describer, renderer, ThingPages(describer, places, settings, renderer.words))
