"""The resident's whole way in Traditional Chinese and in English, on a phone; the same without script, and in large type."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import DEMO_NOW
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as, own_rows
from shouwang.demo.posts import PASSWORD, TOWN
from shouwang.lib import clocks, paths
from shouwang.lib.traditional import traditional
from shouwang.people.models import Household, Person
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.models import Alert, Observation
from shouwang.residents import reads
from shouwang.residents.models import Declaration
from shouwang.residents.writes import READER, NewLink, give_links, index_of, open_link
from tests.journeys.axe import WIDER
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

AT_HOME_CHECK = (DEMO_NOW + timedelta(days=1)).replace(hour=8, minute=30)  # inside the morning's check
LARGE = "250%"  # the page's own 125 % for a reader who set the phone's letters to 200 %
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]+")
NEVER_CHANGES = ("守望", "简", "繁")  # the name of the house, and the languages, each in its own
WORDS = {
    "zh-hant": {
        "title": "我的頁面", "self": "自己測", "help": "降壓藥快吃完了", "object": "我沒有去過那裡", "from": "浙江溫州", "looked": "鄉鎮", "certificate": "觀察期滿無感染證明書",
        "measure": "居家隔離醫學觀察", "no_such": "這個編碼打不開",
    },
    "en": {
        "title": "Your page", "self": "by yourself", "help": "My tablets run out", "object": "I was never there", "from": "Wenzhou", "looked": "Township", "certificate": "Certificate",
        "measure": "Home observation", "no_such": "This code opens nothing",
    },
}  # fmt: skip


@contextmanager
def phone_of(chromium: Browser, address: str, language: str, *, script: bool = True) -> Iterator[Page]:
    """A phone whose owner reads a language; no page may fail, reach elsewhere or write an error."""
    context = chromium.new_context(
        viewport=NARROW, base_url=address, java_script_enabled=script, locale=language.replace("zh-hant", "zh-TW"), timezone_id="Asia/Shanghai", accept_downloads=True,
    )  # fmt: skip
    phone, wrong = context.new_page(), []
    phone.on("response", lambda one: wrong.append(f"{one.status} {one.url}") if one.status >= 500 else None)
    phone.on("request", lambda one: wrong.append(f"elsewhere: {one.url}") if not one.url.startswith(address) else None)
    phone.on("console", lambda one: wrong.append(one.text) if one.type == "error" and "422" not in one.text else None)
    yield phone
    context.close()
    assert not wrong, wrong


class Home:
    """A household of the demo's township with somebody under home observation, and the code of its link."""

    def __init__(self) -> None:
        with acting_as(system()) as by:
            town = places.path_of(TOWN) or ""
            at_home = Observation.objects.filter(area__startswith=town, state="active", measure="home_observation")
            alerted = Alert.objects.filter(closed_at__isnull=True).values("observation")  # who was not at home, say, is not released
            self.one = at_home.exclude(pk__in=alerted).order_by("-due_on", "pk")[0]
            home = Household.objects.filter(area__startswith=paths.cut(self.one.area, "village"), to_day__isnull=True).order_by("pk")[0]
            Person.objects.filter(pk=self.one.person_id).update(household=home)  # the returnee came home to a family
            self.code = give_links([NewLink(household_id=home.pk)], by=by)[0].facts["code"]
            self.opened = open_link(index_of(self.code))
        assert self.opened is not None
        self.number = self.opened.persons.index(self.one.person_id) + 1

    def page(self, name: str) -> str:
        """The address of one of the pages about the person under observation."""
        return f"/r/me/{self.number}/{name}/"

    def card(self, phone: Page) -> Any:
        """The person's part of the first page."""
        return phone.locator(f"#n{self.number}")

    def written(self) -> list[str]:
        """What people wrote, which stays as it was written whatever the reader's language: names, places, addresses."""
        with own_rows(self.opened.own):
            matters = [reads.mine(self.opened.persons, number, by=READER) for number in range(1, len(self.opened.persons) + 1)]
            held = [reads.held(matter, by=READER) for matter in matters]
        cards = [matter.card for matter in matters]
        said = [text for card in cards for text in (card.full_name, card.address, card.registered_address, card.employer, *places.full_name(card.area).split())]
        said += [line.name for matter in matters for line in matter.team]
        said += [text for matter in matters if matter.returned for text in (matter.returned.from_place, matter.returned.companions, matter.returned.remark)]
        said += [matter.objection_to for matter in matters] + [look.place for one in held for look in one.looks]
        return sorted({str(text) for text in said if text}, key=len, reverse=True)


