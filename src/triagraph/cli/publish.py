"""triagraph publish."""

from __future__ import annotations

import click


@click.command()
def publish() -> None:
    """(being written)."""
