"""Read the graph of a release that was published before: a folder on this machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pyoxigraph import Quad

from triagraph.errors import InputError
from triagraph.formats import NTRIPLES
from triagraph.language import Text
from triagraph.parser import parse, read_document
from triagraph.parser.document import document_of
from triagraph.site.folder import read_manifest
from triagraph.site.names import safe_name


def release_graph(folder: Path) -> list[Quad]:
    """Read the graph of a release, as its N-Triples dump has it.

    Raises:
        InputError: the folder is no release of ours, or the dump is not the one that was published.
        ParseError: the dump cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise InputError(
            Text(f"In `{folder}` liegt keine Veröffentlichung.", f"`{folder}` holds no release."),
            hint=Text(
                "Eine RDF-Datei nennen, den Ordner eines Projekts oder den einer Veröffentlichung.",
                "name an RDF file, the folder of a project, or that of a release.",
            ),
        )
    path = f"data/{safe_name(str(manifest.about.get('project')))}.nt"
    data = read_document(folder / path).data
    if path not in manifest or manifest.entry(path).sha256 != hashlib.sha256(data).hexdigest():
        raise InputError(
            Text(
                f"`{folder / path}` ist nicht mehr die Datei, die veröffentlicht wurde.",
                f"`{folder / path}` is no longer the file that was published.",
            ),
            hint=Text("Die Prüfsumme in manifest.json ist eine andere.", "the checksum in manifest.json is another."),
        )
    return list(parse(document_of(path, data, NTRIPLES)))
