"""The generated pages of the manual are what the commands and queries themselves say."""

import tomllib
from pathlib import Path

import click

from triagraph.cli import main
from triagraph.cli.reference import commands_page, library_page, picture, queries_page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_generated_pages_are_up_to_date() -> None:
    pages = {
        "commands.md": commands_page(),
        "befehle.md": commands_page("de"),
        "queries.md": queries_page(),
        "python.md": library_page(),
        "network.svg": picture(),
    }
    for name, page in pages.items():
        assert (DOCS / name).read_text(encoding="utf-8") == page, "run: python -m triagraph.cli.reference docs"


def test_every_command_and_option_has_help() -> None:
    context = click.Context(main)
    names = main.list_commands(context)
    assert len(names) >= 9
    for name in names:
        command = main.get_command(context, name)
        assert command is not None
        assert command.help, name
        for parameter in command.params:
            assert parameter.param_type_name != "option" or getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_the_settings_of_a_region_of_ones_own_are_those_of_a_project_that_is_tested() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n")[1].split("```")[0]
    project = DOCS.parent / "tests" / "projects" / "musterland" / "triagraph.toml"
    assert tomllib.loads(shown) == tomllib.loads(project.read_text(encoding="utf-8"))
