"""Hear Ctrl-C while an engine is at work: a signal is handled by the main thread alone, and only between two steps of Python."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Final, TypeVar

Result = TypeVar("Result")
#: Seconds between two looks; where waiting for a thread cannot be interrupted, Ctrl-C is heard this much later.
_LOOK: Final = 0.2


def interruptibly(work: Callable[[], Result]) -> Result:
    """Do some work in a thread of its own, and give what it gives or raise what it raises.

    After an interrupt the thread still runs: whoever catches it takes away what the thread works on, and ends the process.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed; the work is not done.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that waits
            errors.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK)
    if errors:
        raise errors[0]
    return results[0]
