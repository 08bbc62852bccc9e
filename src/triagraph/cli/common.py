"""What all commands share: the session, the language, the output and the one place where errors are printed."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from gettext import gettext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from triagraph.cli.speaking import asked_language, in_own_words, said, speak
from triagraph.errors import InputError, TriagraphError, nearest, system_reason
from triagraph.files import write_atomically
from triagraph.language import LANGUAGES, Language, Text, preferred_language

if TYPE_CHECKING:
    from triagraph.project import Project

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

#: So many containers may be made before the garbage collector looks for cycles: statements have none, and there are many.
_MADE_BEFORE_COLLECTING = 200_000
#: Of what is written piece by piece, so many bytes at a time.
_BLOCK = 1 << 16


@dataclass(slots=True)
class Session:
    """What the options of the whole command line say."""

    language: Language = field(default_factory=preferred_language)
    project_folder: Path | None = None

    def project(self) -> Project:
        """Load the project that is meant."""
        from triagraph.project import load_project

        return load_project(self.project_folder)

    def say(self, text: Text) -> None:
        """Talk to the user, beside the data."""
        click.echo(text.to(self.language), err=True)


class Group(click.Group):
    """A group of commands in which an error of ours ends the process with status 2; its help speaks as the user does.

    Args:
        attributes: see click.Group.
        commands_of: the package in which each command has a module of its name, imported when the command is asked for.
        summaries: the commands, and what the list of them says of each.
    """

    def __init__(self, *, commands_of: str, summaries: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._package = commands_of
        self.summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in alphabetical order."""
        return sorted({*self.summaries, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command; importing it takes as long as many a small command runs."""
        if cmd_name not in self.summaries:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(f"{self._package}.{cmd_name}"), cmd_name)
        return in_own_words(command) if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, of which none is imported for it."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, said(self.summaries.get(name, ""))) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of that name, say which one may be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            suggestion = nearest(args[0], self.list_commands(ctx))
            if suggestion is None:
                raise
            language = ctx.ensure_object(Session).language
            raise click.UsageError(f"{error.message} {suggestion.to(language)}", ctx) from error

    def main(self, args: Sequence[str] | None = None, *others: Any, **kwargs: Any) -> Any:
        """Run the command line; say it where even the help text or an error cannot be written."""
        gc.set_threshold(_MADE_BEFORE_COLLECTING)
        arguments = list(sys.argv[1:] if args is None else args)
        speak(asked_language(arguments))
        try:
            return click.Group.main(in_own_words(self), arguments, *others, **kwargs)
        except OSError as error:
            with suppress(OSError):
                click.echo(_system_error(error).to_text(preferred_language()), err=True)
            _leave_unwritten()
            sys.exit(2)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what went wrong."""
        try:
            return super().invoke(ctx)
        except TriagraphError as error:
            session = ctx.ensure_object(Session)
            click.echo(error.to_text(session.language), err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            ctx.exit(130)
        except BrokenPipeError:
            _leave_unwritten()
            ctx.exit(0)
        except OSError as error:
            with suppress(OSError):
                click.echo(_system_error(error).to_text(ctx.ensure_object(Session).language), err=True)
            _leave_unwritten()
            ctx.exit(2)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once, as it does other programs: an engine at work doesn't look for it.

    Only for what has nothing to clean up. Where Ctrl-C is not meant for us, as in the background of a script, it stays so.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_unwritten() -> None:
    """Keep Python from writing at its end what could not be written: the streams lead nowhere from here."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())


def _system_error(error: OSError) -> InputError:
    reason = system_reason(error)
    return InputError(
        Text(f"Das Betriebssystem verweigert es: {reason.de}.", f"The operating system refuses it: {reason.en}."),
        hint=Text("Ist der Datenträger voll?", "is the disk full?") if error.errno == errno.ENOSPC else None,
    )


def _set_language(context: click.Context, _parameter: click.Parameter, value: Language | None) -> None:
    if value is not None:
        context.ensure_object(Session).language = value


def language_option(function: Decorated) -> Decorated:
    """Add `--lang`."""
    option = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        envvar="TRIAGRAPH_LANG",
        expose_value=False,
        is_eager=True,
        callback=_set_language,
        help="Language of what is printed. Default: from the locale, else en.",
    )
    return option(function)


def output_option(function: Decorated) -> Decorated:
    """Add `-o`."""
    option = click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write instead of stdout; it is replaced at once or not at all.",
    )
    return option(function)


def write(data: str | bytes | Iterable[bytes], output: Path | None) -> None:
    """Write a result to a file or to stdout, whole or piece by piece."""
    content = data.encode() if isinstance(data, str) else data
    if output is not None:
        write_atomically(output, content)
        return
    if sys.stdout is None:
        raise InputError(
            Text("Die Standardausgabe ist geschlossen.", "The standard output is closed."),
            hint=Text("`-o DATEI` schreibt in eine Datei.", "`-o FILE` writes to a file."),
        )
    sys.stdout.flush()
    for block in (content,) if isinstance(content, bytes) else _blocks(content):
        view = memoryview(block)
        while view:  # with PYTHONUNBUFFERED, the system may take a part of it
            view = view[sys.stdout.buffer.write(view) :]
    sys.stdout.buffer.flush()


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces, so that not each of them is a call of the system where Python does not buffer."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    yield b"".join(waiting)
