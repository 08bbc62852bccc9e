"""Ask from Python: `triagraph.query("networks")` answers a named query, `triagraph.sparql("SELECT …")` one of your own."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from triagraph.errors import QueryError
from triagraph.foreign import foreign_labels
from triagraph.language import Text
from triagraph.project import Project, load_project
from triagraph.query.document import find_query
from triagraph.query.running import run
from triagraph.results import Graph, Solutions
from triagraph.results.rows import Rows
from triagraph.store.loading import Dataset, label_index, load

if TYPE_CHECKING:
    from triagraph.results import Answer
    from triagraph.store import Store


def ask(name: str, /, *, project: Project | Path | str | None = None, **parameters: str | int | date | None) -> Rows:
    """Answer a named query.

    Args:
        name: the name of the query, such as `networks`; `triagraph query --list` shows all.
        project: the project or its folder; without one, the nearest upwards from the working folder, else the bundled graph.
        parameters: the query's parameters by name: an IRI, a slug such as `optonet`, a text, a number or a date; None leaves it out.

    Raises:
        InputError: there is no such query or parameter, a value is of the wrong type, or the graph does not know a thing.
        ProjectError: the folder is no project.
        QueryError: the query cannot be run, or it gives no rows.
    """
    dataset, store = _loaded(_project(project))
    arguments = {key: _written(value) for key, value in parameters.items() if value is not None}
    return _rows(run(find_query(name, dataset.project), arguments, store, dataset.project), dataset)


def sparql(text: str, /, *, project: Project | Path | str | None = None) -> Rows:
    """Answer a SELECT query of your own over the graph of a project: asserted, mapping and derived layers as one.

    Args:
        text: SPARQL 1.1; `SERVICE` is refused.
        project: as for `query`.

    Raises:
        ProjectError: the folder is no project.
        QueryError: the query cannot be read or run, or it is no SELECT query.
    """
    dataset, store = _loaded(_project(project))
    return _rows(store.query(text, base=dataset.project.base), dataset)


def _project(project: Project | Path | str | None) -> Project:
    return project if isinstance(project, Project) else load_project(None if project is None else Path(project))


def _written(value: str | int | date) -> str:
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat() if isinstance(day, date) else str(day)


def _rows(answer: Answer, dataset: Dataset) -> Rows:
    if isinstance(answer, Solutions):
        return Rows(answer, {**foreign_labels(), **label_index(dataset)})
    kind, article = ("CONSTRUCT", "A") if isinstance(answer, Graph) else ("ASK", "An")
    raise QueryError(
        Text(f"Eine {kind}-Abfrage gibt keine Zeilen.", f"{article} {kind} query gives no rows."),
        hint=Text("Ein SELECT schreiben.", "write a SELECT."),
    )


def _loaded(project: Project) -> tuple[Dataset, Store]:
    """Load a project, or take it from the last question if none of its files has changed since."""
    return _kept(_Kept(project, _stamp(project)))


def _stamp(project: Project) -> tuple[tuple[str, int, int], ...]:
    files = [*project.term_files(), *project.rule_files()]
    files += [file.path for file in (*project.vocabulary_files(), *project.data_files())]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


class _Kept:
    """A project as a key: its root and base, and the state of its files."""

    def __init__(self, project: Project, stamp: tuple[tuple[str, int, int], ...]) -> None:
        self.project = project
        self._key = (project.root, project.base, stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=2)
def _kept(key: _Kept) -> tuple[Dataset, Store]:
    dataset = load(key.project)
    return dataset, dataset.store()
