"""Publishing over a release: what is the same is not written again, and what is the same altogether stays as it is."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from triagraph.cli import main
from triagraph.errors import PublishError
from triagraph.project import load_project
from triagraph.site import Published, ReleaseSettings, check_target, publish_release
from triagraph.site.building import Builder
from triagraph.site.standing import Standing
from triagraph.site.writer import MANIFEST, ReleaseWriter
from triagraph.store.loading import load

MakeProject = Callable[..., Path]
DATA = """\
network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz %s"@de , "Network %s"@en .
network:two a tria:NetworkOrganisation ; skos:prefLabel "Ein anderes"@de , "Another one"@en .
"""
SAME, CHANGED = "id/network/two.nt", "id/network/one.nt"


@pytest.fixture
def put(make_project: MakeProject, tmp_path: Path) -> Callable[..., Published]:
    """Publish a graph with two networks to `out`."""

    def publish(name: str = "Eins", *, keep: int = 5) -> Published:
        dataset = load(load_project(make_project(DATA % (name, name))))
        settings = ReleaseSettings("2026-11-22", "1.0", None, keep)
        return publish_release(dataset, check_target(tmp_path / "out"), settings)

    return publish


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Give which file each one is on the disk, and when it was changed; folders too."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in (folder, *folder.rglob("*"))}


def is_whole(release: Path) -> bool:
    listed = json.loads((release / MANIFEST).read_bytes())["files"]
    found = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    assert not any(path.is_symlink() for path in found.values())
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items() if name != MANIFEST
    } == {name: file["sha256"] for name, file in listed.items()}


def test_the_same_release_again_stays_untouched(put: Callable[..., Published], tmp_path: Path) -> None:
    first = put()
    before = marks(tmp_path / "out")
    again = put()
    assert (first.is_unchanged, again.is_unchanged) == (False, True)
    assert (again.pages, again.files, again.bytes) == (first.pages, first.files, first.bytes)
    assert marks(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]


def test_older_releases_go_even_if_nothing_else_is_to_do(put: Callable[..., Published], tmp_path: Path) -> None:
    put("Eins")
    put("Zwei")
    assert len(list((tmp_path / "out.releases").iterdir())) == 1
    assert put("Zwei", keep=0).is_unchanged
    assert list((tmp_path / "out.releases").iterdir()) == []


def test_what_is_the_same_is_one_file_of_both_releases(put: Callable[..., Published], tmp_path: Path) -> None:
    put("Eins")
    put("Zwei")
    out, older = tmp_path / "out", tmp_path / "out.releases/1.0"
    assert (out / SAME).samefile(older / SAME)
    assert not (out / CHANGED).samefile(older / CHANGED)
    assert is_whole(out)
    assert is_whole(older)


def test_a_new_release_has_the_same_files_over_another_as_alone(put: Callable[..., Published], tmp_path: Path) -> None:
    put("Eins")
    put("Zwei")
    over = {path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    (tmp_path / "out").rename(tmp_path / "away")
    put("Zwei")
    assert over == {
        path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }


def test_a_file_that_was_damaged_is_written_anew(put: Callable[..., Published], tmp_path: Path) -> None:
    put()
    data = bytearray((tmp_path / "out" / SAME).read_bytes())
    data[0] ^= 1
    (tmp_path / "out" / SAME).write_bytes(data)
    assert not put().is_unchanged
    assert is_whole(tmp_path / "out")


def test_a_link_in_the_place_of_a_file_is_not_taken_over(put: Callable[..., Published], tmp_path: Path) -> None:
    put()
    file = tmp_path / "out" / SAME
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert not put().is_unchanged
    assert is_whole(tmp_path / "out")


def test_where_files_cannot_be_linked_they_are_copied(
    put: Callable[..., Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_old: str, _new: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    put("Eins")
    put("Zwei")
    out, older = tmp_path / "out", tmp_path / "out.releases/1.0"
    assert not (out / SAME).samefile(older / SAME)
    assert is_whole(out)
    assert is_whole(older)


def test_a_file_that_goes_while_it_builds_leaves_the_old_release(
    put: Callable[..., Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Eins")
    build = Builder.build

    def losing(self: Builder) -> None:
        build(self)
        (tmp_path / "out" / SAME).unlink()

    monkeypatch.setattr(Builder, "build", losing)
    with pytest.raises(PublishError, match=r"two\.nt.* cannot be written: there is no such file"):
        put("Zwei")
    assert "Eins" in (tmp_path / "out" / CHANGED).read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]


def test_names_that_clash_are_refused_whoever_wrote_them(tmp_path: Path) -> None:
    for folder in ("old", "new", "newer"):
        (tmp_path / folder).mkdir()
    (tmp_path / "old/page.html").write_bytes(b"x")
    twice = ReleaseWriter(tmp_path / "new", Standing(str(tmp_path / "old")))
    twice.add("page.html", b"x")
    twice.add("page.html", b"x")
    with pytest.raises(PublishError, match="cannot be a file"):
        twice.take_over()
    cased = ReleaseWriter(tmp_path / "newer", Standing(str(tmp_path / "old")))
    cased.add("page.html", b"x")
    cased.add("Page.html", b"y")
    with pytest.raises(PublishError, match="cannot be a file"):
        cased.take_over()


def test_a_large_file_is_compared_when_it_has_been_written(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    (tmp_path / "old/same").write_bytes(b"x" * 3_000_000)
    (tmp_path / "old/other").write_bytes(b"x" * 3_000_000)
    with ReleaseWriter(tmp_path / "new", Standing(str(tmp_path / "old"))) as writer:
        for path, byte in (("same", b"x"), ("other", b"y"), ("more", b"z")):
            with writer.open(path) as stream:
                for _ in range(3):
                    stream.write(byte * 1_000_000)
        assert list(writer.written.kept()) == ["same"]
        assert not (tmp_path / "new/same").exists()
        writer.take_over()
    assert (tmp_path / "new/same").samefile(tmp_path / "old/same")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"same", "other", "more"}


def test_the_command_says_that_nothing_has_changed(make_project: MakeProject, tmp_path: Path) -> None:
    arguments = ["--project", str(make_project()), "publish", str(tmp_path / "out")]
    said = [CliRunner().invoke(main, ["--lang", language, *arguments]).stderr for language in ("en", "en", "de")]
    assert ["Published: " in said[0], "Unchanged: " in said[1], "Unverändert: " in said[2]] == [True] * 3


def test_what_another_process_did_not_write_is_taken_over_where_nothing_has_made_its_folder(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "id/source").mkdir(parents=True)
    (old / "id/source/a.nt").write_bytes(b"the same")
    new.mkdir()
    standing = Standing(str(old))
    with ReleaseWriter(new, standing) as writer:
        writer.add("index.html", b"new")
        other = ReleaseWriter(new, standing)
        other.add("id/source/a.nt", b"the same")
        writer.adopt(other.written)
        writer.take_over()
    assert (new / "id/source/a.nt").read_bytes() == b"the same"
    assert (new / "index.html").read_bytes() == b"new"
