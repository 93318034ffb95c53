"""The guides speak of the same things in both languages, and show pictures that the script takes."""

import re

import pytest

from tests.house.houses import PACKAGE

DOCS = PACKAGE.parent / "docs"
GUIDES = DOCS / "guides"
LANGUAGES = ("zh-Hans", "en")
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)")


def pages(language: str) -> list[str]:
    return sorted(page.name for page in (GUIDES / language).glob("*.md"))


def pictures(language: str, page: str) -> list[str]:
    found = PICTURE.findall((GUIDES / language / page).read_text("utf-8"))
    return [address.rpartition("/")[2] for _words, address in found]


def test_every_duty_has_its_page_in_both_languages() -> None:
    assert pages("zh-Hans") == pages("en")
    assert len(pages("en")) >= 8


@pytest.mark.parametrize("page", pages("en"))
def test_both_languages_show_the_same_pictures(page: str) -> None:
    assert pictures("zh-Hans", page) == pictures("en", page)


def test_every_picture_is_taken_by_the_script() -> None:
    from tests.journeys.guides import PICTURES

    taken = {f"{picture.name}.png" for picture in PICTURES}
    shown = {picture for language in LANGUAGES for page in pages(language) for picture in pictures(language, page)}
    assert shown <= taken, f"tests/journeys/guides.py takes no picture called {sorted(shown - taken)}"


def test_every_picture_and_page_that_is_named_is_there() -> None:
    missing = []
    for page in [*DOCS.rglob("*.md"), *PACKAGE.parent.glob("*.md")]:
        text = page.read_text("utf-8")
        for address in [address for _words, address in PICTURE.findall(text)] + LINK.findall(text):
            if not (page.parent / address).exists():
                missing.append(f"{page.relative_to(DOCS.parent)}: {address}")
    assert not missing, missing
