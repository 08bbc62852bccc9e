"""The feed of releases, as Atom: https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from triagraph.language import LANGUAGES, Text
from triagraph.project import Project
from triagraph.site.history import Entry, History

FEED: Final = "feed.atom"
#: How many releases a reader is told of.
_MOST: Final = 50


def feed(project: Project, address: str, releases: History) -> bytes:
    """Write the feed; `address` is where the release is hosted, or its base where that is not known."""
    author = escape(project.publisher or project.title.en)
    newest = releases.entries[0]
    entries = "".join(_entry(project, address, entry) for entry in releases.entries[:_MOST])
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>{escape(project.base)}releases</id>
<title>{escape(project.title.en)}</title>
<updated>{newest.date}T00:00:00Z</updated>
<author><name>{author}</name></author>
<link rel="self" type="application/atom+xml" href={quoteattr(address + FEED)}/>
<link rel="alternate" type="text/html" hreflang="en" href={quoteattr(address + "releases/index.en.html")}/>
<link rel="alternate" type="text/html" hreflang="de" href={quoteattr(address + "releases/index.de.html")}/>
<generator>triagraph</generator>
{entries}</feed>
""".encode()


def _entry(project: Project, address: str, entry: Entry) -> str:
    links = "".join(
        f'<link rel="alternate" type="text/html" hreflang="{language}" '
        f"href={quoteattr(f'{address}releases/{entry.key}.{language}.html')}/>\n"
        for language in LANGUAGES
    )
    return f"""<entry>
<id>{escape(project.base)}releases/{entry.key}</id>
<title>{escape(title(entry).en)}</title>
<updated>{entry.date}T00:00:00Z</updated>
{links}<summary>{escape(summary(entry).en)}</summary>
</entry>
"""


def title(entry: Entry) -> Text:
    """Name a release."""
    return (
        Text(f"Version {entry.version}", f"Version {entry.version}") if entry.version else Text(entry.date, entry.date)
    )


def summary(entry: Entry) -> Text:
    """Say in a sentence what changed in a release."""
    if entry.added is None or entry.removed is None:
        return Text(f"{entry.statements} Aussagen.", f"{entry.statements} statements.")
    counts = {kind: entry.resources.get(kind, 0) for kind in ("added", "changed", "removed")}
    return Text(
        f"{entry.added} Aussagen neu, {entry.removed} entfallen; {counts['added']} Dinge neu, {counts['changed']} geändert, "
        f"{counts['removed']} entfallen.",
        f"{entry.added} statements added, {entry.removed} removed; {counts['added']} things added, {counts['changed']} changed, "
        f"{counts['removed']} removed.",
    )
