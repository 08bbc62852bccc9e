"""What search engines read of a page that is not a thing's: what it is called, what it belongs to, and the way to it.

https://schema.org/WebPage, https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from triagraph.language import Language


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of a release in one language belong to; `root` is its address, or None where it is not known."""

    title: str
    language: Language
    root: str | None


def web_page(title: str, description: str, site: Site, way: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give the schema.org view of a page; where the address of its release is not known, nothing is said of addresses.

    Args:
        title: of the page.
        description: of the page; may be empty.
        site: what it belongs to.
        way: from the start page to the page itself, the name and the path of each step that has one.
    """
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title,
        "inLanguage": site.language,
        "isPartOf": {"@type": "WebSite", "name": site.title},
    }
    if description:
        fields["description"] = description
    if site.root is not None:
        fields["url"] = f"{site.root}{way[-1][1]}"
        fields["isPartOf"]["url"] = f"{site.root}{way[0][1]}"
        fields["breadcrumb"] = {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": f"{site.root}{path}"}
                for position, (name, path) in enumerate(way, start=1)
            ],
        }
    return fields
