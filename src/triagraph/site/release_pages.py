"""The list of releases, and a page for each one: which things changed, and how much."""

from __future__ import annotations

from typing import Final

from triagraph.site import feed, wording
from triagraph.site.editions import Edition
from triagraph.site.history import Entry, History, ToldChange
from triagraph.site.places import Places
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to

STEM: Final = "releases/index"
#: How many things a page names; the file for programs has all of them.
_MOST: Final = 150


def releases_page(edition: Edition, releases: History) -> Page:
    """Put together the list of releases."""
    words = edition.words
    return Page(
        stem=STEM,
        template="releases.html",
        title=words["releases"],
        description=words["releases_about"],
        crumbs=crumbs_to(words, Crumb(words["releases"])),
        alternates=(Alternate(f"../{feed.FEED}", "application/atom+xml", words["releases_feed"]),),
        data={"entries": [_told(entry, edition) for entry in releases.entries], "feed": feed.FEED},
    )


def release_page(edition: Edition, places: Places, releases: History, entry: Entry) -> Page:
    """Put together the page of one release: the things that changed, the evidence for them counted only."""
    words = edition.words
    resources = releases.changes.get(entry.key, ())
    own = [resource for resource in resources if resource.iri in places or not places.is_own(resource.iri)]
    told = _told(entry, edition)
    path = f"releases/{entry.key}.json"
    return Page(
        stem=f"releases/{entry.key}",
        template="release.html",
        title=told["title"],
        description=told["summary"],
        crumbs=crumbs_to(words, Crumb(words["releases"], STEM), Crumb(told["title"])),
        data={
            "entry": told,
            "changes": [_shown(resource, edition, places) for resource in own[:_MOST]],
            "left": len(resources) - len(own[:_MOST]),
            "whole": path if entry.key in releases.changes else None,
        },
    )


def _told(entry: Entry, edition: Edition) -> dict[str, str]:
    return {
        "stem": f"releases/{entry.key}",
        "title": feed.title(entry).to(edition.language),
        "date": entry.date,
        "shown_date": wording.date(entry.date, edition.language),
        "summary": feed.summary(entry).to(edition.language),
    }


def _shown(resource: ToldChange, edition: Edition, places: Places) -> dict[str, object]:
    return {
        "label": edition.describer.names.text(resource.iri),
        "page": places.thing(resource.iri),
        "kind": edition.words[f"releases_{resource.kind}"],
        "added": len(resource.added),
        "removed": len(resource.removed),
    }
