"""How the tests are shared out among the processes of pytest-xdist, which need not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Give each process tests that stand together: what a folder's tests share is then made in one process, not in all."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the shapes first: pySHACL's answer, which takes 20 seconds, is shared by a thousand tests, and halves would cut these."""
    items.sort(key=lambda item: item.path.parent.name != "shapes")
