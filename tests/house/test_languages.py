"""Every page speaks the reader's language and no other, and has help in it.

The walk asks every page of the demo county in each language. What people wrote, and names of people and places, are the same
in every language: a text that stands word for word on the page in another language is data.
"""

import re
from collections import defaultdict

import polib
import pytest

from scripts import messages
from shouwang.lib.traditional import traditional
from shouwang.project.menu import ENTRIES
from shouwang.ui import guidance
from tests.house.pages import SIGN_INS, Shown, pages

LANGUAGES = ("zh-hans", "zh-hant", "en")
NO_WORDS = {"shouwang", "english", "excel", "pdf", "toml", "esc", "enter", "en", "kb", "mb", "gb", "http", "https", "csv", "qr", "wecom", "xlsx"}
AS_WRITTEN = {"户主", "家庭成员", "村医", "指挥部", "本人"}  # relations, duties and who took a paper, in the words of whoever wrote the record
OFFICIAL_SHEETS = ("/quarantine/sheet/",)  # their headings are those of the official form
OWN_FRAME = ("/VERIFY/", "/verify/", "/brief/", "/screen/")  # the big screen, and pages for people without an account
ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


@pytest.fixture(scope="module")
def shown() -> dict[tuple[str, str], dict[str, Shown]]:
    return {}


def walked(known: dict[tuple[str, str], dict[str, Shown]]) -> dict[tuple[str, str], dict[str, Shown]]:
    """All pages by reader and language, walked once."""
    if not known:
        for username in (*SIGN_INS, ""):
            for language in LANGUAGES:
                known[username, language] = {page.address: page for page in pages(username, language)}
    return known


def source_strings() -> set[str]:
    """The English strings of the source that a page could show untranslated."""
    entries = polib.pofile(str(messages._file(messages.SIMPLIFIED)))
    return {entry.msgid for entry in entries if ENGLISH.search(entry.msgid) and entry.msgid != entry.msgstr}


def chinese_strings() -> set[str]:
    """What the catalogue says in Chinese."""
    return {entry.msgstr for entry in polib.pofile(str(messages._file(messages.SIMPLIFIED))) if CHINESE.search(entry.msgstr)}


def told(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{text!r} at {', '.join(sorted(places)[:3])}" for text, places in sorted(found.items())[:60])


@pytest.mark.slow
def test_every_page_speaks_its_own_language(demo: None, shown: dict[tuple[str, str], dict[str, Shown]]) -> None:
    known = walked(shown)
    assert len(known["county", "en"]) > 60, "the walk finds too few pages to say anything"
    english, chinese = source_strings(), chinese_strings() - AS_WRITTEN
    wrong: dict[str, set[str]] = defaultdict(set)
    for (_reader, language), by_address in known.items():
        for page in by_address.values():
            for text in page.texts:
                if language != "en" and (text in english or _reads_english(text)):
                    wrong[f"{language}: {text}"].add(page.address)
                if language == "en" and text in chinese and page.address not in OFFICIAL_SHEETS:
                    wrong[f"en: {text}"].add(page.address)
    assert not wrong, told(wrong)


def _reads_english(text: str) -> bool:
    """Two words and more of English in a row: no code, no name of the product."""
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z'’]+", text) if word.lower() not in NO_WORDS and not word.isupper()]
    return bool(re.search(r"[a-z]{2,} [a-z]{2,}", text)) and len(words) >= 2 and "_" not in text and "@" not in text and "/" not in text


def test_traditional_pages_have_no_simplified_words(demo: None, shown: dict[tuple[str, str], dict[str, Shown]]) -> None:
    known = walked(shown)
    wrong: dict[str, set[str]] = defaultdict(set)
    for (reader, language), by_address in known.items():
        if language != "zh-hant":
            continue
        for page in by_address.values():
            data = known[reader, "en"].get(page.address)
            same = " ".join(data.texts) if data else ""
            for text in page.texts:
                for run in CHINESE.findall(text):
                    if _is_simplified(run, same):
                        wrong[run].add(page.address)
    assert not wrong, told(wrong)


def _has_own_frame(page: Shown) -> bool:
    return any(part in page.address for part in OWN_FRAME)


def _is_simplified(run: str, data: str) -> bool:
    """A character that Traditional script writes otherwise, and not inside a name: names stand on the English page too."""
    written = traditional(run)
    if len(written) != len(run):
        return run not in data
    return any(
        letter != other and run[max(at - 1, 0) : at + 1] not in data and run[at : at + 2] not in data
        for at, (letter, other) in enumerate(zip(run, written, strict=True))
    )


def test_every_page_has_help_in_every_language(demo: None, shown: dict[tuple[str, str], dict[str, Shown]]) -> None:
    known = walked(shown)
    views = {page.view for (_reader, language), by_address in known.items() if language == "en" for page in by_address.values() if page.view and not _has_own_frame(page)}
    for view in views:
        name = guidance.name_for(view)
        assert name, f"the page {view} has no help: write shouwang/ui/help/zh-hans/{view.replace(':', '.')}.md and the same in en/"
        for language in LANGUAGES:
            assert guidance.find(name, language), f"{name}.md is missing in {language}"


def test_every_entry_of_the_menu_has_help_of_its_own() -> None:
    lacking = [entry.url_name for entry in ENTRIES if guidance.name_for(entry.url_name) != entry.url_name.replace(":", ".")]
    assert not lacking, f"write shouwang/ui/help/<language>/… for {lacking}"


def test_help_is_one_click_away_on_every_page(demo: None, shown: dict[tuple[str, str], dict[str, Shown]]) -> None:
    button = {"zh-hans": "本页帮助", "zh-hant": "本頁幫助", "en": "Help on this page"}
    without = [
        (language, page.address) for (_reader, language), by_address in walked(shown).items() for page in by_address.values()
        if button[language] not in page.texts and not _has_own_frame(page)
    ]
    assert not without
