"""The list of releases, and a page for each one: which things changed, and how much."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from triagraph.site import feed, wording
from triagraph.site.editions import Edition
from triagraph.site.history import Entry, History, ToldChange
from triagraph.site.kinds import EVIDENCE_KINDS
from triagraph.site.places import Places
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to

STEM: Final = "releases/index"
#: How many things a page names; the file for programs has all of them.
_MOST: Final = 80
#: How many statements are shown of a thing and of all things, and how much of each: no page weighs 60 kB.
_LINES: Final = 6
_ALL_LINES: Final = 120
_LONG: Final = 140


def releases_page(edition: Edition, releases: History) -> Page:
    """Put together the list of releases."""
    words = edition.words
    return Page(
        stem=STEM,
        template="releases.html",
        title=words["releases"],
        description=words["releases_about"],
        crumbs=crumbs_to(words, Crumb(words["releases"])),
        alternates=(Alternate(f"../{feed.feed_name(edition.language)}", feed.MEDIA_TYPE, words["releases_feed"]),),
        data={"entries": [_told(entry, edition) for entry in releases.entries]},
    )


def release_page(edition: Edition, places: Places, releases: History, entry: Entry) -> Page:
    """Put together the page of one release: the things that changed, the evidence for them counted only."""
    words = edition.words
    resources = releases.changes.get(entry.key, ())
    own = [resource for resource in resources if not _is_evidence(resource.iri, edition)]
    lines = max(1, min(_LINES, _ALL_LINES // max(1, len(own[:_MOST]))))
    told = _told(entry, edition)
    path = f"releases/{entry.key}.json"
    neighbours = {each.key: _told(each, edition) for each in releases.entries}
    before = neighbours.get(entry.before or "")
    after = next((neighbours[each.key] for each in releases.entries if each.before == entry.key), None)
    return Page(
        stem=f"releases/{entry.key}",
        template="release.html",
        title=told["title"],
        description=told["summary"],
        crumbs=crumbs_to(words, Crumb(words["releases"], STEM), Crumb(told["title"])),
        data={
            "entry": told,
            "changes": [_shown(resource, edition, places, lines) for resource in own[:_MOST]],
            "left": len(resources) - len(own[:_MOST]),
            "before": before,
            "after": after,
            "whole": path if entry.key in releases.changes else None,
        },
    )


def _is_evidence(iri: str, edition: Edition) -> bool:
    """Tell whether it is shown with what it is about, also if it is gone: statements, quotations, the record of a graph."""
    base = edition.describer.graph.project.base
    return iri.startswith(f"{base}graph/") or edition.describer.places.kind(iri) in EVIDENCE_KINDS


def _statement(text: str, iri: str, edition: Edition) -> str:
    """Show a statement that is told as N-Triples; what cannot be read is shown as it is."""
    try:
        (quad,) = parse(text, format=RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return wording.shortened(text, _LONG)
    names = edition.describer.names
    shown = names.inline(quad.object, "", quad.predicate.value).text
    whose = names.text(quad.subject.value) if isinstance(quad.subject, NamedNode) and quad.subject.value != iri else ""
    said = f"{names.text(quad.predicate.value)}: {shown}"
    return wording.shortened(f"{whose}, {said}" if whose else said, _LONG)


def _told(entry: Entry, edition: Edition) -> dict[str, str]:
    return {
        "stem": f"releases/{entry.key}",
        "title": feed.title(entry).to(edition.language),
        "date": entry.date,
        "shown_date": wording.date(entry.date, edition.language),
        "summary": feed.summary(entry, edition.language),
    }


def _shown(resource: ToldChange, edition: Edition, places: Places, most: int) -> dict[str, object]:
    lines = [("-", text) for text in resource.removed] + [("+", text) for text in resource.added]
    return {
        "lines": [(mark, _statement(text, resource.iri, edition)) for mark, text in lines[:most]],
        "label": wording.shortened(edition.describer.names.text(resource.iri), _LONG),
        "page": places.thing(resource.iri),
        "kind": edition.words[f"releases_{resource.kind}"],
        "added": len(resource.added),
        "removed": len(resource.removed),
    }
