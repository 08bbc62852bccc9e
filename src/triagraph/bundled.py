"""Where the bundled TRIA project lies: inside the wheel, or in the checkout that this package is run from."""

from __future__ import annotations

from pathlib import Path


def bundled_root() -> Path:
    """Give the folder with the bundled triagraph.toml, ontology/, data/ and queries/."""
    package = Path(__file__).parent
    inside = package / "bundled"
    return inside if inside.is_dir() else package.parents[1]
