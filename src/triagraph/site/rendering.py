"""Pages from templates: everything is escaped, and each page knows its place, its language and its other language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from triagraph.language import LANGUAGES, Language, Text
from triagraph.project import Project
from triagraph.site import wording
from triagraph.site.assessed import REASONS
from triagraph.site.kinds import MAIN_KINDS, kind_of
from triagraph.site.links import relative, safe_href
from triagraph.site.places import OVERVIEW, Places
from triagraph.site.settings import ReleaseSettings, contact_of, page_of
from triagraph.site.web_page import Site, web_page
from triagraph.site.words import interface

_TEMPLATES: Final = Path(__file__).parent / "templates"
#: The page of the search, to which the header of every page links.
SEARCH_STEM: Final = "search"
#: What would end a script element or start a comment in it: written as JSON escapes instead.
_UNSAFE_IN_SCRIPT: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the start page to a page; `target` is a path in the release without language."""

    text: str
    target: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Alternate:
    """A document beside a page that says the same for machines."""

    href: str
    media_type: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is written; `stem` is its path without language and suffix."""

    stem: str
    template: str
    title: str
    description: str = ""
    title_language: str | None = None
    crumbs: tuple[Crumb, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    machine_readable: dict[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=dict)


class _SharedBytecode(BytecodeCache):
    """Compiles each template once for all languages."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled for another language."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


_BYTECODE: Final = _SharedBytecode()


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=_BYTECODE,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language_choice(title: Text) -> bytes:
    """Render the page at the release's root: the choice between its languages, which needs no script."""
    return _environment().get_template("language.html").render(title=title, root="").encode()


def not_found(title: Text, root: str) -> bytes:
    """Render the page that a host shows where there is none, at any depth.

    Its links begin with the path of the release, `root`: what shows it may have another name than the one the release is
    written for, and its style is taken only from there.
    """
    return _environment().get_template("not_found.html").render(title=title, root=root).encode()


class Renderer:
    """Renders the pages of a release in one language."""

    def __init__(self, project: Project, settings: ReleaseSettings, places: Places, language: Language) -> None:
        self.language = language
        self.words = interface(language)
        self._settings = settings
        self._site = Site(project.title.to(language), language, settings.hosted_at)
        self._environment = _environment()
        self._environment.filters["number"] = partial(wording.number, language=language)
        self._environment.filters["size"] = partial(wording.size, language=language)
        self._environment.globals |= {
            "w": self.words,
            "reasons": REASONS,
            "language": language,
            "other": next(other for other in LANGUAGES if other != language),
            "project": project,
            "project_title": self._site.title,
            "version": settings.version,
            "date": wording.date(settings.date, language),
            "licence": safe_href(project.licence),
            "imprint": page_of(project, "imprint"),
            "privacy": page_of(project, "privacy"),
            "contact": contact_of(project),
        }
        self._environment.filters["inlines"] = inlines
        self._menu = self._menu_entries(places)
        self._footer = self._part("footer.html")
        self._frames: dict[tuple[str, str], dict[str, Markup]] = {}

    def _part(self, template: str, **data: Any) -> Markup:
        return Markup(self._environment.get_template(template).render(**data).rstrip())  # noqa: S704 - a template of ours

    def _frame(self, stem: str) -> dict[str, Markup]:
        """Give the parts around a page that are the same for all pages of its depth."""
        root = "../" * stem.count("/")
        current = stem if any(stem == target for target, _ in self._menu) else ""
        known = self._frames.get((root, current))
        if known is None:
            known = self._frames[root, current] = {
                "brand": self._part("brand.html", root=root),
                "search": self._part(
                    "search_link.html", root=root, stem=SEARCH_STEM, index=f"assets/search.{self.language}.js"
                ),
                "menu": self._part("menu.html", root=root, current=current, entries=self._menu),
                "footer": self._footer,
            }
        return known

    def _menu_entries(self, places: Places) -> list[tuple[str, str]]:
        kinds = [
            (places.listing(kind), kind_of(kind).plural.to(self.language))
            for kind in MAIN_KINDS
            if kind in places.things
        ]
        own = [
            (OVERVIEW, self.words["overview"]),
            ("queries/index", self.words["queries"]),
            ("ontology/index", self.words["ontology"]),
            ("data/index", self.words["data"]),
        ]
        return kinds + own

    def render(self, page: Page) -> bytes:
        """Render a page as HTML."""
        path = f"{page.stem}.{self.language}.html"
        machine_readable = page.machine_readable if page.machine_readable is not None else self._web_page(page, path)
        text = self._environment.get_template(page.template).render(
            page=page,
            path=path,
            link=partial(relative, path),
            to=lambda stem: relative(path, f"{stem}.{self.language}.html"),
            here=partial(_language_link, path, page.stem),
            address=f"{self._settings.hosted_at}{path}" if self._settings.hosted_at else None,
            machine_readable=script_text(machine_readable),
            **self._frame(page.stem),
            **page.data,
        )
        return text.encode()

    def _web_page(self, page: Page, path: str) -> dict[str, Any]:
        """Give what search engines read of a page that says nothing else to them."""
        steps = [(crumb.text, f"{crumb.target}.{self.language}.html") for crumb in page.crumbs[:-1] if crumb.target]
        way = [*(steps or [(self.words["start"], f"index.{self.language}.html")]), (page.title, path)]
        return web_page(page.title, page.description, self._site, way)


def inlines(pieces: Iterable[Any], mark: str = ", ") -> Markup:
    """Show several pieces of text one after the other, each escaped."""
    return escape(mark).join(pieces)


def script_text(value: dict[str, Any]) -> Markup:
    """Write JSON for a script element: nothing in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(_UNSAFE_IN_SCRIPT))  # noqa: S704 - escaped above


def _language_link(path: str, stem: str, language: Language) -> str:
    return relative(path, f"{stem}.{language}.html")


def crumbs_to(words: dict[str, str], *steps: Crumb) -> tuple[Crumb, ...]:
    """Give the way from the start page along some steps; the last one is the page itself."""
    return (Crumb(words["start"], "index"), *steps)


def first_sentence(texts: Sequence[str], limit: int = 300) -> str:
    """Give a short description of a page from the first text that there is."""
    return next((wording.shortened(text, limit) for text in texts if text), "")
