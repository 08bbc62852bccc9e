"""What foreign addresses name: labels in German and English for legal forms, licences, datatypes, code lists and terms.

They stand in labels.toml. A label in the data or the ontology wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).parent / "labels.toml"


@cache
def foreign_labels() -> Mapping[str, Mapping[str, str]]:
    """Give IRI → language → label."""
    tables = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {iri: {"de": table["label"]["de"], "en": table["label"]["en"]} for iri, table in tables.items()}
