"""The folder of a release: what may be replaced, what is kept, and that it is replaced at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from triagraph.errors import PublishError
from triagraph.project import load_project
from triagraph.site import ReleaseSettings, Target, check_target, publish_release, swapping, writer
from triagraph.site.building import Builder
from triagraph.store.loading import load

MakeProject = Callable[..., Path]
DATA = 'network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz %s"@de , "Network %s"@en .\n'


@pytest.fixture
def put(make_project: MakeProject, tmp_path: Path) -> Callable[..., Path]:
    """Publish a graph with one network to `out`."""

    def publish(name: str = "Eins", *, keep: int = 5, version: str = "1.0", out: Path = tmp_path / "out") -> Path:
        dataset = load(load_project(make_project(DATA % (name, name))))
        return publish_release(dataset, check_target(out), ReleaseSettings("2026-11-22", version, None, keep)).path

    return publish


def title(release: Path) -> str:
    return (release / "id/network/one.de.html").read_text(encoding="utf-8").split("<title>")[1].split(" –")[0]


def contents(path: Path) -> dict[str, bytes]:
    return {entry.relative_to(path).as_posix(): entry.read_bytes() for entry in path.rglob("*") if entry.is_file()}


def test_a_new_folder_is_made_with_its_parents(put: Callable[..., Path], tmp_path: Path) -> None:
    assert title(put(out=tmp_path / "a/b/out")) == "Netz Eins"


def test_an_empty_folder_is_filled(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert title(put()) == "Netz Eins"
    assert not (tmp_path / "out.releases").exists()


@pytest.mark.parametrize("name", ["letter.txt", "sub/letter.txt", ".git/HEAD"])
def test_a_folder_with_anything_else_is_refused_and_untouched(
    put: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_text("mine")
    before = contents(tmp_path / "out")
    with pytest.raises(PublishError, match="is not overwritten"):
        put()
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", '{"generator": "other", "files": {}}', '{"generator": "triagraph"}']
)
def test_a_manifest_that_is_not_ours_does_not_make_a_release(
    put: Callable[..., Path], tmp_path: Path, manifest: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/manifest.json").write_text(manifest)
    with pytest.raises(PublishError):
        put()
    assert contents(tmp_path / "out") == {"manifest.json": manifest.encode()}


def test_a_release_with_a_stranger_s_file_is_refused_and_untouched(put: Callable[..., Path], tmp_path: Path) -> None:
    put()
    (tmp_path / "out/.git").mkdir()
    (tmp_path / "out/.git/HEAD").write_text("mine")
    before = contents(tmp_path / "out")
    with pytest.raises(PublishError, match=r"\.git/HEAD"):
        put("Zwei")
    assert contents(tmp_path / "out") == before


def test_a_file_is_no_folder(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PublishError):
        put()
    assert (tmp_path / "out").read_text() == "mine"


def test_a_link_to_a_folder_is_followed(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    put()
    assert (tmp_path / "out").is_symlink()
    assert title(tmp_path / "real") == "Netz Eins"


def test_the_older_release_is_kept_under_its_version(put: Callable[..., Path], tmp_path: Path) -> None:
    put("Eins", version="1.0")
    before = contents(tmp_path / "out")
    put("Zwei", version="1.1")
    assert title(tmp_path / "out") == "Netz Zwei"
    assert contents(tmp_path / "out.releases/1.0") == before


def test_a_version_that_is_published_twice_gets_a_number_and_none_a_date(
    put: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("Eins", "Zwei", "Drei"):
        put(name, version="1.0")
    for name in ("Vier", "Fünf", "Sechs"):
        put(name, version="")
    names = {"1.0": "Eins", "1.0-2": "Zwei", "1.0-3": "Drei", "2026-11-22-1": "Vier", "2026-11-22-2": "Fünf"}
    assert {path.name: title(path) for path in (tmp_path / "out.releases").iterdir()} == {
        name: f"Netz {network}" for name, network in names.items()
    }


def test_a_version_cannot_lead_out_of_the_archive(put: Callable[..., Path], tmp_path: Path) -> None:
    put("Eins", version="../../evil")
    put("Zwei")
    assert [path.name for path in (tmp_path / "out.releases").iterdir()] == ["evil"]


def test_only_so_many_older_releases_are_kept(put: Callable[..., Path], tmp_path: Path) -> None:
    for number in range(5):
        put(str(number), version=f"1.{number}", keep=2)
        time.sleep(0.01)
    assert sorted(path.name for path in (tmp_path / "out.releases").iterdir()) == ["1.2", "1.3"]


def test_what_is_not_ours_in_the_archive_stays(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "out.releases/notes").mkdir(parents=True)
    put("Eins")
    put("Zwei", keep=0)
    assert [path.name for path in (tmp_path / "out.releases").iterdir()] == ["notes"]


def test_the_same_release_again_is_not_archived(put: Callable[..., Path], tmp_path: Path) -> None:
    put()
    (tmp_path / "out/id/network/one.de.html").write_text("damaged")
    put()
    assert title(tmp_path / "out") == "Netz Eins"
    assert not (tmp_path / "out.releases").exists()


def test_nothing_is_left_beside_a_release(put: Callable[..., Path], tmp_path: Path) -> None:
    put("Eins")
    put("Zwei")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.releases", "project"]


def test_an_error_leaves_the_old_release(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Eins")
    before = contents(tmp_path / "out")

    pieces = count()

    def full(handle: int, data: bytes) -> None:
        if next(pieces) == 10:
            raise OSError(28, "No space left on device")
        os.write(handle, data)

    monkeypatch.setattr(writer, "_write", full)
    with pytest.raises(PublishError, match="No space left"):
        put("Zwei")
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]


def test_a_system_that_cannot_exchange_folders_replaces_in_two_steps(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "exchange_folders", lambda _one, _other: False)
    put("Eins")
    put("Zwei")
    assert title(tmp_path / "out") == "Netz Zwei"
    assert title(tmp_path / "out.releases/1.0") == "Netz Eins"


def test_what_a_killed_process_left_is_cleared(put: Callable[..., Path], tmp_path: Path) -> None:
    put("Eins")
    (tmp_path / ".out.staging/release").mkdir(parents=True)
    (tmp_path / ".out.staging/release/part").write_text("x")
    put("Zwei", version="2.0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.releases", "project"]


def test_what_cannot_be_archived_is_not_replaced(put: Callable[..., Path], tmp_path: Path) -> None:
    put("Eins")
    (tmp_path / "out.releases").write_text("a file in the way")
    before = contents(tmp_path / "out")
    with pytest.raises(PublishError, match=r"out\.releases"):
        put("Zwei")
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.releases", "project"]


def test_an_archive_that_fails_at_the_last_moment_brings_the_old_release_back(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Eins")
    before = contents(tmp_path / "out")

    def refused(_release: Path, target: Target) -> Path:
        raise OSError(13, "Permission denied", str(target.archive))

    monkeypatch.setattr(swapping, "_archive", refused)
    with pytest.raises(PublishError, match="Permission denied"):
        put("Zwei")
    assert contents(tmp_path / "out") == before


def test_an_older_release_that_cannot_be_removed_is_told(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Eins")
    rename = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if target.name.startswith("removed"):
            raise OSError(16, "Device or resource busy", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(PublishError, match=r"Published to .* cannot be removed: Device or resource busy"):
        put("Zwei", keep=0)
    assert title(tmp_path / "out") == "Netz Zwei"


def test_a_stranger_s_file_that_comes_while_it_builds_is_not_swept_away(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("Eins")
    build = Builder.build

    def slow(builder: Builder) -> None:
        build(builder)
        (tmp_path / "out/letter.txt").write_text("mine")

    monkeypatch.setattr(Builder, "build", slow)
    with pytest.raises(PublishError, match=r"letter\.txt"):
        put("Zwei")
    assert title(tmp_path / "out") == "Netz Eins"
    assert (tmp_path / "out/letter.txt").read_text() == "mine"


def test_a_manifest_that_is_nested_without_end_is_not_ours(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/manifest.json").write_text("[" * 100_000)
    with pytest.raises(PublishError, match="is not overwritten"):
        put()
