"""The feed of releases, as Atom, one in each language: https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from triagraph.language import LANGUAGES, Language, Text
from triagraph.project import Project
from triagraph.site import wording
from triagraph.site.history import Entry, History

MEDIA_TYPE: Final = "application/atom+xml"
#: How many releases a reader is told of.
_MOST: Final = 50


def feed_name(language: Language) -> str:
    """Name the feed of a language."""
    return f"feed.{language}.atom"


def feed(project: Project, address: str, releases: History, language: Language) -> bytes:
    """Write the feed of a language; `address` is where the release is hosted, or its base where that is not known."""
    author = escape(project.publisher or project.title.to(language))
    newest = releases.entries[0]
    entries = "".join(_entry(project, address, entry, language) for entry in releases.entries[:_MOST])
    others = "".join(
        f'<link rel="alternate" type="{MEDIA_TYPE}" hreflang="{other}" href={quoteattr(address + feed_name(other))}/>\n'
        for other in LANGUAGES
        if other != language
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>{escape(project.base)}releases#{language}</id>
<title>{escape(project.title.to(language))}</title>
<updated>{newest.date}T00:00:00Z</updated>
<author><name>{author}</name></author>
<link rel="self" type="{MEDIA_TYPE}" hreflang="{language}" href={quoteattr(address + feed_name(language))}/>
{_page(f"{address}releases/index", language)}{others}<generator>triagraph</generator>
{entries}</feed>
""".encode()


def _page(stem: str, language: Language) -> str:
    return (
        f'<link rel="alternate" type="text/html" hreflang="{language}" href={quoteattr(f"{stem}.{language}.html")}/>\n'
    )


def _entry(project: Project, address: str, entry: Entry, language: Language) -> str:
    return f"""<entry>
<id>{escape(project.base)}releases/{entry.key}#{language}</id>
<title>{escape(title(entry).to(language))}</title>
<updated>{entry.date}T00:00:00Z</updated>
{_page(f"{address}releases/{entry.key}", language)}<summary>{escape(summary(entry, language))}</summary>
</entry>
"""


def title(entry: Entry) -> Text:
    """Name a release."""
    return (
        Text(f"Version {entry.version}", f"Version {entry.version}") if entry.version else Text(entry.date, entry.date)
    )


def summary(entry: Entry, language: Language) -> str:
    """Say in a sentence what changed in a release."""

    def number(count: int) -> str:
        return wording.number(count, language)

    if entry.added is None or entry.removed is None:
        statements = number(entry.statements)
        return Text(f"{statements} Aussagen.", f"{statements} statements.").to(language)
    added, removed = number(entry.added), number(entry.removed)
    new, changed, gone = (number(entry.resources.get(kind, 0)) for kind in ("added", "changed", "removed"))
    return Text(
        f"{added} Aussagen neu, {removed} entfallen; {new} Dinge neu, {changed} geändert, {gone} entfallen.",
        f"{added} statements added, {removed} removed; {new} things added, {changed} changed, {gone} removed.",
    ).to(language)
