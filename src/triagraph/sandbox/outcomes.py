"""What came of the work: the answer, an error of ours that travelled back, or what ended the worker."""

from __future__ import annotations

import re
import signal
import sys
from dataclasses import dataclass
from typing import Any, Final

from triagraph.errors import Location, TriagraphError
from triagraph.language import Text
from triagraph.sandbox.errors import CrashError, ForbiddenError, MemoryLimitError, TimeLimitError, WorkerError
from triagraph.sandbox.frames import Value

#: With this status the worker says that Python ran out of memory; it can say nothing else then.
OUT_OF_MEMORY: Final = 77
#: What native code writes before it ends its process for want of memory.
_NO_MEMORY: Final = ("memory allocation of", "MemoryError", "bad_alloc", "Cannot allocate memory")
#: From here on, a status of Windows is an exception such as an access violation.
_EXCEPTION: Final = 0x8000_0000
#: What would steer a terminal or cannot be encoded, should it stand in a message about an input.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a worker ended; `answer` is None where it gave none that can be read."""

    answer: Any
    status: int
    details: str
    seconds: float
    memory: int
    timed_out: bool


def value_of(ending: Ending) -> Any:
    """Give what the target returned.

    Raises:
        TriagraphError: what the target raised.
        SandboxError: it neither returned nor raised an error of ours.
    """
    answer = ending.answer
    if not isinstance(answer, dict):
        raise _cause(ending)
    if "oversized" in answer:
        raise MemoryLimitError(ending.memory, "the answer is too large")
    if "forbidden" in answer:
        raise ForbiddenError(str(answer["forbidden"]))
    if "error" in answer:
        raise raised(answer["error"])
    return answer.get("value")


def _cause(ending: Ending) -> TriagraphError:
    status, details = ending.status, ending.details
    if ending.timed_out or (sys.platform != "win32" and -status == signal.SIGXCPU):
        return TimeLimitError(ending.seconds, details)
    # The kernel's own last resort is SIGKILL; nobody else sends it before the deadline.
    killed = sys.platform != "win32" and -status == signal.SIGKILL
    if status == OUT_OF_MEMORY or killed or any(words in details for words in _NO_MEMORY):
        return MemoryLimitError(ending.memory, details)
    if status < 0:
        return CrashError(_name(-status), details)
    if status >= _EXCEPTION:
        return CrashError(f"0x{status:08X}", details)
    return WorkerError(details)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def told(error: TriagraphError) -> Value:
    """Give an error of ours as a value; of its class, the whole line of ancestors, so that one is known elsewhere."""
    place = error.location
    return {
        "classes": [[found.__module__, found.__qualname__] for found in type(error).__mro__],
        "message": [error.message.de, error.message.en],
        "hint": [error.hint.de, error.hint.en] if error.hint else None,
        "location": [place.file, place.line, place.column] if place else None,
    }


def raised(value: dict[str, Any]) -> TriagraphError:
    """Make the error again that `told` told; nothing is imported for it."""
    error = TriagraphError(
        _text(value["message"]),
        hint=_text(value["hint"]) if value["hint"] else None,
        location=Location(*value["location"]) if value["location"] else None,
    )
    same = _class(value["classes"]).__new__(_class(value["classes"]), error.message.en)
    vars(same).update(vars(error))
    return same


def _class(names: list[list[str]]) -> type[TriagraphError]:
    for module, name in names:
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and issubclass(found, TriagraphError):
            return found
    return TriagraphError


def _text(languages: list[str]) -> Text:
    return Text(*(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", language) for language in languages))
