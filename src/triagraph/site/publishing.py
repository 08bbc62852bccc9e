"""Publish: build a release in a staging folder, then put it in the place of the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from triagraph.site.building import Builder, Progress
from triagraph.site.folder import Target, read_manifest
from triagraph.site.history import Previous
from triagraph.site.second_process import SecondProcess
from triagraph.site.settings import ReleaseSettings
from triagraph.site.standing import Standing
from triagraph.site.swapping import prune, staging, swap
from triagraph.site.writer import ReleaseWriter
from triagraph.store.loading import Dataset


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: where, how many pages, files and bytes, and the named queries whose pages give no answer.

    `is_unchanged`: the release that was there is the same, byte for byte, and is still there.
    """

    path: Path
    pages: int
    files: int
    bytes: int
    unanswered: tuple[str, ...] = ()
    is_unchanged: bool = False


def publish_release(  # noqa: PLR0913, PLR0917 - what a release is made of, and whom to tell
    dataset: Dataset,
    target: Target,
    settings: ReleaseSettings,
    progress: Progress = lambda _done, _total: None,
    waiting: Callable[[], None] = lambda: None,
    previous: Previous | None = None,
    other: SecondProcess | None = None,
) -> Published:
    """Publish a dataset that is known to conform.

    Args:
        dataset: the project with its graph.
        target: the folder, looked at by `check_target`.
        settings: where the release will be hosted, its date, and how many older ones are kept.
        progress: is told how many of how many things are done.
        waiting: is called if another process is publishing to the same place, which is waited for.
        previous: the release before this one, for the list of changes (`triagraph.site.history.read_previous`).
        other: a process that has been started beforehand and knows the dataset; else one is started where it pays.

    Raises:
        PublishError: a file cannot be written; OUT is as it was.
        QueryError: a named query cannot be run.
        ProjectError: a setting for the catalogue cannot be used.
    """
    with staging(target, waiting) as folder:
        standing = Standing(str(target.path)) if read_manifest(target.path) is not None else None
        with ReleaseWriter(folder, standing) as writer:
            builder = Builder(dataset, settings, writer, progress, previous, other)
            builder.build()
            is_unchanged = writer.written.is_unchanged
            if not is_unchanged:
                writer.take_over()
        if is_unchanged:
            prune(target, settings.keep)
        else:
            swap(target, settings.keep)
    written = writer.written
    return Published(target.path, builder.pages, len(written), written.size, builder.unanswered, is_unchanged)
