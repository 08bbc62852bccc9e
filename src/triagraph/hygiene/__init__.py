"""Rules over the ontology, the vocabularies, the queries and the data as artefacts.

SHACL says whether the graph conforms; these rules say whether the files are well made: nothing undeclared, no dead link, no
fact without its words, no layer mixed with another. Many come from ROBOT report (http://robot.obolibrary.org/report),
OOPS! (https://oops.linkeddata.es/catalogue.jsp), FOOPS! (https://w3id.org/foops) and qSKOS
(https://github.com/cmader/qSKOS/wiki/Quality-Issues). A rule counts what it looked at, and one that looked at nothing has
failed: a check over a folder that has moved must not pass.
"""

from __future__ import annotations

from triagraph.hygiene.artefacts import Artefacts, read_artefacts
from triagraph.hygiene.findings import CheckReport, Finding, Looked, Outcome, Rule
from triagraph.hygiene.rules import RULES, check

__all__ = ["RULES", "Artefacts", "CheckReport", "Finding", "Looked", "Outcome", "Rule", "check", "read_artefacts"]
