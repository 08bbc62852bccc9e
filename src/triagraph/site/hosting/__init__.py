"""Rules that lead from an IRI to the document that a client asks for: what a release is hosted with.

303 See Other for things (https://www.w3.org/TR/cooluris/); which document, by the quality values of `Accept` and
`Accept-Language` (https://www.rfc-editor.org/rfc/rfc9110#section-12.5). Files: docs/hosting.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from triagraph.project import Project
from triagraph.site.hosting import apache, nginx, static_hosts
from triagraph.site.hosting.guide import guide
from triagraph.site.hosting.negotiation import default_language
from triagraph.site.hosting.routes import routes
from triagraph.site.settings import ReleaseSettings

_W3ID = "https://w3id.org/"


def hosting_files(
    project: Project, settings: ReleaseSettings, odd: Mapping[str, str], written: frozenset[str]
) -> Iterator[tuple[str, bytes]]:
    """Write the rules for each kind of host.

    Args:
        project: whose IRIs are led on.
        settings: where the release is hosted, if that is known.
        odd: the IRIs whose documents have another name, and the stem of those.
        written: the paths of the release's files.
    """
    known = routes(project.base, odd, written)
    language = default_language(project)
    place = urlsplit(settings.hosted_at or project.base).path
    yield ".htaccess", apache.release_rules(known, language, place if settings.hosted_at else None).encode()
    if settings.hosted_at and project.base.startswith(_W3ID):
        yield "hosting/w3id.htaccess", apache.redirector_rules(known, language, settings.hosted_at).encode()
    yield "hosting/nginx-maps.conf", nginx.maps(known, language, place).encode()
    yield "hosting/nginx-locations.conf", nginx.locations(place, has_page=settings.hosted_at is not None).encode()
    yield "_redirects", static_hosts.redirects(known, language, place, written).encode()
    yield "_headers", static_hosts.headers(place).encode()
    yield "hosting/README.md", guide(project, settings).encode()
