"""What npm gave to the query page, if this package was built with it: hatch_build.py, docs/decisions/0017."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

#: The page on which readers run SPARQL, without language and suffix.
CONSOLE_STEM: Final = "query/index"
ENGINE: Final = "oxigraph.wasm.gz"
LICENCES: Final = "licences.txt"
SCRIPT: Final = "page.js"
_NAMES: Final = (SCRIPT, "worker.js", ENGINE, LICENCES)


@cache
def built_files() -> dict[str, bytes]:
    """Give the files of the bundle: name → bytes; none at all where the package was built without npm."""
    folder = files("triagraph.site").joinpath("built")
    if not all(folder.joinpath(name).is_file() for name in _NAMES):
        return {}
    return {name: folder.joinpath(name).read_bytes() for name in _NAMES}


def console_stem() -> str | None:
    """Give the page on which readers run SPARQL; None where the package was built without npm."""
    return CONSOLE_STEM if built_files() else None
