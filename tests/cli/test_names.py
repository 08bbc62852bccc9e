"""A command that is misspelt is told with the one that may be meant."""

import pytest
from click.testing import CliRunner

from triagraph.cli import main


@pytest.mark.parametrize(("language", "words"), [("de", "Meinten Sie `validate`?"), ("en", "Did you mean `validate`?")])
def test_a_misspelt_command_is_told_with_the_nearest(language: str, words: str) -> None:
    done = CliRunner().invoke(main, ["--lang", language, "vlidate"])
    assert done.exit_code == 2
    assert words in done.output


def test_what_is_like_no_command_is_told_without_one() -> None:
    done = CliRunner().invoke(main, ["zzzz"])
    assert done.exit_code == 2
    assert "`" not in done.output
