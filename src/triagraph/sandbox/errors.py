"""How work in the sandbox can end, when it does not end with an answer."""

from __future__ import annotations

from triagraph.errors import TriagraphError
from triagraph.language import Text

_SMALLER = Text("Die Datei in kleinere teilen.", "split the file into smaller ones.")


class SandboxError(TriagraphError):
    """The worker gave no answer.

    `details` is what the worker wrote on stderr, cut to its end: for logs and tests, never for users.
    """

    def __init__(self, message: Text, *, hint: Text | None = None, details: str = "") -> None:
        super().__init__(message, hint=hint)
        self.details = details


class TimeLimitError(SandboxError):
    """The work was stopped at the deadline."""

    def __init__(self, seconds: float, details: str = "") -> None:
        super().__init__(
            Text(
                f"Die Verarbeitung wurde nach {seconds:g} Sekunden abgebrochen.",
                f"Processing was stopped after {seconds:g} seconds.",
            ),
            hint=_SMALLER,
            details=details,
        )
        self.seconds = seconds


class MemoryLimitError(SandboxError):
    """The work needs more memory than it may have."""

    def __init__(self, memory: int, details: str = "") -> None:
        mebibytes = memory >> 20
        super().__init__(
            Text(
                f"Die Verarbeitung braucht mehr Speicher als die erlaubten {mebibytes} MiB.",
                f"Processing needs more memory than the {mebibytes} MiB that it may use.",
            ),
            hint=_SMALLER,
            details=details,
        )
        self.memory = memory


class CrashError(SandboxError):
    """The worker was ended by a signal: native code failed on the input."""

    def __init__(self, signal: str, details: str = "") -> None:
        super().__init__(
            Text(
                f"Die Eingabe hat die verarbeitende Bibliothek zum Absturz gebracht ({signal}).",
                f"The input made the library that processes it crash ({signal}).",
            ),
            hint=Text(
                "Die Daten sind vielleicht zu tief verschachtelt. Sonst nichts ist betroffen.",
                "the data may be nested too deeply. Nothing else is affected.",
            ),
            details=details,
        )
        self.signal = signal


class ForbiddenError(SandboxError):
    """The work tried to open a file or a connection, or to start a process."""

    def __init__(self, details: str = "") -> None:
        super().__init__(
            Text(
                "Die Verarbeitung wollte eine Datei oder eine Verbindung öffnen oder ein Programm starten; das ist nicht "
                "erlaubt.",
                "Processing tried to open a file or a connection, or to start a program; that is not allowed.",
            ),
            hint=Text(
                "Verweise auf fremde Dateien und Adressen aus der Eingabe entfernen.",
                "remove references to other files and addresses from the input.",
            ),
            details=details,
        )


class WorkerError(SandboxError):
    """The worker did not start or ended without an answer, for a reason that is a mistake of ours."""

    def __init__(self, details: str = "") -> None:
        super().__init__(
            Text("Die Eingabe ließ sich nicht verarbeiten.", "The input could not be processed."),
            hint=Text(
                "Das ist ein Fehler in triagraph; bitte melden, wenn möglich mit der Datei.",
                "this is a mistake in triagraph; please report it, with the file if you can.",
            ),
            details=details,
        )
