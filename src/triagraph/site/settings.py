"""What a release is told: where it will be hosted, which date it carries, and what the project says about its publisher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Final

from triagraph.catalogue.reader import Reader
from triagraph.errors import InputError, Location, ProjectError
from triagraph.language import Text
from triagraph.project import SETTINGS, Project, is_web_address
from triagraph.query import list_queries
from triagraph.site.built import built_files
from triagraph.site.essentials import require_essentials
from triagraph.site.links import safe_href

#: How many older releases are kept beside a release where nothing else is asked for.
DEFAULT_KEEP: Final = 5
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ReleaseSettings:
    """The settings of one release.

    `hosted_at` is the address of the release's root, ending with a slash, or None where it is not known; `date` is an
    ISO date and `version` may be empty.
    """

    date: str
    version: str
    hosted_at: str | None = None
    keep: int = DEFAULT_KEEP


def release_settings(project: Project, *, base_url: str | None, date: str | None, keep: int) -> ReleaseSettings:
    """Put together what the command line and triagraph.toml say about a release.

    Raises:
        InputError: the address or the date cannot be used.
        ProjectError: something is missing that every release must say, or a page or query that it names cannot be linked.
        QueryError: a query of the project cannot be read.
    """
    require_essentials(project, date)
    chosen = date if date is not None else str(project.setting("release", "date"))
    for key in ("imprint", "privacy"):
        page_of(project, key)
    first_questions(project)
    version = project.setting("release", "version")
    return ReleaseSettings(_checked_date(chosen), str(version or ""), _checked_address(base_url), keep)


def _checked_date(text: str) -> str:
    try:
        if _DATE.fullmatch(text):
            return calendar_date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InputError(
        Text(f"`{text}` ist kein Datum.", f"`{text}` is not a date."),
        hint=Text("Ein Datum wie `2026-11-22` angeben.", "give a date such as `2026-11-22`."),
    )


def _checked_address(address: str | None) -> str | None:
    if address is None:
        return None
    if is_web_address(address):
        return address if address.endswith("/") else f"{address}/"
    raise InputError(
        Text(
            f"`{address}` ist keine Webadresse für eine Veröffentlichung.",
            f"`{address}` is not a web address for a release.",
        ),
        hint=Text(
            "Eine Adresse wie `https://cluster.example/kg/` angeben, ohne Anmeldung, `?` und `#`.",
            "give an address such as `https://cluster.example/kg/`, without a login, `?` and `#`.",
        ),
    )


def contact_of(project: Project) -> str | None:
    """Give the link to whom triagraph.toml names as contact: an e-mail address or a web address."""
    email, url = project.setting("contact", "email"), project.setting("contact", "url")
    return safe_href(f"mailto:{email}") if email else safe_href(str(url)) if url else None


def page_of(project: Project, key: str) -> str | None:
    """Give the address of the `imprint` or `privacy` page, if triagraph.toml states one.

    Raises:
        ProjectError: what it states is no link that readers could follow.
    """
    value = project.setting("site", key)
    if value is None or value == "":
        return None
    href = safe_href(value) if isinstance(value, str) else None
    if href is None:
        raise ProjectError(
            Text(
                f"`{key}` in `[site]` ist nicht brauchbar: `{value}`.",
                f"`{key}` in `[site]` cannot be used: `{value}`.",
            ),
            hint=Text("eine Adresse mit http:// oder https://.", "an address with http:// or https://."),
            location=Location(str(project.root / SETTINGS)),
        )
    return href


def first_questions(project: Project) -> tuple[str, ...]:
    """Give the names of the queries that readers are shown first, as triagraph.toml states them.

    Raises:
        ProjectError: it names a query that the project does not have.
        QueryError: a query of the project cannot be read.
    """
    read = Reader(project)
    names = {each.name: each.name for each in list_queries(project)}
    return tuple(read.known("site", "questions", name, names) for name in read.texts("site", "questions"))


def not_configured(project: Project, settings: ReleaseSettings) -> list[Text]:
    """Say what is missing, in the settings and in this installation, and what each one costs."""
    missing = []
    if not built_files():
        missing.append(
            Text(
                "die Seite, auf der Leser selbst SPARQL ausführen, fehlt: dieses triagraph wurde ohne npm installiert. "
                "Node.js mit npm installieren und triagraph mit `pip install --force-reinstall --no-deps` noch einmal.",
                "the page on which readers run SPARQL is left out: this triagraph was installed without npm. "
                "Install Node.js with npm, and triagraph once more with `pip install --force-reinstall --no-deps`.",
            )
        )
    if settings.hosted_at is None:
        missing.append(
            Text(
                "`--base-url` fehlt: keine sitemap.xml, keine robots.txt, keine feste Adresse in den Seiten; der Katalog nennt "
                f"{project.base} als Ort der Dateien.",
                "`--base-url` is missing: no sitemap.xml, no robots.txt, no fixed address in the pages; the catalogue gives "
                f"{project.base} as the place of the files.",
            )
        )
    if not project.settings.get("contact"):
        missing.append(
            Text(
                "[contact] email fehlt: der Katalog hat keinen Ansprechpartner (dcat:contactPoint; 20 von 405 Punkten der "
                "EU-Metadatenbewertung), die Seiten keine Kontaktadresse.",
                "[contact] email is missing: the catalogue has no contact point (dcat:contactPoint; 20 of the 405 points of the "
                "EU's metadata rating), the pages have no contact address.",
            )
        )
    if page_of(project, "imprint") is None:
        missing.append(
            Text(
                "[site] imprint fehlt: die Seiten verweisen auf kein Impressum (in Deutschland für die meisten Angebote Pflicht).",
                "[site] imprint is missing: the pages link to no imprint (in Germany most sites must have one).",
            )
        )
    if not project.setting("portal", "contributor"):
        missing.append(
            Text(
                "[portal] contributor fehlt: GovData nimmt den Katalog nicht an (dcatde:contributorID).",
                "[portal] contributor is missing: GovData does not accept the catalogue (dcatde:contributorID).",
            )
        )
    return missing
