"""File names of a release: nothing in an IRI can lead out of the release, and no two names can clash.

Threats: names that leave the folder (`../`), names that some file systems hold to be the same (case, Unicode
normalisation), and names that Windows reserves. A name that is not plainly harmless carries a hash of what it stands for.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

_HARMLESS: Final = re.compile(r"[a-z0-9-]{1,80}")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
#: `index` is the name of our own lists; the others are devices on Windows.
_TAKEN: Final = frozenset(
    ["index", "con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))]
)
_KEPT: Final = 48


def safe_name(text: str) -> str:
    """Give a file name (without a suffix) for the local part of an IRI or any other text.

    A slug of lower-case letters, digits and hyphens stays as it is; anything else becomes what is harmless in it and the
    beginning of its SHA-256.
    """
    if _HARMLESS.fullmatch(text) and text not in _TAKEN:
        return text
    readable = _OTHER.sub("-", text.lower()).strip("-")[:_KEPT].strip("-") or "x"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{readable}-{digest}"


def part_stem(stem: str, number: int) -> str:
    """Name the page of a part (from 0) of a list that begins on the page `stem`; no thing has a page of such a name."""
    if number == 0:
        return stem
    return f"{stem}-{number + 1}" if "_" in stem.rpartition("/")[2] else f"{stem}_{number + 1}"
