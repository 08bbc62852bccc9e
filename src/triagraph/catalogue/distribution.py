"""One file of a release, as a catalogue describes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from triagraph.catalogue.vocabulary import IANA, SYNTAX_FILE_TYPES, Code, file_type
from triagraph.formats import JSONLD, Syntax
from triagraph.language import Text


@dataclass(frozen=True, slots=True)
class FileType:
    """A format that is no RDF syntax: its name, its media type (IANA) and its code in the EU's list of file types."""

    label: str
    media_type: str
    code: str


CSV: Final = FileType("CSV", "text/csv", "CSV")
XLSX: Final = FileType("Excel XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX")
GEOJSON: Final = FileType("GeoJSON", "application/geo+json", "GEOJSON")


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a release.

    `path` is relative to the release, with `/`; `bytes` and `sha256` (in hexadecimal) are those of the file as it is
    served, thus of the compressed file if it is `compressed` (gzip). A title that is not given is made from the path.
    """

    path: str
    syntax: Syntax | FileType
    bytes: int
    sha256: str
    compressed: bool = False
    title: Text | None = None
    description: Text | None = None

    @property
    def quoted_path(self) -> str:
        """The path as it stands in an address."""
        return quote(self.path, safe="/-._~!$&'()*+,;=:@")

    @property
    def media_type(self) -> str:
        """The IANA address of the media type; for a compressed file that of what is inside."""
        return f"{IANA}{self.syntax.media_type}"

    @property
    def format(self) -> Code:
        """The code in the EU's list of file types."""
        if isinstance(self.syntax, FileType):
            return file_type(self.syntax.code, self.syntax.label)
        return SYNTAX_FILE_TYPES[self.syntax.name]

    @property
    def is_rdf(self) -> bool:
        """Whether the file is RDF."""
        return isinstance(self.syntax, Syntax)

    @property
    def is_json_ld(self) -> bool:
        """Whether the file is JSON-LD."""
        return self.syntax == JSONLD

    @property
    def shown_title(self) -> Text:
        """The title, or one that names the file and its format."""
        if self.title is not None:
            return self.title
        name = f"{PurePosixPath(self.path).name} ({self.syntax.label}"
        if self.compressed:
            return Text(f"{name}, mit gzip komprimiert)", f"{name}, compressed with gzip)")
        return Text(f"{name})", f"{name})")
