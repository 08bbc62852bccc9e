"""The score of a catalogue: the points of each criterion, and what a missing one costs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue import XLSX, Distribution, Profile, catalogue
from triagraph.catalogue.criteria import CRITERIA
from triagraph.catalogue.mqa import assess, rating
from triagraph.errors import InputError
from triagraph.store.loading import Dataset

BASE = "https://data.example/tria/"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"

HOSTING = Path(__file__).parents[2] / "docs/hosting.md"

Configure = Callable[..., Dataset]


def describe(dataset: Dataset, files: list[Distribution], profile: Profile = "dcat-ap") -> list[Quad]:
    return catalogue(dataset, files, base_url=BASE, profile=profile, date="2026-11-22")


@pytest.fixture
def perfect(everything: Dataset, files: list[Distribution]) -> list[Quad]:
    return describe(everything, files)


def test_the_dimensions_have_the_points_of_the_methodology() -> None:
    sums: dict[str, int] = {}
    for criterion in CRITERIA:
        sums[criterion.dimension.en] = sums.get(criterion.dimension.en, 0) + criterion.maximum
    assert sums == {
        "Findability": 100,
        "Accessibility": 100,
        "Interoperability": 110,
        "Reusability": 75,
        "Contextuality": 20,
    }
    assert sum(criterion.maximum for criterion in CRITERIA if criterion.needs_answers) == 80


def test_a_catalogue_in_which_everything_is_stated_has_every_point(
    perfect: list[Quad], files: list[Distribution]
) -> None:
    metadata = assess(perfect)
    assert (metadata.points, metadata.maximum, metadata.reachable, metadata.missing) == (325, 325, 405, ())
    whole = assess(perfect, answers={BASE + file.path: True for file in files})
    assert (whole.points, whole.maximum, whole.rating.en) == (405, 405, "Excellent")


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_our_own_release_is_excellent_without_a_contact(
    bundled: Dataset, files: list[Distribution], profile: Profile
) -> None:
    score = assess(describe(bundled, files, profile))
    assert score.reachable >= 351
    assert score.rating.en == "Excellent"
    costs = {missing.criterion.name: missing.missing for missing in score.missing}
    assert costs.pop("dcat:contactPoint") == 20
    # The German list of licences is not the EU's.
    assert costs == ({"dcterms:license from vocabulary": 10} if profile == "dcat-ap-de" else {})


NONE: dict[str, dict[str, dict[str, Any]]] = {
    "[portal] keywords": {"portal": {"keywords": None}},
    "[portal] themes": {"portal": {"themes": None}},
    "[portal] geocoding": {"portal": {"geocoding": None, "spatial": None}},
    "[contact] email": {"contact": {"email": None, "name": None}},
    "[licence] rights": {"licence": {"iri": "https://creativecommons.org/publicdomain/zero/1.0/"}},
}


def test_the_manual_says_which_lines_bring_how_many_points(
    configured: Configure, dated: list[Quad], files: list[Distribution]
) -> None:
    section = HOSTING.read_text(encoding="utf-8").partition("## What portals give points for")[2].partition("\n## ")[0]
    rows = {name: int(points) for name, points in re.findall(r"^\| `?([^`|]*)`?.*\| (\d+) \|$", section, re.MULTILINE)}
    lines = tomllib.loads(section.partition("```toml\n")[2].partition("```")[0])

    def points(tables: Mapping[str, Any], data: list[Quad] | None = None) -> int:
        licence = tables.get("licence", {}).get("iri")
        fields = {"licence": licence} if licence else {}
        return assess(describe(configured(tables, data, **fields), files)).reachable

    assert points(lines) == 405
    for name, without in NONE.items():
        assert points({**lines, **without}) == 405 - rows.pop(name), name
    assert points(lines, dated[:0]) == 405 - rows.pop("facts that sources date (")
    assert rows == {}
    everything = {
        table: {key: value for each in NONE.values() for key, value in each.get(table, {}).items()}
        for table in ("portal", "licence")
    }
    assert f"has {points(everything, dated[:0])} points" in section
    assert f"named one: {points({})}." in section


LOSSES = [
    (f"{DCAT}keyword", 30),
    (f"{DCAT}theme", 30),
    (f"{DCTERMS}spatial", 20),
    (f"{DCTERMS}temporal", 20),
    (f"{DCAT}downloadURL", 20),
    (f"{DCTERMS}format", 20 + 10 + 20 + 20),
    (f"{DCAT}mediaType", 10 + 10),
    (f"{DCTERMS}license", 20 + 10),
    (f"{DCTERMS}accessRights", 10 + 5),
    (f"{DCAT}contactPoint", 20),
    (f"{DCTERMS}publisher", 10 + 30),
    (f"{DCTERMS}rights", 5),
    (f"{DCAT}byteSize", 5),
    (f"{DCTERMS}issued", 5),
    (f"{DCTERMS}modified", 5),
    (f"{DCTERMS}title", 30),
]


@pytest.mark.parametrize(("predicate", "cost"), LOSSES)
def test_a_missing_property_costs_its_points(perfect: list[Quad], predicate: str, cost: int) -> None:
    kept = [quad for quad in perfect if quad.predicate.value != predicate]
    score = assess(kept)
    assert score.points == 325 - cost
    assert sum(missing.missing for missing in score.missing) == cost
    assert all(missing.criterion.advice.de and missing.criterion.advice.en for missing in score.missing)


def test_proprietary_format_alone_costs_twenty(everything: Dataset) -> None:
    table = Distribution("data/tria.xlsx", XLSX, 50, "ef" * 32)
    score = assess(describe(everything, [table]))
    assert {missing.criterion.name: missing.missing for missing in score.missing} == {
        "dcterms:format non-proprietary": 20
    }


def test_only_the_best_distribution_counts(perfect: list[Quad], files: list[Distribution]) -> None:
    poor = f"{BASE}catalog#distribution/{files[0].path}"
    kept = [
        quad
        for quad in perfect
        if not (str(quad.subject) == f"<{poor}>" and quad.predicate.value == f"{DCTERMS}format")
    ]
    assert len(kept) == len(perfect) - 1
    assert assess(kept).points == 325


def test_without_a_distribution_only_the_points_of_the_dataset_are_left(everything: Dataset) -> None:
    score = assess(describe(everything, []))
    assert score.points == sum(one.maximum for one in CRITERIA if not one.of_distribution)


def test_addresses_that_do_not_answer_cost_eighty(perfect: list[Quad], files: list[Distribution]) -> None:
    score = assess(perfect, answers={BASE + file.path: False for file in files})
    assert (score.points, score.maximum, score.rating.en) == (325, 405, "Good")
    assert assess(perfect, answers={}).points == 325


def test_the_verdict_of_a_validation_counts_more_than_our_own(perfect: list[Quad]) -> None:
    assert assess(perfect, conforms=False).points == 295
    broken = [*perfect, Quad(NamedNode(f"{BASE}catalog#dataset"), NamedNode(f"{DCAT}version"), Literal("2"))]
    assert assess(broken).points == 295
    assert assess(broken, conforms=True).points == 325


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (405, "Excellent"),
        (351, "Excellent"),
        (350, "Good"),
        (221, "Good"),
        (220, "Sufficient"),
        (121, "Sufficient"),
        (120, "Bad"),
        (0, "Bad"),
    ],
)
def test_rating_follows_the_points(points: int, name: str) -> None:
    assert rating(points).en == name


def test_report_says_what_each_missing_point_costs(
    configured: Configure, dated: list[Quad], files: list[Distribution]
) -> None:
    score = assess(describe(configured({}, dated), files, "dcat-ap-de"))
    assert score.to_text("en") == (
        "MQA: 295/325 points from metadata; 375/405, if every address answers: Excellent\n"
        "-20 dcat:contactPoint: state `email` in `[contact]` of triagraph.toml.\n"
        "-10 dcterms:license from vocabulary: take a licence of the EU's list, as `catalog.dcat-ap.ttl` has it.\n"
    )
    assert score.to_text("de") == (
        "MQA: 295/325 Punkte aus Metadaten; 375/405, wenn jede Adresse antwortet: Ausgezeichnet\n"
        "-20 dcat:contactPoint: In triagraph.toml `email` in `[contact]` angeben.\n"
        "-10 dcterms:license from vocabulary: Eine Lizenz aus der Liste der EU nehmen, wie sie `catalog.dcat-ap.ttl` nennt.\n"
    )


@pytest.mark.parametrize("datasets", [0, 2])
def test_a_catalogue_without_exactly_one_dataset_has_no_score(datasets: int) -> None:
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [Quad(NamedNode(f"{BASE}{number}"), rdf_type, NamedNode(f"{DCAT}Dataset")) for number in range(datasets)]
    with pytest.raises(InputError) as caught:
        assess(quads)
    assert caught.value.hint