SHOWN = """() => {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) found.push(walk.currentNode.data.trim());
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(one.getAttribute(name) || '');
    return [document.title, ...found].filter(text => text);
}"""


def speaks(phone: Page, language: str, written: list[str]) -> None:
    """Every word of the house on this page is in the language, and the page says so."""
    assert phone.locator("html").get_attribute("lang") == {"zh-hant": "zh-Hant", "en": "en"}[language]
    for text in phone.evaluate(SHOWN):
        if phone.locator(f".languages [aria-label={text!r}]").count():
            continue  # a language in its own name
        for known in (*NEVER_CHANGES, *written):
            text = text.replace(known, "")
        if language == "en":
            assert not HAN.search(text), (phone.url, text)
        else:
            assert traditional(text) == text, (phone.url, text)


def fits(phone: Page) -> None:
    """Nothing is wider than the phone, and what is touched is large enough."""
    assert not phone.evaluate(WIDER), (phone.url, phone.evaluate(WIDER))
    small = phone.locator("main button:visible, main a.act:visible").evaluate_all("all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)")
    assert not small, (phone.url, small)


def looked_at(phone: Page, name: str, language: str, written: list[str]) -> None:
    """The page speaks the language, fits, and a picture of it is kept."""
    speaks(phone, language, written)
    fits(phone)
    keep(phone, name)
    phone.set_viewport_size(NARROW)


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_way_of_a_household(chromium: Browser, page: Page, live_server: Any, language: str) -> None:
    home, say = Home(), WORDS[language]
    with clocks.stopped_everywhere(AT_HOME_CHECK):
        sign_in(page, "township", PASSWORD)
        assert page.goto(f"/people/persons/{home.one.person_id}/").ok  # an officer looks at the person's page
    with phone_of(chromium, live_server.url, language) as phone:
        with clocks.stopped_everywhere(AT_HOME_CHECK):
            _opens(phone, home, language)
            _declares(phone, home, language)
            _reports(phone, home, language)
            _asks(phone, home, language)
            _objects(phone, home, language)
            _sees_what_is_held(phone, home, language)
        with clocks.stopped_everywhere(DEMO_NOW + timedelta(days=20)):
            _released(home, language)
            phone.goto("/r/")
            looked_at(phone, f"resident-way-released-{language}", language, [*home.written(), say["help"], say["object"]])
            with phone.expect_download() as loading:
                home.card(phone).locator("a[href*='/paper/']").last.click()
            _is_certificate(loading.value.path().read_bytes(), say["certificate"])


def _opens(phone: Page, home: Home, language: str) -> None:
    phone.goto("/r/ZZZZZZZZ/")
    expect(phone.locator(".wrong")).to_contain_text(WORDS[language]["no_such"])
    looked_at(phone, f"resident-way-wrong-{language}", language, [])
    phone.goto(f"/r/{home.code}/")
    expect(phone.locator("h1")).to_have_text(WORDS[language]["title"])
    expect(home.card(phone).locator(".big")).to_have_text(WORDS[language]["measure"])
    looked_at(phone, f"resident-way-home-{language}", language, home.written())


def _declares(phone: Page, home: Home, language: str) -> None:
    say = WORDS[language]
    phone.click(f"a[href='{home.page('return')}']")
    looked_at(phone, f"resident-way-return-{language}", language, home.written())
    phone.click("button.first")  # the browser holds back what is empty; the form stays
    assert phone.url.endswith(home.page("return"))
    phone.fill("[name=from_place]", say["from"])
    phone.fill("[name=arrived_on]", "2026-05-30")  # further ahead than can be announced
    phone.click("button.first")
    expect(phone.locator(".wrong").first).to_be_visible()
    expect(phone.locator("[name=from_place]")).to_have_value(say["from"])
    looked_at(phone, f"resident-way-return-wrong-{language}", language, [*home.written(), say["from"]])
    phone.fill("[name=arrived_on]", "2026-03-16")
    phone.click("button.first")
    expect(phone.locator(".note")).to_be_visible()
    with acting_as(system()):
        assert Declaration.objects.filter(person_id=home.one.person_id).exists()


