"""The picture of the network, and the colours of the pages."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from triagraph.project import load_project
from triagraph.site import network_picture
from triagraph.store.loading import Dataset, load

ROOT = Path(__file__).parents[2]
STYLE = (ROOT / "src/triagraph/site/assets/style.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load(load_project(ROOT))


def test_the_picture_shows_the_ten_networks_their_fields_and_the_region(dataset: Dataset) -> None:
    picture = ET.fromstring(network_picture(dataset, "de"))  # noqa: S314 - we drew it
    shown = "".join(picture.itertext())
    for name in ("OptoNet", "SolarInput", "Technologie", "Ilmenau", "Optik/Optoelektronik", "Automobil"):
        assert name in shown
    assert len(picture.findall(f".//{SVG}circle[@class='picture-node']")) == 10


def test_the_picture_has_a_title_and_says_in_words_what_it_shows(dataset: Dataset) -> None:
    picture = ET.fromstring(network_picture(dataset, "en"))  # noqa: S314 - we drew it
    assert picture.get("role") == "img"
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert "Optics" in (description.text or "")


def test_the_picture_is_the_same_each_time_and_needs_no_style_of_its_own(dataset: Dataset) -> None:
    picture = network_picture(dataset, "de")
    assert picture == network_picture(dataset, "de")
    assert not re.search(r"<style|\sstyle=|<script|href=", picture)


def test_nothing_in_the_picture_leaves_its_frame(dataset: Dataset) -> None:
    picture = ET.fromstring(network_picture(dataset, "de"))  # noqa: S314 - we drew it
    width, height = map(float, (picture.get("viewBox") or "").split()[2:])
    for element in picture.iter():
        for name, limit in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            assert 0 <= float(element.get(name, "0")) <= limit


def test_the_picture_of_a_page_has_links(pages: dict[str, str]) -> None:
    assert '<a href="id/network/optonet.de.html"><rect class="picture-card"' in pages["index.de.html"]
    assert "id/network/optonet.de.html" in pages["index.de.html"].split("<details")[1], "the list says the same"


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent-ink"])
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "warm-soft"])
def test_text_has_enough_contrast(scheme: str, ink: str, ground: str) -> None:
    found = colours(scheme)
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badges_regions_and_focus_have_enough_contrast(scheme: str) -> None:
    found = colours(scheme)
    assert contrast(found["warm"], found["warm-soft"]) >= 4.5
    assert contrast("#ffffff", found["region"]) >= 4.5
    assert contrast(found["accent"], found["ground"]) >= 3


def test_the_style_knows_dark_screens_narrow_ones_and_paper_and_loads_nothing() -> None:
    for rule in ("prefers-color-scheme: dark", "max-width: 40rem", "@media print", ":focus-visible"):
        assert rule in STYLE
    assert not re.search(r"@import|url\(|@font-face", STYLE)
