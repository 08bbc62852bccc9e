"""Literals and texts: forms that their datatypes allow, dates that are dates, languages that the project speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal

from triagraph.hygiene.artefacts import RDF_ROLES, Artefacts, File, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.lexical import is_well_formed
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DCAT, DCTERMS, TRIA, XSD

_DAYS: Final = (f"{DCTERMS}created", f"{DCTERMS}issued", f"{DCTERMS}modified", f"{TRIA}readOn")
_DATES: Final = (f"{DCTERMS}date", f"{DCAT}startDate", f"{DCAT}endDate")
_DATE_TYPES: Final = (f"{XSD}gYear", f"{XSD}gYearMonth", f"{XSD}date")


@rule(
    "dates",
    title=Text(
        "Jedes Datum ist ein Jahr, ein Monat oder ein Tag, den es gibt, und kein Ende liegt vor seinem Anfang",
        "Every date is a year, a month or a day that exists, and no end lies before its start",
    ),
    unit=Text("Daten", "dates"),
    advice=Text(
        "Als xsd:gYear, xsd:gYearMonth oder xsd:date schreiben, so genau wie die Quelle.",
        "Write it as xsd:gYear, xsd:gYearMonth or xsd:date, as exact as the source.",
    ),
)
def dates(artefacts: Artefacts) -> Looked:
    """Look at the values of all properties that hold dates."""
    count, findings = 0, []
    for file in artefacts.of(*RDF_ROLES):
        for quad in file.quads:
            predicate = quad.predicate.value
            if predicate not in (*_DATES, *_DAYS):
                continue
            count += 1
            value = quad.object
            allowed = _DATE_TYPES if predicate in _DATES else (f"{XSD}date",)
            datatype = value.datatype.value if isinstance(value, Literal) else ""
            if datatype not in allowed or not is_well_formed(value_of(value), datatype):
                about = value_of(quad.subject)
                what = f"{artefacts.short(about)} {artefacts.short(predicate)} {artefacts.shown(value)} {artefacts.short(datatype)}"
                findings.append(found(file, about, Text(f"Kein Datum: {what}.", f"Not a date: {what}.")))
        findings += _reversed(file, artefacts)
    return looked(count, findings)


def _reversed(file: File, artefacts: Artefacts) -> Iterator[Finding]:
    for iri, quads in file.by_subject.items():
        starts, ends = (
            sorted(value_of(value) for value in objects(quads, f"{DCAT}{name}Date")) for name in ("start", "end")
        )
        if starts and ends:
            size = min(len(starts[-1]), len(ends[0]))
            if ends[0][:size] < starts[-1][:size]:
                name = artefacts.short(iri)
                text = Text(f"{name} endet vor dem Anfang.", f"{name} ends before it starts.")
                yield found(file, iri, text)


@rule(
    "literals",
    title=Text(
        "Jedes Literal hat eine Form, die sein Datentyp erlaubt, und jede Sprache ist eine des Projekts",
        "Every literal has a form that its datatype allows, and every language is one of the project's",
    ),
    unit=Text("Literale", "literals"),
    advice=Text(
        "Den Wert, den Datentyp oder die Sprache berichtigen.", "Correct the value, the datatype or the language."
    ),
)
def literals(artefacts: Artefacts) -> Looked:
    """Look at each literal of all RDF files."""
    stated = artefacts.project.setting("project", "languages")
    spoken = {*LANGUAGES, "zxx", *(stated if isinstance(stated, list) else ())}  # zxx: no linguistic content
    count, findings = 0, []
    for file in artefacts.of(*RDF_ROLES):
        for quad in file.quads:
            value = quad.object
            if not isinstance(value, Literal):
                continue
            count += 1
            tag, datatype = value.language, value.datatype.value
            fits = is_well_formed(value.value, datatype) if tag is None else tag in spoken
            if not fits:
                about, mark = value_of(quad.subject), f"@{tag}" if tag else f"^^{artefacts.short(datatype)}"
                what = (
                    f"{artefacts.short(about)} {artefacts.short(quad.predicate.value)} {artefacts.shown(value)}{mark}"
                )
                findings.append(found(file, about, Text(f"Nicht wohlgeformt: {what}.", f"Not well-formed: {what}.")))
    return looked(count, findings)


@rule(
    "file-form",
    title=Text(
        "Jede Datei ist UTF-8 ohne Marke, mit Zeilenende LF und ohne Tabulatoren",
        "Every file is UTF-8 without a mark, with line ends LF and without tabs",
    ),
    unit=Text("Dateien", "files"),
    advice=Text(
        "Mit diesen Einstellungen neu speichern (.editorconfig).", "Save it again with these settings (.editorconfig)."
    ),
)
def file_form(artefacts: Artefacts) -> Looked:
    """Look at the bytes of each file that is not packed."""
    files = [file for file in artefacts.files if file.path.suffix != ".gz"]
    findings = []
    for file in files:
        data = file.path.read_bytes()
        for mark, name in ((b"\xef\xbb\xbf", "BOM"), (b"\r", "CR"), (b"\t", "TAB")):
            if mark in data:
                line = data.count(b"\n", 0, data.index(mark)) + 1
                findings.append(Finding(Text(f"In der Datei steht {name}.", f"The file has {name}."), file.name, line))
        if not data.endswith(b"\n"):
            findings.append(
                Finding(Text("Am Ende fehlt ein Zeilenende.", "There is no line end at its end."), file.name)
            )
    return looked(len(files), findings)
