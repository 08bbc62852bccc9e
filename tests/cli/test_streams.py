"""Where the output cannot go as usual: a full disk, a closed stream, a reader that leaves, a device, a folder that is gone."""

from __future__ import annotations

import io
import os
import signal
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from triagraph.cli.common import write
from triagraph.errors import system_reason
from triagraph.language import Text

if TYPE_CHECKING:
    from typing_extensions import Buffer

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
SHELL = Path("/bin/sh")
FULL = Path("/dev/full")

needs_a_shell = pytest.mark.skipif(not SHELL.exists(), reason="needs the program sh")
needs_a_full_disk = pytest.mark.skipif(not FULL.is_char_device(), reason="needs the device /dev/full of Linux")


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"TRIAGRAPH": TRIAGRAPH, "TRIAGRAPH_LANG": "en", "LC_ALL": "C.UTF-8"}
    command = [str(SHELL), "-c", line]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@needs_a_shell
@needs_a_full_disk
@pytest.mark.parametrize("arguments", ["query networks", "query --list", "export", "assess optonet", "--help"])
def test_a_full_disk_is_told(arguments: str, tmp_path: Path) -> None:
    result = shell(f'"$TRIAGRAPH" {arguments} > /dev/full', tmp_path)
    assert result.returncode == 2
    assert result.stderr == (
        "error: The operating system refuses it: No space left on device.\n\nhint: is the disk full?\n"
    )


@needs_a_shell
@needs_a_full_disk
def test_an_error_that_nobody_can_read_still_exits_with_2(tmp_path: Path) -> None:
    assert shell('"$TRIAGRAPH" query none 2> /dev/full', tmp_path).returncode == 2


class Stingy(io.BytesIO):
    """An output that takes few bytes at a time, as the system may when Python does not buffer."""

    calls = 0

    def write(self, data: Buffer, /) -> int:
        """Take the first bytes."""
        self.calls += 1
        return super().write(memoryview(data)[:50_000])


def test_many_small_pieces_are_few_calls_and_nothing_of_them_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    taking, given = Stingy(), [b"%d\n" % number for number in range(100_000)]
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(taking))
    write(given, None)
    assert taking.getvalue() == b"".join(given)
    assert taking.calls < 30


@needs_a_shell
def test_a_closed_output_is_told(tmp_path: Path) -> None:
    result = shell('"$TRIAGRAPH" query networks >&-', tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("error: The standard output is closed.")
    assert shell('"$TRIAGRAPH" query networks 2>&-', tmp_path).returncode == 0


@needs_a_shell
@pytest.mark.parametrize("arguments", ["export --format nquads", "query who-says-what --format csv", "assess"])
def test_a_reader_may_leave(arguments: str, tmp_path: Path) -> None:
    result = shell(f'{{ "$TRIAGRAPH" {arguments}; echo $? >&2; }} | head -c 1 > seen', tmp_path)
    assert result.stderr == "0\n"
    assert (tmp_path / "seen").stat().st_size == 1


@needs_a_shell
@pytest.mark.parametrize("arguments", ["query networks", "export -o graph.ttl", "assess"])
def test_a_working_folder_that_is_gone_is_told(arguments: str, tmp_path: Path) -> None:
    result = shell(f'mkdir gone && cd gone && rmdir ../gone && "$TRIAGRAPH" {arguments}', tmp_path)
    assert result.returncode == 2
    assert "The folder you work in no longer exists." in result.stderr


def test_an_output_may_be_a_link_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "graph.ttl", tmp_path / "graph.ttl"
    link.symlink_to(target)
    subprocess.run([TRIAGRAPH, "export", "-o", str(link)], cwd=tmp_path, check=True, timeout=120)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("@prefix")


def test_an_output_may_be_a_pipe_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()))
    reader.start()
    subprocess.run(
        [TRIAGRAPH, "query", "networks", "--format", "csv", "-o", str(pipe)], cwd=tmp_path, check=True, timeout=120
    )
    reader.join(timeout=240)
    assert pipe.is_fifo()
    assert seen[0].startswith(b"network,name,source\r\n")


@needs_a_shell
@pytest.mark.parametrize("arguments", ["validate -", "query -f -", "check --source -"])
def test_a_closed_input_is_told(arguments: str, tmp_path: Path) -> None:
    result = shell(f'"$TRIAGRAPH" {arguments} <&-', tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "error: Standard input is closed.\n"


@needs_a_shell
@pytest.mark.skipif(not FULL.is_char_device(), reason="needs the devices of Linux")
def test_an_input_that_may_never_end_or_begin_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "link.ttl").symlink_to("/dev/zero")
    for name in ("pipe.ttl", "link.ttl"):
        result = shell(f'"$TRIAGRAPH" validate {name}', tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert f"`{name}` is no file but a pipe or a device." in result.stderr
        assert "| triagraph validate -" in result.stderr


def test_an_interrupt_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    command = [TRIAGRAPH, "query", "-f", "-"]  # it waits for a query
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        threading.Timer(2, process.send_signal, [signal.SIGINT]).start()
        assert process.wait(timeout=240) == 130
        assert process.stderr is not None
        assert process.stderr.read().strip() == b""


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f) }", "table"),
        # A row is found and written at once, and then none for a long time.
        (
            "SELECT ?n { VALUES ?n { 0 1 } FILTER(?n = 0 || EXISTS { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?n > 1) }) }",
            "csv",
        ),
    ],
    ids=["first row", "next row"],
)
def test_an_interrupt_ends_a_long_query_at_once(query: str, form: str, tmp_path: Path) -> None:
    command = [TRIAGRAPH, "query", "-f", "-", "--format", form]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(query)
        process.stdin.close()
        threading.Timer(5, process.send_signal, [signal.SIGINT]).start()
        assert process.wait(timeout=100) in {130, -signal.SIGINT}  # a shell says 130 to both
        assert process.stderr is not None
        assert process.stderr.read().strip() == ""


