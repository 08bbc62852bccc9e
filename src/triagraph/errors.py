"""What can go wrong, with where it went wrong and what to do about it.

The library raises; one place in `cli` prints. An error always has a message and, where there is one, a hint.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final

from triagraph.language import Language, Text, printable


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input; lines and columns count from 1, columns in characters."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Write it as compilers do: `file:line:column`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


#: What operating systems say, by its number; in English mostly in their own words.
_REASONS: Final = {
    errno.ENOENT: Text("Die Datei oder den Ordner gibt es nicht", "there is no such file or folder"),
    errno.EISDIR: Text("Es ist ein Ordner", "it is a folder"),
    errno.ENOTDIR: Text("Ein Teil des Pfads ist kein Ordner", "a part of the path is not a folder"),
    errno.EACCES: Text("Die Rechte fehlen", "Permission denied"),
    errno.EPERM: Text("Es ist nicht erlaubt", "Operation not permitted"),
    errno.EEXIST: Text("Es gibt schon etwas mit diesem Namen", "File exists"),
    errno.ENOTEMPTY: Text("Der Ordner ist nicht leer", "Directory not empty"),
    errno.ENOSPC: Text("Auf dem Datenträger ist kein Platz mehr", "No space left on device"),
    errno.EFBIG: Text("Die Datei ist zu groß", "File too large"),
    errno.EROFS: Text("Auf den Datenträger lässt sich nur lesend zugreifen", "Read-only file system"),
    errno.ENAMETOOLONG: Text("Der Name ist zu lang", "File name too long"),
    errno.ELOOP: Text("Die Verknüpfungen führen im Kreis", "the links lead round in a circle"),
    errno.EMFILE: Text("Es sind zu viele Dateien geöffnet", "Too many open files"),
    errno.ENFILE: Text("Auf dem Rechner sind zu viele Dateien geöffnet", "Too many open files in system"),
    errno.EBUSY: Text("Es wird gerade benutzt", "Device or resource busy"),
    errno.EIO: Text("Der Datenträger meldet einen Fehler", "Input/output error"),
    errno.ENOMEM: Text("Der Speicher reicht nicht", "Cannot allocate memory"),
    errno.EXDEV: Text("Es liegt auf einem anderen Datenträger", "it lies on another device"),
    errno.ENXIO: Text("Dieses Gerät gibt es nicht", "No such device or address"),
    errno.EPIPE: Text("Niemand liest mehr mit", "Broken pipe"),
    errno.ECONNREFUSED: Text("Die Verbindung wurde abgelehnt", "Connection refused"),
    errno.ECONNRESET: Text("Die Verbindung wurde abgebrochen", "Connection reset by peer"),
    errno.EHOSTUNREACH: Text("Der Rechner ist nicht zu erreichen", "No route to host"),
    errno.ENETUNREACH: Text("Das Netz ist nicht zu erreichen", "Network is unreachable"),
    errno.ETIMEDOUT: Text("Die Zeit ist abgelaufen", "Connection timed out"),
    errno.EADDRINUSE: Text("Die Adresse wird schon benutzt", "Address already in use"),
    getattr(errno, "EDQUOT", -1): Text("Ihr Platz auf dem Datenträger ist aufgebraucht", "Disk quota exceeded"),
}


def system_reason(error: OSError) -> Text:
    """Say why the operating system refuses something, without a full stop; what is rare in its own words."""
    own = error.strerror or str(error) or type(error).__name__
    is_the_systems = type(error).__module__ == "builtins"  # those of `ssl` and `socket` have numbers of their own
    return _REASONS.get(error.errno if is_the_systems and error.errno else 0, Text(own, own))


class TriagraphError(Exception):
    """Something that the user can act on."""

    def __init__(self, message: Text, *, hint: Text | None = None, location: Location | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint
        self.location = location

    def to_text(self, language: Language) -> str:
        """Write the error as it is printed: what, where, and what to do."""
        label, tip = ("Fehler", "Hinweis") if language == "de" else ("error", "hint")
        where = f"{self.location}: " if self.location else ""
        text = f"{label}: {where}{self.message.to(language)}"
        return printable(f"{text}\n\n{tip}: {self.hint.to(language)}" if self.hint else text)


class ParseError(TriagraphError):
    """An input is not what its format asks for."""


class InputError(TriagraphError):
    """A file, an option or a parameter cannot be used."""


class ProjectError(TriagraphError):
    """A project folder or its triagraph.toml cannot be used."""


class QueryError(TriagraphError):
    """A query cannot be read or run."""


class ShapesError(TriagraphError):
    """A shapes graph cannot be used: it is ill-formed or asks for what no engine does."""


class PublishError(TriagraphError):
    """A release cannot be written."""


def nearest(name: str, known: list[str]) -> Text | None:
    """Suggest the known name that is most like the one that was given, if any is close."""
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1, cutoff=0.5)
    return Text(f"Meinten Sie `{found[0]}`?", f"Did you mean `{found[0]}`?") if found else None
