"""What `triagraph query NAME --help` says: the query's own title, question, parameters, columns and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triagraph.language import Language, Text

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.query import NamedQuery, Parameter

_TYPES: Final = {
    "iri": Text("IRI oder Kurzname", "IRI or slug"),
    "string": Text("Text", "text"),
    "integer": Text("ganze Zahl", "whole number"),
    "date": Text("Tag (JJJJ-MM-TT)", "day (YYYY-MM-DD)"),
}
#: What is asked where triagraph.toml names no such place, and what the place is where it does.
_PLACES: Final = {
    "region": (Text("alle Regionen", "all regions"), Text("die Region des Projekts", "the project's region")),
    "area": (Text("kein Gebiet", "no area"), Text("das Gebiet des Projekts", "the project's area")),
    "state": (Text("kein Land", "no state"), Text("das Land des Projekts", "the project's state")),
}
_INDENT: Final = "  "


def query_help(query: NamedQuery, project: Project, language: Language, width: int) -> str:
    """Describe a named query for people."""
    lines = [f"triagraph query {query.name}", "", query.title.to(language)]
    lines += [*_wrapped(query.question.to(language), width, ""), ""]
    lines.append(Text("Parameter:", "Parameters:").to(language))
    if not query.parameters:
        lines.append(_INDENT + Text("keine", "none").to(language))
    for parameter in query.parameters:
        lines += _parameter(parameter, project, language, width)
    lines += ["", Text("Spalten:", "Columns:").to(language)]
    longest = max((len(column.name) for column in query.columns), default=0)
    for column in query.columns:
        name = f"{_INDENT}{column.name:<{longest}}  "
        lines += _wrapped(name + column.meaning.to(language), width, " " * len(name))
    lines += ["", Text("Beispiel:", "Example:").to(language), _INDENT + example(query)]
    return "\n".join(lines) + "\n"


def _parameter(parameter: Parameter, project: Project, language: Language, width: int) -> list[str]:
    kind = f" ({parameter.kind})" if parameter.kind is not None else ""
    lines = [f"{_INDENT}-p {parameter.name}=…  {_TYPES[parameter.type].to(language)}{kind}"]
    lines += _wrapped(_INDENT * 3 + parameter.meaning.to(language), width, _INDENT * 3)
    told = Text(f"zum Beispiel {parameter.example}", f"for example {parameter.example}").to(language)
    return [*lines, f"{_INDENT * 3}{told}; {_default(parameter, project).to(language)}"]


def _default(parameter: Parameter, project: Project) -> Text:
    if parameter.default is None:
        return Text("ohne Angabe: alle", "if left out: all")
    place = parameter.place_of_project
    if place is not None:
        slug = (project.places[place] or "").rpartition("/")[2]
        without, of_project = _PLACES[place]
        if not slug:
            return Text(f"ohne Angabe: {without.de}", f"if left out: {without.en}")
        return Text(f"ohne Angabe: {slug}, {of_project.de}", f"if left out: {slug}, {of_project.en}")
    return Text(f"ohne Angabe: {parameter.default}", f"if left out: {parameter.default}")


def example(query: NamedQuery) -> str:
    """Give a command that asks the query with the example of each parameter."""
    from shlex import quote

    arguments = "".join(f" -p {quote(f'{each.name}={each.example}')}" for each in query.parameters)
    return f"triagraph query {query.name}{arguments}"


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, max(width, 40), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
