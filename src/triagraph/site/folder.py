"""The folder of a release: what may be published to, and the folders beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from triagraph.errors import PublishError
from triagraph.language import Text
from triagraph.site.listing import Listing
from triagraph.site.writer import MANIFEST

_IGNORED: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Target:
    """The folder that a release is published to."""

    path: Path

    @property
    def archive(self) -> Path:
        """The folder of older releases."""
        return self.path.with_name(f"{self.path.name}.releases")

    @property
    def workshop(self) -> Path:
        """The folder beside OUT in which all that is not finished lies."""
        return self.path.with_name(f".{self.path.name}.staging")

    @property
    def staging(self) -> Path:
        """The folder in which a new release is built; after the swap it holds the release that was replaced."""
        return self.workshop / "release"


def check_target(out: Path) -> Target:
    """Look at OUT: it must be absent, empty, or a release of ours and nothing else.

    Raises:
        PublishError: it holds something that is not ours, which is left as it is.
    """
    path = Path(os.path.realpath(out))
    if not path.name:
        raise _foreign(path, Text("Das ist kein Ordner für eine Veröffentlichung.", "That is no folder for a release."))
    if not path.exists():
        return Target(path)
    if not path.is_dir():
        raise _foreign(path, Text("Dort liegt eine Datei.", "there is a file."))
    manifest = read_manifest(path)
    if manifest is None:
        if any(entry.name not in _IGNORED for entry in path.iterdir()):
            raise _foreign(path, Text("Dort liegt etwas anderes.", "it holds something else."))
        return Target(path)
    foreign = sorted(name for name in _files(path) if name != MANIFEST and name not in manifest)
    if foreign:
        some = ", ".join(foreign[:3]) + (" …" if len(foreign) > len(foreign[:3]) else "")
        raise _foreign(
            path, Text(f"Dort liegen auch fremde Dateien: {some}.", f"it also holds files of others: {some}.")
        )
    return Target(path)


def _files(folder: Path) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in (*names, *links):
            if name not in _IGNORED:
                yield (Path(root) / name).relative_to(folder).as_posix()


def _foreign(path: Path, reason: Text) -> PublishError:
    return PublishError(
        Text(f"`{path}` wird nicht überschrieben: {reason.de}", f"`{path}` is not overwritten: {reason.en}"),
        hint=Text(
            "Einen neuen oder leeren Ordner nennen, oder einen, der nur eine Veröffentlichung von triagraph enthält.",
            "name a new or empty folder, or one that holds nothing but a release of triagraph.",
        ),
    )


def read_manifest(folder: Path) -> Listing | None:
    """Read the manifest of a release of ours; None if the folder is none."""
    path = folder / MANIFEST
    try:
        return Listing.read(path.open("rb"))
    except OSError:
        return None
