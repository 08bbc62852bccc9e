"""The worker: read the request, give up what is not needed, do the work, answer, end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from errno import EACCES, EMFILE, ENOSYS, EPERM
from importlib import import_module
from typing import Any, Final

from triagraph.errors import TriagraphError
from triagraph.sandbox import frames
from triagraph.sandbox.lock import lock
from triagraph.sandbox.outcomes import OUT_OF_MEMORY, told

#: So many containers may be made before the garbage collector looks for cycles: statements and results have none.
_MADE_BEFORE_COLLECTING: Final = 200_000
#: How the system refuses what the limits forbid.
_REFUSALS: Final = frozenset({EPERM, EACCES, EMFILE, ENOSYS})


def main() -> None:
    """Serve one request; whatever else goes wrong ends the process with a status that is not 0."""
    gc.set_threshold(_MADE_BEFORE_COLLECTING)
    answer = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not spoil the answer
    try:
        outcome = _serve(frames.read(sys.stdin.buffer))
        pieces = frames.pack(outcome)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    with os.fdopen(answer, "wb", buffering=0) as stream:
        for piece in pieces:
            _write(stream.fileno(), piece)
    os._exit(0)


def _serve(request: dict[str, Any]) -> dict[str, Any]:
    try:
        target = _found(request["target"])
        if request["setup"] is not None:
            target = target(**request["setup"])
    except TriagraphError as error:
        return {"error": told(error)}
    enforced = lock(request["seconds"], request["memory"])
    return {"enforced": enforced, **_outcome(target, request["arguments"])}


def _outcome(target: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"value": target(**arguments)}
    except TriagraphError as error:
        return {"error": told(error)}
    except OSError as error:
        if error.errno in _REFUSALS:
            return {"forbidden": f"{type(error).__name__}: {error}"}
        raise


def _found(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    target: Callable[..., Any] = getattr(import_module(module), function)
    return target


def _write(descriptor: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]
