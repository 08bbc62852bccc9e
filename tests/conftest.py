"""What holds for all tests: Ctrl-C is heard, and how they are shared out among the processes of pytest-xdist, if it is there."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling


def pytest_configure() -> None:
    """Hear Ctrl-C, and let the commands that tests start hear it, where a shell has put the tests into the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Give each process tests that stand together: what a folder's tests share is then made in one process, not in all."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the shapes first: pySHACL's answer, which takes 20 seconds, is shared by a thousand tests, and halves would cut these."""
    items.sort(key=lambda item: item.path.parent.name != "shapes")
