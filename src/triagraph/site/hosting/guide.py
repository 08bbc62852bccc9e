"""What to do with the rules of a release, in German and English: the README beside them."""

from __future__ import annotations

from triagraph.project import Project
from triagraph.site.settings import ReleaseSettings


def guide(project: Project, settings: ReleaseSettings) -> str:
    """Write the README of the folder `hosting/`."""
    address = settings.hosted_at or project.base
    unknown = settings.hosted_at is None
    no_address_de = "\n`--base-url` war nicht angegeben: `w3id.htaccess` fehlt deshalb.\n" if unknown else ""
    no_address_en = "\n`--base-url` was not given, so that there is no `w3id.htaccess`.\n" if unknown else ""
    return f"""\
# Hosting

## Deutsch
Jede IRI unter <{project.base}> führt mit 303 zur Seite oder zum Datendokument, je nach `Accept` und `Accept-Language`.
Diese Veröffentlichung ist für <{address}> geschrieben.
{no_address_de}
- **Apache 2.4**: `.htaccess` im Wurzelordner wirkt sofort (mod_rewrite; `AllowOverride FileInfo Indexes Options=MultiViews`).
- **nginx**: `nginx-maps.conf` in den Block `http`, `nginx-locations.conf` in den Block `server` einbinden (`include`);
  `root` ist der Ordner, unter dem der Pfad der Veröffentlichung liegt.
- **Netlify, Cloudflare Pages**: `_redirects` und `_headers` wirken sofort; sie führen zur Seite, die auf die Daten verweist.
- **GitHub Pages, GitLab Pages**: kennen keine Regeln; die IRIs führt dann w3id.org an ihr Ziel.
- **w3id.org**: `w3id.htaccess` als `.htaccess` in den Ordner des Projekts bei https://github.com/perma-id/w3id.org legen.

`triagraph publish --check ADRESSE` prüft, ob alles antwortet.

## English
Each IRI below <{project.base}> leads with 303 to the page or the document that `Accept` and `Accept-Language` ask for.
This release is written for <{address}>.
{no_address_en}
- **Apache 2.4**: `.htaccess` at the root works at once (mod_rewrite; `AllowOverride FileInfo Indexes Options=MultiViews`).
- **nginx**: include `nginx-maps.conf` in the `http` block and `nginx-locations.conf` in the `server` block; `root` is the
  folder below which the path of the release lies.
- **Netlify, Cloudflare Pages**: `_redirects` and `_headers` work at once; they lead to the page, which links to the data.
- **GitHub Pages, GitLab Pages**: take no rules; w3id.org then leads the IRIs to their place.
- **w3id.org**: put `w3id.htaccess` as `.htaccess` into the project's folder at https://github.com/perma-id/w3id.org.

`triagraph publish --check ADDRESS` checks that everything answers.
"""
