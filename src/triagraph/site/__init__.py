"""Publish a project: a folder of pages and data that any web space can host.

`publish_release` builds a release beside OUT and puts it in OUT's place at once; `network_picture` draws the picture of
the start page. Layout and rules: docs/architecture.md.
"""

from __future__ import annotations

from triagraph.site.earlier import release_graph
from triagraph.site.folder import Target, check_target
from triagraph.site.picture import network_picture
from triagraph.site.publishing import Published, publish_release
from triagraph.site.settings import DEFAULT_KEEP, ReleaseSettings, not_configured, release_settings

__all__ = [
    "DEFAULT_KEEP",
    "Published",
    "ReleaseSettings",
    "Target",
    "check_target",
    "network_picture",
    "not_configured",
    "publish_release",
    "release_graph",
    "release_settings",
]
