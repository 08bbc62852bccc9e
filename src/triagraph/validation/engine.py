"""The SHACL engines behind one interface: `shacl` (Rust) by default, pySHACL as the second choice and the oracle."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard

from pyoxigraph import Quad

from triagraph.errors import InputError
from triagraph.language import Text

EngineName = Literal["auto", "shacl", "pyshacl"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A result as an engine gives it; terms are in N-Triples syntax, `component` and `severity` are IRIs."""

    focus_node: str
    path: str | None
    value: str | None
    source_shape: str | None
    component: str
    severity: str
    messages: tuple[str, ...]


class TooManyResultsError(ValueError):
    """A run was given up, for there is no room for all its results; `seen` says how many it had of each shape."""

    def __init__(self, seen: Mapping[str | None, int]) -> None:
        super().__init__("too many results")
        self.seen = seen


class Engine(Protocol):
    """What finds the results of a data graph against a shapes graph."""

    @property
    def name(self) -> str:
        """Name and version, as a report gives them."""
        ...

    @property
    def runs_in_parallel(self) -> bool:
        """Whether several validations at once are quicker than one after the other."""
        ...

    def prepare(self, shapes: Iterable[Quad]) -> Callable[[str], list[Finding]]:
        """Give what validates N-Triples text against the triples of a shapes graph, in which every shape has an IRI.

        Raises:
            ShapesError: the engine cannot use the shapes; some engines only say so when they validate.
        """
        ...

    def validate(self, data: str, shapes: Iterable[Quad]) -> list[Finding]:
        """Validate N-Triples text once; see `prepare`."""
        ...

    def warm_up(self) -> None:
        """Read all modules and start all threads that may be needed: a worker can do neither once it has given that up."""
        ...


class FileEngine(Engine, Protocol):
    """An engine that can read its data by itself, from a file or a pipe."""

    def validate_file(self, shapes: Iterable[Quad], size: int) -> Callable[[str], list[Finding]]:
        """Give what validates an N-Triples file, which may be a pipe; blank nodes get labels of the engine's own.

        Args:
            shapes: the triples of a shapes graph.
            size: about how many bytes the file has.

        Raises:
            ShapesError: see `Engine.prepare`. What is given raises ValueError where the file cannot be read, and
                TooManyResultsError where there are more than there is room for.
        """
        ...


def reads_files(engine: Engine) -> TypeGuard[FileEngine]:
    """Tell whether an engine can read its data by itself."""
    return hasattr(engine, "validate_file")


def choose_engine(name: EngineName = "auto") -> Engine:
    """Give an engine by name; `auto` takes `shacl` where it is installed.

    Raises:
        InputError: the engine has no wheel for this platform.
    """
    installed = importlib.util.find_spec("shacl") is not None
    if name == "shacl" and not installed:
        raise InputError(
            Text(
                "Die Engine `shacl` gibt es für diese Plattform nicht.", "There is no `shacl` engine for this platform."
            ),
            hint=Text("`--engine pyshacl` wählen.", "choose `--engine pyshacl`."),
        )
    if name == "pyshacl" or not installed:
        from triagraph.validation.pyshacl_engine import PyshaclEngine

        return PyshaclEngine()
    from triagraph.validation.rust_engine import RustEngine

    return RustEngine()
