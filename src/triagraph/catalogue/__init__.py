"""DCAT and VoID of a release: what portals harvest, from one description in two profiles."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad

from triagraph.catalogue.dcat import Profile, statements
from triagraph.catalogue.distribution import CSV, GEOJSON, XLSX, Distribution, FileType
from triagraph.catalogue.graph import CATALOGUE_PREFIXES
from triagraph.catalogue.record import read_record
from triagraph.catalogue.void import void_description
from triagraph.store.loading import Dataset

__all__ = [
    "CATALOGUE_PREFIXES",
    "CSV",
    "GEOJSON",
    "XLSX",
    "Distribution",
    "FileType",
    "Profile",
    "catalogue",
    "void_description",
]


def catalogue(
    dataset: Dataset, distributions: Sequence[Distribution], *, base_url: str, profile: Profile, date: str
) -> list[Quad]:
    """Describe a release in one profile: its catalogue, dataset and files, without a blank node.

    Args:
        dataset: the project and its data.
        distributions: the files of the release that hold the data.
        base_url: where the release is hosted; where that is not known, the project's base.
        profile: `dcat-ap-de` for DCAT-AP.de 3.0, `dcat-ap` for the EU's DCAT-AP 3.0.1.
        date: the day of the release, `YYYY-MM-DD`.

    Returns:
        The statements, each once, in the default graph.

    Raises:
        ProjectError: a setting cannot be used, or one without which there is no valid catalogue is missing.
        InputError: `base_url` or `date` cannot be used.
    """
    record = read_record(dataset, distributions, base_url=base_url, date=date)
    return list(dict.fromkeys(statements(record, profile)))