def _reports(phone: Page, home: Home, language: str) -> None:
    phone.click(f"a[href='{home.page('check')}']")
    phone.fill("[name=temperature_c]", "hot")
    phone.click("button.first")
    expect(phone.locator(".wrong").first).to_be_visible()
    looked_at(phone, f"resident-way-check-{language}", language, home.written())
    phone.fill("[name=temperature_c]", "36.7")
    phone.click("button.first")
    expect(home.card(phone).locator("table tr").first).to_contain_text(WORDS[language]["self"])
    with acting_as(system()):
        last = quarantine.readings_of(home.one.person_id)[0]
        assert (str(last.temperature_c), last.self_reported) == ("36.7", True)


def _asks(phone: Page, home: Home, language: str) -> None:
    say = WORDS[language]
    phone.click(f"a[href='{home.page('help')}']")
    phone.check("[name=kind][value=medicine]")
    phone.fill("[name=words]", say["help"])
    looked_at(phone, f"resident-way-help-{language}", language, home.written())
    phone.click("button.first")
    expect(home.card(phone)).to_contain_text(say["help"])


def _objects(phone: Page, home: Home, language: str) -> None:
    say = WORDS[language]
    phone.click(f"a[href='{home.page('object')}']")
    phone.fill("[name=words]", say["object"])
    looked_at(phone, f"resident-way-object-{language}", language, home.written())
    phone.click("button.first")
    expect(home.card(phone)).to_contain_text(re.compile(r"SS\d{8}-\w{6}"))
    looked_at(phone, f"resident-way-after-{language}", language, [*home.written(), say["help"], say["object"]])


def _sees_what_is_held(phone: Page, home: Home, language: str) -> None:
    phone.click(f"a[href='{home.page('held')}']")
    expect(phone.locator("table").last).to_contain_text(WORDS[language]["looked"])
    looked_at(phone, f"resident-way-held-{language}", language, home.written())


def _released(home: Home, language: str) -> None:
    """On the last day the office releases, and issues the certificate in the reader's language."""
    with acting_as(system()) as by:
        assert measures.release([measures.NewRelease(observation_id=home.one.pk, team_confirmed=True)], by=by)[0].taken
        printed = measures.print_papers([measures.NewPrint(home.one.pk, "certificate_of_completed_observation", language)], by=by)
    assert printed[0].id, printed


def _is_certificate(pdf: bytes, title: str) -> None:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert title in re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", WORDS)
def test_a_return_a_temperature_and_help_without_script(chromium: Browser, live_server: Any, language: str) -> None:
    home, say = Home(), WORDS[language]
    with clocks.stopped_everywhere(AT_HOME_CHECK), phone_of(chromium, live_server.url, language, script=False) as phone:
        _opens(phone, home, language)
        _declares(phone, home, language)
        _reports(phone, home, language)
        _asks(phone, home, language)
        looked_at(phone, f"resident-plain-{language}", language, [*home.written(), say["help"]])


@pytest.mark.parametrize("language", WORDS)
def test_in_large_type_nothing_runs_out_of_the_phone(chromium: Browser, live_server: Any, language: str) -> None:
    home = Home()
    with clocks.stopped_everywhere(AT_HOME_CHECK), phone_of(chromium, live_server.url, language) as phone:
        addresses = {"entry": "/r/", "declare": "/r/declare/", "form": "/r/form/", "home": f"/r/{home.code}/"}
        addresses |= {name: home.page(name) for name in ("check", "help", "object", "held", "correct", "return")}
        for name, address in addresses.items():
            phone.goto(address)
            phone.evaluate("size => { document.documentElement.style.fontSize = size }", LARGE)
            fits(phone)
            keep(phone, f"resident-large-{language}-{name}")
            phone.set_viewport_size(NARROW)
