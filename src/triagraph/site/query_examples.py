"""Examples of what named queries take: the bundled queries name things of the bundled graph, which another region has not."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from triagraph.project import Project
from triagraph.query import NamedQuery, list_queries
from triagraph.query.document import Parameter
from triagraph.query.running import argument_of, is_slug, term_of
from triagraph.site.places import Places


def queries_of_release(project: Project, places: Places) -> tuple[NamedQuery, ...]:
    """Read all named queries of a project, each with examples that its release knows, where it has a thing of the kind.

    Raises:
        QueryError: a query cannot be read.
    """
    return tuple(
        replace(query, parameters=tuple(_with_known_example(each, project, places) for each in query.parameters))
        for query in list_queries(project)
    )


def _with_known_example(parameter: Parameter, project: Project, places: Places) -> Parameter:
    """Put what the project asks about, else the first thing of the kind, in the place of an example that nothing is known of."""
    term = term_of(parameter, parameter.example, project)
    if not isinstance(term, NamedNode) or not places.is_own(term.value) or term.value in places:
        return parameter
    kind = places.kind(term.value)
    stated = argument_of(parameter, project)
    known = [stated] if stated is not None and stated in places else places.things.get(kind, [])
    if not known:
        return parameter
    space = project.thing(kind, "")
    slug = next((name for iri in known if is_slug(name := iri.removeprefix(space))), None)
    if slug is None:
        return replace(parameter, example=known[0])
    return replace(parameter, example=slug if parameter.kind is not None else f"{kind}:{slug}")