def test_a_query_may_begin_with_a_byte_order_mark_and_must_be_utf8(tmp_path: Path) -> None:
    command = [TRIAGRAPH, "--lang", "en", "query", "-f"]
    marked = tmp_path / "marked.rq"
    marked.write_bytes(b"\xef\xbb\xbfASK {}\r\n")
    assert subprocess.run([*command, str(marked)], check=True, capture_output=True, timeout=240).stdout == b"yes\n"
    assert subprocess.run([*command, "-"], input=marked.read_bytes(), check=True, timeout=240).returncode == 0
    other = subprocess.run(
        [*command, "-"], input=b"ASK { ?s ?p '\xfc' }", check=False, capture_output=True, timeout=240
    )
    assert (other.returncode, other.stdout) == (2, b"")
    assert other.stderr == b"error: `-` cannot be read.\n\nhint: `-f` names a file with SPARQL in UTF-8.\n"


def test_an_error_does_not_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "evil.ttl"
    file.write_bytes(b"<urn:x> \x1b[31m <urn:y> .")
    for arguments in (["query", "networks", "--data", str(file)], ["query", "\x1b]0;title\x07"], ["assess", "\x1b[2J"]):
        result = subprocess.run(
            [TRIAGRAPH, "--lang", "en", *arguments], cwd=tmp_path, capture_output=True, check=False, timeout=240
        )
        assert result.returncode == 2
        assert b"\x1b" not in result.stderr
        assert b"001b" in result.stderr.lower()  # told by its number


def system_messages(tmp_path: Path, *arguments: str) -> tuple[str, str]:
    """Give what a command says in German and in English, where it ends with 2."""
    told = []
    for language in ("de", "en"):
        result = subprocess.run(
            [TRIAGRAPH, *arguments, "--lang", language],
            cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip
        assert (result.returncode, result.stdout) == (2, "")
        told.append(result.stderr.removeprefix("Fehler: ").removeprefix("error: ").partition("\n")[0])
    return told[0], told[1]


@pytest.mark.parametrize(
    ("path", "german", "english"),
    [
        ("gone/x.ttl", "Die Datei oder den Ordner gibt es nicht", "there is no such file or folder"),
        ("file.ttl/x.ttl", "Ein Teil des Pfads ist kein Ordner", "a part of the path is not a folder"),
        ("long" * 90 + ".ttl", "Der Name ist zu lang", "File name too long"),
    ],
    ids=["missing", "no folder", "long name"],
)
def test_what_the_system_refuses_is_told_in_one_language(path: str, german: str, english: str, tmp_path: Path) -> None:
    (tmp_path / "file.ttl").write_text("", encoding="utf-8")
    written = system_messages(tmp_path, "export", "--graph", "asserted/seed", "-o", path)
    assert written == (f"`{path}` lässt sich nicht schreiben: {german}.", f"`{path}` cannot be written: {english}.")
    read = system_messages(tmp_path, "validate", path)
    assert read == (f"`{path}` lässt sich nicht lesen: {german}.", f"`{path}` cannot be read: {english}.")


@needs_a_shell
@needs_a_full_disk
@pytest.mark.parametrize("form", ["text", "json", "html", "turtle"])
def test_a_report_on_a_full_disk_is_told_in_the_language_asked_for(form: str, tmp_path: Path) -> None:
    (tmp_path / "bad.nt").write_text("<http://a>", encoding="utf-8")
    result = shell(f'"$TRIAGRAPH" validate bad.nt --lang de --format {form} > /dev/full', tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(
        "Fehler: Das Betriebssystem verweigert es: Auf dem Datenträger ist kein Platz mehr."
    )


@needs_a_shell
def test_links_in_a_circle_are_told_in_one_language(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").symlink_to("b.ttl")
    (tmp_path / "b.ttl").symlink_to("a.ttl")
    german, english = system_messages(tmp_path, "validate", "a.ttl")
    assert german == "`a.ttl` lässt sich nicht lesen: Die Verknüpfungen führen im Kreis."
    assert english == "`a.ttl` cannot be read: the links lead round in a circle."


def test_a_reason_without_words_of_ours_is_told_in_those_of_the_system() -> None:
    assert system_reason(OSError(9999, "Quantum flux")) == Text("Quantum flux", "Quantum flux")
    assert system_reason(OSError("only words")).de == "only words"
    assert system_reason(ssl.SSLError(1, "certificate has expired")).de == "certificate has expired"
