"""The bytes of an input and their syntax: files, standard input, gzip, byte order marks, encodings."""

from __future__ import annotations

import io
import re
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from triagraph.errors import InputError, Location, ParseError, system_reason
from triagraph.formats import RDFXML, Syntax, syntax_of
from triagraph.language import Text

_BOM: Final = b"\xef\xbb\xbf"
#: The marks of UTF-16 and UTF-32, the first halves of which are alike.
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
GZIP: Final = b"\x1f\x8b"
_PIECE: Final = 1 << 20
#: How a page of HTML begins, and no IRI does.
_HTML: Final = re.compile(rb"\s*(?:<!doctype\s+html|<html\s|<html>\s*<(?:head|body))", re.IGNORECASE)

#: An address on the web, as it looks when it was taken for a path.
_ADDRESS: Final = re.compile(r"(https?):/+(.*)")


@dataclass(frozen=True, slots=True)
class Document:
    """An input as it was read: `data` is UTF-8 without a byte order mark (RDF/XML may declare another encoding)."""

    name: str
    data: bytes = field(repr=False)
    syntax: Syntax

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.data.decode("utf-8", "replace").split("\n")


def read_document(path: str | Path, *, syntax: str | None = None, limit: int | None = None) -> Document:
    """Read a file, or standard input for `-`; a gzipped one is unpacked.

    Args:
        path: the file.
        syntax: the name of its syntax; without it the suffix tells (Turtle for standard input).
        limit: the largest number of (unpacked) bytes that is read.

    Raises:
        InputError: the file cannot be read or is too large.
        ParseError: the bytes are not text in UTF-8.
    """
    name = str(path)
    if name == "-":
        found, data = syntax_of("stdin.ttl", syntax), read_stdin()
        name = "<stdin>"
    else:
        found = syntax_of(name, syntax)
        data = read_bytes(Path(path))
    data = unpacked(data, name, limit)
    if limit is not None and len(data) > limit:
        raise InputError(
            Text(f"`{name}` ist größer als {limit:,} Byte.", f"`{name}` is larger than {limit:,} bytes."),
        )
    return document_of(name, data, found)


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        InputError: it is missing, is a folder, a pipe or a device, or may not be read.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise _endless(path)
        return path.read_bytes()
    except OSError as error:
        address = _ADDRESS.match(str(path))
        if address is not None:
            raise _remote(f"{address[1]}://{address[2]}") from error
        reason = system_reason(error)
        raise InputError(
            Text(f"`{path}` lässt sich nicht lesen: {reason.de}.", f"`{path}` cannot be read: {reason.en}.")
        ) from error


def _remote(address: str) -> InputError:
    return InputError(
        Text(f"`{address}` ist keine Datei; es wird nichts geladen.", f"`{address}` is no file; nothing is fetched."),
        hint=Text("Die Datei herunterladen und sie nennen.", "download the file, and name it."),
    )


def read_stdin(most: int = -1) -> bytes:
    """Read standard input, or its first `most` bytes.

    Raises:
        InputError: it is closed, is a folder, or may not be read.
    """
    stream: TextIO | None = sys.stdin  # None if whoever started the command has closed it
    if stream is None:
        raise InputError(Text("Die Standardeingabe ist geschlossen.", "Standard input is closed."))
    try:
        return stream.buffer.read(most)
    except OSError as error:
        reason = system_reason(error)
        raise InputError(
            Text(
                f"Die Standardeingabe lässt sich nicht lesen: {reason.de}.",
                f"Standard input cannot be read: {reason.en}.",
            )
        ) from error


def _endless(path: Path) -> InputError:
    """Refuse what may never end, or never begin; a stranger may send a link to it under any name."""
    return InputError(
        Text(
            f"`{path}` ist keine Datei, sondern eine Pipe oder ein Gerät.",
            f"`{path}` is no file but a pipe or a device.",
        ),
        hint=Text(
            "Was eine Pipe liefert, über die Standardeingabe geben: `… | triagraph validate -`.",
            "give what a pipe brings on standard input: `… | triagraph validate -`.",
        ),
    )


def document_of(name: str, data: bytes, syntax: Syntax) -> Document:
    """Make a document of bytes, without the byte order mark; refuse what is not UTF-8."""
    data = data.removeprefix(_BOM)
    if syntax is not RDFXML:
        _check_kind(name, data)
        _check_utf8(name, data)
    return Document(name, data, syntax)


def _check_kind(name: str, data: bytes) -> None:
    """Tell what a file is that is often taken for RDF by mistake."""
    if data.startswith(_OTHER_MARKS):
        encoding = "UTF-32" if b"\0\0" in data[:4] else "UTF-16"
        message = Text(f"Die Datei ist in {encoding} geschrieben.", f"The file is written in {encoding}.")
        hint = Text("Die Datei als UTF-8 speichern.", "save the file as UTF-8.")
    elif data.startswith(b"PK\x03\x04"):
        message = Text("Das ist ein ZIP-Archiv, kein RDF.", "This is a ZIP archive, not RDF.")
        hint = Text(
            "Das Archiv entpacken; aus einer Tabelle (XLSX, ODS) zuerst RDF machen.",
            "unpack it; of a spreadsheet (XLSX, ODS), make RDF first.",
        )
    elif _HTML.match(data):
        message = Text("Das ist eine HTML-Seite, kein RDF.", "This is an HTML page, not RDF.")
        hint = Text(
            "Die Datei selbst herunterladen, nicht die Seite, die sie zeigt.",
            "download the file itself, not the page that shows it.",
        )
    else:
        return
    raise ParseError(message, hint=hint, location=Location(name, 1, 1))


def unpacked(data: bytes, name: str, limit: int | None = None) -> bytes:
    """Give bytes as they are, or if they are gzipped, what all members hold; not much more than `limit` bytes are unpacked.

    Raises:
        ParseError: the gzip file is damaged or cut off, or holds another one.
    """
    if not data.startswith(GZIP):
        return data
    import gzip
    import zlib

    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while (limit is None or size <= limit) and (piece := file.read(_PIECE)):
                pieces.append(piece)
                size += len(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise ParseError(
            Text("Die gzip-Datei ist beschädigt oder abgeschnitten.", "The gzip file is damaged or cut off."),
            location=Location(name),
        ) from error
    found = b"".join(pieces)
    if found.startswith(GZIP):
        raise ParseError(
            Text("Die Datei ist zweimal gepackt (gzip).", "The file is packed twice (gzip)."),
            hint=Text("Sie einmal entpacken: `gunzip`.", "unpack it once: `gunzip`."),
            location=Location(name),
        )
    return found


def _check_utf8(name: str, data: bytes) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise ParseError(
            Text(
                f"Das Byte 0x{data[error.start]:02X} ist kein UTF-8; so schreiben Programme Umlaute in Windows-1252.",
                f"The byte 0x{data[error.start]:02X} is not UTF-8; programs that write Windows-1252 put umlauts this way.",
            ),
            hint=Text("Die Datei als UTF-8 speichern.", "Save the file as UTF-8."),
            location=Location(name, line, column),
        ) from error
    if b"\0" in data:
        before = data[: data.index(b"\0")]
        raise ParseError(
            Text(
                "Die Datei enthält ein NUL-Zeichen; vielleicht ist sie UTF-16.",
                "The file has a NUL character; it may be UTF-16.",
            ),
            hint=Text("Die Datei als UTF-8 speichern.", "Save the file as UTF-8."),
            location=Location(name, before.count(b"\n") + 1, len(before) - before.rfind(b"\n")),
        )
