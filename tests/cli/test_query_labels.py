"""Tables speak the reader's language: labels, or what a record is; machines get the IRI."""

import pytest
from click.testing import CliRunner

from triagraph.cli import main
from triagraph.namespaces import KINDS


def answer(*arguments: str, language: str) -> str:
    result = CliRunner().invoke(main, ["--lang", language, "query", *arguments], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("network-history", "de", "Ereignis acod-founding-2004"),
        ("network-history", "en", "Event acod-founding-2004"),
        ("networks-by-field", "de", "Zuordnung acod-nace2-29"),
        ("networks-by-field", "en", "Mapping acod-nace2-29"),
    ],
)
def test_a_record_without_a_label_is_called_what_it_is(name: str, language: str, words: str) -> None:
    assert words in answer(name, language=language)
    kind = {"Er": "change", "Ev": "change", "Zu": "mapping", "Ma": "mapping"}[words[:2]]
    assert f"/id/{kind}/" in answer(name, "--format", "csv", language=language)


def test_no_thing_of_the_project_is_shown_as_a_shortened_iri() -> None:
    for name in ("who-says-what", "network-history", "strategy-fields", "networks-by-field", "contradictions"):
        for language in ("de", "en"):
            cells = " ".join(answer(name, language=language).split()).split()
            assert [cell for cell in cells if cell.partition(":")[0] in KINDS and cell.partition(":")[2]] == []
