"""The rule of memberships: who belongs to what, and that one who left does not."""

from pyoxigraph import NamedNode, RdfFormat, parse

from triagraph.namespaces import ORG
from triagraph.project import load_project
from triagraph.store.derivation import conclusions
from triagraph.store.loading import read_rules
from triagraph.store.memory import MemoryStore

MEMBERSHIPS = """\
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX code: <https://w3id.org/triagraph/id/code/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX ex: <https://example.org/>
ex:no-dates org:member ex:a ; org:organization ex:net ; org:role code:member .
ex:since org:member ex:b ; org:organization ex:net ; org:role code:chair ; org:memberDuring ex:since-2001 .
ex:since-2001 dcat:startDate "2001" .
ex:ended org:member ex:c ; org:organization ex:net ; org:role code:member ; org:memberDuring ex:until-2005 .
ex:until-2005 dcat:startDate "2001" ; dcat:endDate "2005" .
ex:twice org:member ex:d ; org:organization ex:net ; org:role code:member ; org:memberDuring ex:since-2001 , ex:until-2005 .
ex:partner org:member ex:e ; org:organization ex:net ; org:role code:partner .
ex:came-back org:member ex:c ; org:organization ex:other ; org:role code:founding-member ; org:memberDuring ex:since-2001 .
"""


def test_who_left_or_is_a_partner_is_no_member() -> None:
    project = load_project()
    rule = next(rule for rule in read_rules(project) if rule.name == "memberships")
    store = MemoryStore(parse(MEMBERSHIPS, format=RdfFormat.TURTLE))
    member_of = {
        (quad.subject.value.rpartition("/")[2], quad.object.value.rpartition("/")[2])
        for quad in conclusions(rule, store, base=project.base)
        if quad.predicate == NamedNode(f"{ORG}memberOf")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }
    assert member_of == {("a", "net"), ("b", "net"), ("c", "other")}
