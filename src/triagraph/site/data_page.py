"""The page of downloads: every file of the whole graph, the catalogues and the ontology, with size and checksum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triagraph.language import Text
from triagraph.site.rendering import Crumb, Page, crumbs_to

STEM = "data/index"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the release as the page of downloads shows it; `about` says what is in it, where its group does not."""

    path: str
    label: str
    bytes: int
    sha256: str
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in several syntaxes: its name without a suffix and its files."""

    name: str
    files: tuple[ListedFile, ...]


def data_page(groups: Mapping[str, list[ListedFile]], documents: list[ListedDocument], words: dict[str, str]) -> Page:
    """Put together the page of downloads; a group is named after its words (`files_<name>`)."""
    return Page(
        stem=STEM,
        template="data.html",
        title=words["data"],
        description=words["data_about"],
        crumbs=crumbs_to(words, Crumb(words["data"])),
        data={"groups": [(name, files) for name, files in groups.items() if files], "documents": documents},
    )
