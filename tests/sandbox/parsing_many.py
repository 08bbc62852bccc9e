"""A target that parses many small documents in one worker: a worker for each would take minutes."""

from collections.abc import Callable
from typing import Any

from triagraph.errors import TriagraphError
from triagraph.sandbox.targets import document_parser


def parser_of_many() -> Callable[..., list[dict[str, Any]]]:
    parse = document_parser()

    def parse_each(name: str, documents: list[bytes]) -> list[dict[str, Any]]:
        return [verdict(name, data) for data in documents]

    def verdict(name: str, data: bytes) -> dict[str, Any]:
        try:
            return {"statements": parse(name, data)["statements"]}
        except TriagraphError as error:
            place = error.location
            return {"error": error.to_text("en"), "line": place.line if place else None}

    return parse_each
