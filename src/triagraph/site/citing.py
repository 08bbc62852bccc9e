"""How to cite a page: as text, as BibTeX and as CSL-JSON; only what triagraph.toml states of the publisher and the date."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from triagraph.language import Language
from triagraph.project import Project
from triagraph.site.settings import ReleaseSettings

#: What ends or begins something in BibTeX, and how it is written as itself.
_BIBTEX: Final = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", **{character: f"\\{character}" for character in "%#&_$"}}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_MAIL: Final = re.compile(r"mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A page in the two formats that programs for references read."""

    bibtex: str
    csl: str


def cite(title: str, iri: str, project: Project, settings: ReleaseSettings, language: Language) -> Citation:
    """Cite a thing by its IRI, which stays, and the release in which it is described."""
    whole = project.title.to(language)
    year = settings.date[:4]
    key = re.sub(r"[^a-z0-9]+", "-", f"{project.name}-{iri.rpartition('/id/')[2]}".lower()).strip("-")
    fields = {
        "title": title.translate(_BIBTEX),
        "booktitle": whole.translate(_BIBTEX),
        "publisher": (project.publisher or "").translate(_BIBTEX),
        "year": year,
        "edition": settings.version.translate(_BIBTEX),
        "url": re.sub(r"[{}\\\s]", lambda found: quote(found[0]), iri),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    item: dict[str, Any] = {
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": whole,
        "publisher": project.publisher,
        "issued": {"date-parts": [[int(part) for part in settings.date.split("-")]]},
        "version": settings.version,
        "URL": iri,
        "language": language,
    }
    csl = json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False)
    return Citation(f"@misc{{{key},\n{lines}}}", csl)


def correction(contact: str | None, title: str, iri: str, subject: str) -> str | None:
    """Give the link by which a correction is suggested: to the contact of triagraph.toml, if there is one."""
    if contact is None or not _MAIL.match(contact):
        return contact
    mark = "&" if "?" in contact else "?"
    return f"{contact}{mark}subject={quote(subject.format(title=title), safe='')}&body={quote(iri, safe='')}"
