"""docs/commands.md is what the commands themselves say."""

from pathlib import Path

from triagraph.cli import main
from triagraph.cli.reference import reference

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_command_reference_is_up_to_date() -> None:
    assert COMMANDS.read_text(encoding="utf-8") == reference(), (
        "run: python -m triagraph.cli.reference > docs/commands.md"
    )


def test_every_command_and_option_has_help() -> None:
    assert main.commands
    for name, command in main.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert parameter.param_type_name != "option" or getattr(parameter, "help", None), f"{name} {parameter.name}"
