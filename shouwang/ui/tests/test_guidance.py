"""Help is found by the page's name, in three languages, and by words in either script."""

import pytest
from django.test import Client

from shouwang.ui import guidance, markdown


def test_every_text_is_there_in_both_written_languages() -> None:
    written = [set(guidance.texts(language)) for language in guidance.WRITTEN]
    assert written[0] == written[1]
    assert set(guidance.texts("zh-hant")) == written[0]


@pytest.mark.parametrize("language", ["zh-hans", "en", "zh-hant"])
def test_a_text_has_a_title_and_something_to_say(language: str) -> None:
    for one in guidance.texts(language).values():
        assert 1 < len(one.title) < 60, one.name
        assert len(markdown.plain(one.body)) > (20 if language != "en" else 60), one.name


def test_a_text_of_a_main_page_says_what_to_do_first() -> None:
    for name in (
        "project.my_day",
        "arrivals.new",
        "quarantine.round",
        "ledger.new",
        "policy.proposal",
        "reports.index",
    ):
        assert "先做什么" in (guidance.find(name, "zh-hans") or guidance.Help("", "", "")).body, name
        assert "What to do first" in (guidance.find(name, "en") or guidance.Help("", "", "")).body, name


def test_traditional_is_derived_with_the_terms_of_the_field() -> None:
    found = guidance.find("quarantine.round", "zh-hant")
    assert found
    assert "體溫" in guidance.texts("zh-hant")["quarantine.sheet"].title
    assert "这" not in found.text


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("arrivals:new", "arrivals.new"), ("policy:propose_unit", "policy.propose"), ("policy:outlook_rows", "policy.outlook"),
        ("arrivals:settle", "arrivals"), ("account_change_password", "account"), ("nothing:here", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_nearest_text_helps(view: str, name: str) -> None:
    assert guidance.name_for(view) == name


def test_both_scripts_find_each_other() -> None:
    for words in ("体温", "體溫"):
        for language in ("zh-hans", "zh-hant"):
            names = [hit.help.name for hit in guidance.search(words, language)]
            assert "quarantine.sheet" in names
            in_title = [words in hit.help.title or guidance._folded(words) in guidance._folded(hit.help.title) for hit in guidance.search(words, language)]
            assert in_title == sorted(in_title, reverse=True)  # those with the word in the title come first
    assert guidance.search("", "en") == []
    assert guidance.search("zebra", "en") == []


@pytest.mark.django_db
def test_the_pages_of_help_are_open_to_everybody() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "Register a return" in client.get("/ui/help/").content.decode()
    assert "Temperature sheet" in client.get("/ui/help/?q=temperature").content.decode()
    whole = client.get("/ui/help/arrivals.new/")
    assert "<main" in whole.content.decode()
    dialog = client.get("/ui/help/arrivals.new/", headers={"HX-Request": "true"}).content.decode()
    assert dialog.lstrip().startswith("<dialog")
    assert client.get("/ui/help/nothing/").status_code == 404


@pytest.mark.django_db
def test_the_sign_in_page_has_a_help_button() -> None:
    assert 'href="/ui/help/account_login/"' in Client().get("/account/login/").content.decode()
