"""Work grows with what is sent, not with its square: Python calls are counted, so that the machine's speed does not matter."""

import sys
from collections.abc import Callable
from functools import cache

import pytest

from triagraph.formats import NTRIPLES
from triagraph.namespaces import TRIA
from triagraph.parser import Document, parse
from triagraph.parser.positions import locate
from triagraph.project import load_project
from triagraph.validation.against.ground import Ground, project_ground
from triagraph.validation.against.validating import validate_against
from triagraph.validation.engine import choose_engine
from triagraph.validation.intake import Intake
from triagraph.validation.shapes import read_shapes

NETWORK = "<https://w3id.org/triagraph/id/network/optonet>"
KINDS = {
    "names": f'{NETWORK} <http://www.w3.org/2004/02/skos/core#altLabel> "Name %d"@de .\n',
    "fields": f"{NETWORK} <{TRIA}technologyField> <https://w3id.org/triagraph/id/field/new-%d> .\n",
    "quotations": f"{NETWORK} <http://www.w3.org/ns/prov#wasQuotedFrom> <https://w3id.org/triagraph/id/quotation/new-%d> .\n",
    "members": f"<https://w3id.org/triagraph/id/organisation/new-%d> <{TRIA}activeIn> <https://w3id.org/triagraph/id/region/tria> .\n",
}


def calls(work: Callable[[], object]) -> int:
    """Count the Python functions that are called."""
    number = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event == "call"

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return number


@cache
def bundled() -> Ground:
    return project_ground(load_project(), "bundled")


@pytest.mark.parametrize("kind", KINDS)
def test_a_contribution_twice_as_large_takes_about_twice_the_work(kind: str) -> None:
    shapes, engine = read_shapes(load_project()), choose_engine()

    def validate(size: int) -> None:
        text = "".join(KINDS[kind] % number for number in range(size))
        document = Document("in.nt", text.encode(), NTRIPLES)
        validate_against([document], bundled(), shapes, engine, intake=Intake(allow_empty=True))

    validate(1)
    one, two, four = (calls(lambda size=size: validate(size)) for size in (50, 100, 200))  # type: ignore[misc]
    assert four - two < 2.5 * (two - one)


def test_a_chain_of_regions_twice_as_long_takes_about_twice_the_work() -> None:
    shapes, engine = read_shapes(load_project()), choose_engine()
    region = "https://w3id.org/triagraph/id/region/new"

    def validate(size: int) -> None:
        text = "".join(f"<{region}-{number}> <{TRIA}locatedIn> <{region}-{number + 1}> .\n" for number in range(size))
        document = Document("in.nt", text.encode(), NTRIPLES)
        validate_against([document], bundled(), shapes, engine, intake=Intake(allow_empty=True))

    validate(1)
    one, two, four = (calls(lambda size=size: validate(size)) for size in (100, 200, 400))  # type: ignore[misc]
    assert four - two < 2.5 * (two - one)


def test_many_places_at_one_node_are_found_in_one_go() -> None:
    def look(size: int) -> None:
        text = "".join(KINDS["names"] % number for number in range(size))
        document = Document("in.nt", text.encode(), NTRIPLES)
        quads = list(parse(document))
        wanted = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
        assert len(locate(document, wanted, quads=quads)) == size

    look(1)
    one, two, four = (calls(lambda size=size: look(size)) for size in (50, 100, 200))  # type: ignore[misc]
    assert four - two < 2.5 * (two - one)
