"""Help and complaints of the command line in the language of the user.

What click says goes through gettext (https://docs.python.org/3/library/gettext.html), and so do the help texts of our commands: they
are written in English where the commands are, and stand in German in `locale/de/LC_MESSAGES/messages.po`. `pybabel compile -d
src/triagraph/cli/locale` makes the file that is read of it; a test compares the two, and misses a text that has no German.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from triagraph.language import LANGUAGES, Language, preferred_language

#: click names no domain, so that its texts and ours are looked for in the one that gettext takes then.
_DOMAIN: Final = "messages"
_FOLDER: Final = Path(__file__).parent / "locale"
#: What gettext asks for the language first.
_VARIABLE: Final = "LANGUAGE"

_Command = TypeVar("_Command", bound=click.Command)


def asked_language(arguments: Sequence[str]) -> Language:
    """Give the language that a command line asks for, before it is looked at in earnest: the last `--lang` counts."""
    asked = os.environ.get("TRIAGRAPH_LANG", "")
    before = ""
    for argument in arguments:
        if argument == "--":
            break
        if before == "--lang":
            asked = argument
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        before = argument
    return next((language for language in LANGUAGES if language == asked), None) or preferred_language()


def speak(language: Language) -> None:
    """Choose the language of all that goes through gettext from here on."""
    os.environ[_VARIABLE] = language
    gettext.bindtextdomain(_DOMAIN, _FOLDER)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    before = os.environ.get(_VARIABLE)
    speak(language)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before


def said(text: str) -> str:
    """Give a text in the language that is spoken, paragraph by paragraph; in English where there is no other."""
    return "\n\n".join(gettext.gettext(part) for part in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a text without its line breaks, as they are looked up."""
    return [" ".join(part.split()) for part in cleandoc(text).split("\n\n") if part.strip()]


def in_own_words(command: _Command) -> _Command:
    """Give a command whose help speaks as we do; the command itself stays as it is."""
    spoken = copy(command)
    for name in ("help", "epilog", "options_metavar", "subcommand_metavar"):
        _translate(spoken, name)
    spoken.params = [copy(parameter) for parameter in command.params]
    for parameter in spoken.params:
        for name in ("help", "metavar"):
            _translate(parameter, name)
    return spoken


def _translate(thing: Any, name: str) -> None:
    text = getattr(thing, name, None)
    if text:
        setattr(thing, name, said(text))
