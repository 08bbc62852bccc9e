"""The rules that derive: each is a CONSTRUCT, and running them all once is enough."""

from __future__ import annotations

from pyoxigraph import BlankNode

from triagraph.errors import Location
from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts
from triagraph.hygiene.derivations import derivations
from triagraph.hygiene.findings import Finding, Looked, looked, rule
from triagraph.language import Text


@rule(
    "rules-construct",
    title=Text(
        "Jede Regel ist ein CONSTRUCT, das läuft, und sagt in einem Kommentar, was sie ableitet",
        "Every rule is a CONSTRUCT that runs, and says in a comment what it derives",
    ),
    unit=Text("Regeln", "rules"),
    advice=Text("Die Regel berichtigen.", "Correct the rule."),
)
def construct(artefacts: Artefacts) -> Looked:
    """Run each rule; one that derives nothing gets a remark."""
    files = artefacts.of("rule")
    result = artefacts.derivations
    findings = []
    for file in files:
        error = result.broken.get(file.path.name)
        if error is not None:
            place = error.location or Location(file.name)
            findings.append(Finding(error.message, file.name, place.line, error.hint))
        elif not result.by_rule.get(file.path.name):
            text = Text("Die Regel leitet aus diesen Daten nichts ab.", "The rule derives nothing from this data.")
            findings.append(Finding(text, file.name, level="remark"))
        if not file.text.lstrip().startswith("#"):
            text = Text("Am Anfang steht kein Kommentar.", "There is no comment at the beginning.")
            findings.append(Finding(text, file.name, 1))
    return looked(len(files), findings)


@rule(
    "rules-settled",
    title=Text(
        "Die Regeln ein zweites Mal laufen zu lassen ergibt nichts Neues und keine leeren Knoten",
        "Running the rules a second time adds nothing, and they make no blank nodes",
    ),
    unit=Text("Regeln", "rules"),
    advice=Text(
        "Die Regeln so ordnen, dass jede nach denen kommt, auf denen sie aufbaut.",
        "Order the rules so that each comes after those on which it builds.",
    ),
)
def settled(artefacts: Artefacts) -> Looked:
    """Run all rules again over the data and what they derived."""
    result = artefacts.derivations
    given = [quad for file in artefacts.of(*GRAPH_ROLES, "terms") for quad in file.quads]
    known = {(quad.subject, quad.predicate, quad.object) for quad in result.quads}
    again = derivations(artefacts.project, [*given, *result.quads])
    findings = []
    for file in artefacts.of("rule"):
        made = again.by_rule.get(file.path.name, ())
        new = sorted(
            {artefacts.shown(quad.subject) for quad in made if (quad.subject, quad.predicate, quad.object) not in known}
        )
        if new:
            text = Text(
                f"Neu beim zweiten Mal: {len(new)} Subjekte, etwa {new[0]}.",
                f"New the second time: {len(new)} subjects, such as {new[0]}.",
            )
            findings.append(Finding(text, file.name))
        if any(isinstance(part, BlankNode) for quad in made for part in (quad.subject, quad.object)):
            findings.append(Finding(Text("Die Regel macht leere Knoten.", "The rule makes blank nodes."), file.name))
    return looked(len(artefacts.of("rule")), findings)
