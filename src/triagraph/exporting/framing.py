"""The graph as trees, by a frame of the project: https://www.w3.org/TR/json-ld11-framing/.

A frame is `ontology/frames/<name>.jsonld`. It chooses what a tree shows; the documents of a release hold everything that is
said of a thing, and a frame's result is a view of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from triagraph.errors import InputError, Location, ProjectError, nearest
from triagraph.formats import JSONLD
from triagraph.language import Text
from triagraph.namespaces import prefixes_for
from triagraph.parser.jsonld import own_context
from triagraph.project import Project
from triagraph.serializer import serialize
from triagraph.store.loading import Dataset


def frame_names(project: Project) -> list[str]:
    """Name the frames of a project."""
    return sorted(path.name.removesuffix(".jsonld") for path in (project.ontology / "frames").glob("*.jsonld"))


def framed(dataset: Dataset, name: str) -> bytes:
    """Write the graph by a frame; nothing is fetched, and the same graph gives the same bytes.

    Raises:
        InputError: there is no such frame.
        ProjectError: it cannot be used.
    """
    from pyld import jsonld

    project = dataset.project
    names = frame_names(project)
    if name not in names:
        known = ", ".join(names) or "–"
        raise InputError(
            Text(f"Einen Frame `{name}` gibt es nicht.", f"There is no frame `{name}`."),
            hint=nearest(name, names) or Text(f"Es gibt: {known}", f"There are: {known}"),
        )
    context = own_context()
    graph = serialize(dataset.quads(), JSONLD, prefixes=prefixes_for(project.base), context=context)
    path = project.ontology / "frames" / f"{name}.jsonld"
    frame = {**_read(path), "@context": context}
    try:
        tree: dict[str, Any] = jsonld.frame(
            json.loads(graph), frame, {"documentLoader": _refuse, "ordered": True, "omitGraph": False}
        )
    except jsonld.JsonLdError as error:
        raise _unusable(path, str(error).splitlines()[0]) from error
    tree["@context"] = context
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        frame = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unusable(path, str(error)) from error
    if isinstance(frame, dict):
        return frame
    raise _unusable(path, "{ … }")


def _refuse(address: str, _options: dict[str, Any]) -> dict[str, Any]:
    raise ValueError(address)


def _unusable(path: Path, reason: str) -> ProjectError:
    return ProjectError(
        Text(f"kein brauchbarer Frame: {reason}", f"not a frame that can be used: {reason}"),
        location=Location(str(path)),
    )
