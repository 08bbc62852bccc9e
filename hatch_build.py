"""Bundle what the query page of a release takes from npm while the package is built (docs/decisions/0017).

Where npm is missing or cannot reach its registry the build goes on: the package works without that page, and
`triagraph publish` says that it is left out.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What the bundle is made of; when none of it has changed, it is not made again.
_SOURCES = ("frontend/package-lock.json", "frontend/package.json", "frontend/build.mjs", "frontend/src/*.js", "LICENSE")
_BUILT = Path("src/triagraph/site/built")
_STAMP = "sources.sha256"
#: No script of a package is run, and an unreachable registry is given up soon.
_NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=60000")
_SECONDS = 240


class NoBundleError(Exception):
    """Why there is no bundle."""


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own configuration is of no use here
    """Puts the query page's scripts into the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle, if npm is there."""
        del version, build_data
        try:
            bundle(Path(self.root))
        except NoBundleError as error:
            self.app.display_warning(f"triagraph is built without the query page of its releases: {error}")


def bundle(root: Path) -> None:
    """Make the bundle, unless it is there and nothing has changed.

    Raises:
        NoBundleError: npm is missing or failed; what was built before is gone.
    """
    root = root.resolve()
    built, stamp = root / _BUILT, stamp_of(root)
    if _is_current(built, stamp):
        return
    shutil.rmtree(built, ignore_errors=True)
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise NoBundleError("npm is not installed")
    making = built.with_name("built.new")
    shutil.rmtree(making, ignore_errors=True)
    _run([npm, *_NPM_CI], root / "frontend")
    _run([node, "build.mjs", str(making)], root / "frontend")
    (making / _STAMP).write_text(f"{stamp}\n", encoding="ascii")
    making.replace(built)


def stamp_of(root: Path) -> str:
    """Give one hash for everything that the bundle is made of."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _is_current(built: Path, stamp: str) -> bool:
    try:
        return (built / _STAMP).read_text(encoding="ascii").strip() == stamp
    except (OSError, UnicodeDecodeError):
        return False


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=_SECONDS)  # noqa: S603
    except subprocess.CalledProcessError as error:
        last = [line for line in error.stderr.splitlines() if line.strip()][-3:]
        raise NoBundleError(f"`{Path(command[0]).name} {command[1]}` failed: {' '.join(last)}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBundleError(f"`{Path(command[0]).name} {command[1]}` failed: {error}") from error
