"""What CKAN's harvester parser makes of a release's catalogues, held against the manifest and triagraph.toml.

`python ckan_reads.py RELEASE TRIAGRAPH_TOML`, run by `.ci/ckan` with the interpreter of CKAN's environment. Nothing of
ours is imported: what is expected comes from the manifest (files, sizes, hashes) and from the settings, not from the
catalogue. Then the catalogue is damaged in several ways, each of which must be noticed.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from ckan.lib.navl.dictization_functions import Invalid
from ckan.logic.validators import package_version_validator, tag_length_validator, tag_name_validator
from ckanext.dcat.processors import RDFParser, RDFParserException

FORMATS = {".ttl": "turtle", ".rdf": "xml", ".jsonld": "json-ld"}
#: Settings → what each profile must say.
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": {
        "dcat-ap-de": "http://dcat-ap.de/def/licenses/cc-by/4.0",
        "dcat-ap": "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
    }
}
THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
#: What is done to the Turtle of a catalogue, and how it reads afterwards.
DAMAGES: dict[str, Callable[[str], str]] = {
    "cut in half": lambda text: text[: len(text) // 2],
    "no dataset": lambda text: text.replace("a dcat:Dataset ;", "a dcat:Resource ;"),
    "no licence": lambda text: text.replace("  dcterms:license ", "  dcterms:relation "),
    "another publisher": lambda text: text.replace("  foaf:name ", "  foaf:nick "),
    "one theme less": lambda text: text.replace("/data-theme/TECH>", "/data-theme/SOCI>"),
    "no place": lambda text: text.replace("  dcterms:spatial ", "  dcterms:relation "),
    "no distributions": lambda text: text.replace("  dcat:distribution ", "  dcat:sample "),
    "a size of nothing": lambda text: text.replace("  dcat:byteSize ", "  dcat:other "),
    "altered hashes": lambda text: text.replace('checksumValue "', 'checksumValue "00'),
    "a tag that CKAN refuses": lambda text: text.replace('dcat:keyword "Cluster"', 'dcat:keyword "Cluster & Netz!"'),
}


def extras(dataset: dict) -> dict[str, str]:
    """Give what CKAN keeps beside its own fields."""
    return {extra["key"]: extra["value"] for extra in dataset["extras"]}


def read(text: str, syntax: str) -> list[dict]:
    """Read a catalogue as CKAN's harvester does."""
    parser = RDFParser()
    parser.parse(text, syntax)
    return list(parser.datasets())


def refused(dataset: dict) -> Iterator[str]:
    """Put the fields to CKAN's own validators, which stop a harvest when one refuses."""
    values = [(tag["name"], (tag_length_validator, tag_name_validator)) for tag in dataset["tags"]]
    for value, validators in [*values, (dataset.get("version", ""), (package_version_validator,))]:
        try:
            for validator in validators:
                validator(value, {})
        except Invalid as error:
            yield f"CKAN refuses {value!r}: {error.error}"


def differences(datasets: list[dict], profile: str, manifest: dict, settings: dict) -> Iterator[str]:
    """Say where what CKAN understood is not what was published."""
    if len(datasets) != 1:
        yield f"{len(datasets)} datasets, not 1"
        return
    dataset = datasets[0]
    more, project = extras(dataset), settings["project"]
    portal = settings.get("portal", {})
    keywords = portal.get("keywords", {})
    expected = {
        "title": (dataset["title"] in project["title"].values(), True),
        "notes": (dataset["notes"] in project["description"].values(), True),
        "tags": ({tag["name"] for tag in dataset["tags"]}, {word for words in keywords.values() for word in words}),
        "version": (dataset.get("version"), settings["release"]["version"]),
        "identifier": (more.get("identifier"), more.get("uri")),
        "publisher": (more.get("publisher_name"), settings["publisher"]["name"]),
        "themes": (
            set(json.loads(more.get("theme", "[]"))),
            {f"{THEMES}{theme}" for theme in portal.get("themes", [])},
        ),
        "place": (more.get("spatial_uri"), portal.get("geocoding", [None])[0]),
        "issued": (more.get("issued"), manifest["date"]),
        "languages": (len(json.loads(more.get("language", "[]"))), len(project["languages"])),
        "mail": (more.get("contact_email"), settings.get("contact", {}).get("email")),
    }
    yield from (f"{name}: {found!r}, not {wanted!r}" for name, (found, wanted) in expected.items() if found != wanted)
    yield from refused(dataset)
    yield from resource_differences(dataset["resources"], profile, manifest, settings)


def resource_differences(resources: list[dict], profile: str, manifest: dict, settings: dict) -> Iterator[str]:
    """Say where the resources are not the files of the release's dumps."""
    dumps = {name: file for name, file in manifest["files"].items() if name.startswith(f"data/{manifest['project']}.")}
    licence = LICENCES[settings["licence"]["iri"]][profile]
    found = {f"data/{resource.get('download_url', '').rpartition('/data/')[2]}": resource for resource in resources}
    missing = dumps.keys() - found.keys()
    if missing:
        yield f"files that are no resources: {sorted(missing)}"
    for name, resource in sorted(found.items()):
        file = manifest["files"].get(name, {})
        for field, wanted in (
            ("size", file.get("bytes")),
            ("hash", file.get("sha256")),
            ("license", licence),
            ("hash_algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
        ):
            if resource.get(field) != wanted:
                yield f"{name}: {field} {resource.get(field)!r}, not {wanted!r}"
        yield from (f"{name}: no {field}" for field in ("url", "format", "mimetype", "name") if not resource.get(field))


def problems(text: str, syntax: str, profile: str, manifest: dict, settings: dict) -> list[str]:
    """Read a catalogue and say what is wrong."""
    try:
        return list(differences(read(text, syntax), profile, manifest, settings))
    except (RDFParserException, IndexError) as error:  # rdflib reads past the end of Turtle that is cut off
        return [f"cannot be read: {error}"]


def main(release: Path, toml: Path) -> int:
    """Read each catalogue of a release, whole and damaged; give the exit status."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    settings = tomllib.loads(toml.read_text(encoding="utf-8"))
    failed = False
    for profile in ("dcat-ap-de", "dcat-ap"):
        for suffix, syntax in FORMATS.items():
            name = f"catalog.{profile}{suffix}"
            text = (release / name).read_text(encoding="utf-8")
            found = problems(text, syntax, profile, manifest, settings)
            resources = sum(len(dataset["resources"]) for dataset in read(text, syntax)) if not found else 0
            sys.stdout.write(f"{name}: {'; '.join(found) or f'1 dataset, {resources} resources, as expected'}\n")
            failed |= bool(found)
        turtle = (release / f"catalog.{profile}.ttl").read_text(encoding="utf-8")
        unnoticed = [
            damage
            for damage, alter in DAMAGES.items()
            if alter(turtle) == turtle or not problems(alter(turtle), "turtle", profile, manifest, settings)
        ]
        told = f"{len(DAMAGES) - len(unnoticed)} of {len(DAMAGES)} damages noticed"
        sys.stdout.write(f"catalog.{profile}.ttl: {'; not noticed: '.join([told, *unnoticed])}\n")
        failed |= bool(unnoticed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
