"""The pictures of the guides: every screen they speak of, taken in the demo county, in both languages of the guides.

``scripts/pictures.py`` runs this file; the everyday suite does not. The demo county's afternoon is always the same one,
so a picture changes only when its screen does.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.lib import paths
from shouwang.residents.writes import NewLink, give_links
from tests.house.objects import OWN_TOWN, objects_of
from tests.journeys.conftest import NARROW, WIDE

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "guides"
LANGUAGES = {"zh-Hans": "zh-CN", "en": "en-GB"}
COLOURS = 96  # of a stored picture: screens are flat, so nothing is lost to the eye
TALLEST = 1600  # pixels; a long list is cut, its beginning says what it is
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Picture:
    """One screen: who looks, at which address, on which screen, and what is done before it is taken."""

    name: str
    who: str
    address: Callable[[], str]
    phone: bool = False
    before: Callable[[Page], Any] | None = None


def at(name: str, *arguments: str) -> Callable[[], str]:
    """The address of a page; arguments in capitals are looked up among the objects of the township."""
    return lambda: reverse(name, args=[_known(argument) for argument in arguments])


def _known(argument: str) -> str:
    if not argument.isupper():
        return argument
    with acting_as(system()):
        return str(_objects()[argument])


def _objects() -> dict[str, Any]:
    from django.apps import apps

    town = objects_of(OWN_TOWN)
    path, observations = town["town"], apps.get_model("quarantine.Observation").objects
    watched = observations.filter(area__startswith=path, ended_at__isnull=True, started_at__isnull=False).order_by("pk")
    first = watched.first()
    return {
        "TOWN": path, "DAY": town["day"], "OBSERVATION": first.pk, "PERSON": first.person_id,
        "COUNTY": paths.cut(path, "county"), "SITE": apps.get_model("quarantine.Room").objects.order_by("site").first().site,
    }  # fmt: skip


PICTURES = [
    Picture("grid-my-day", "grid", at("project:my_day"), phone=True),
    Picture("grid-round", "grid", at("quarantine:round"), phone=True),
    Picture("doctor-my-day", "doctor", at("project:my_day"), phone=True),
    Picture("doctor-round", "doctor", at("quarantine:round"), phone=True),
    Picture("village-my-day", "village", at("project:my_day")),
    Picture("township-my-day", "township", at("project:my_day")),
    Picture("township-returnees", "township", at("arrivals:index")),
    Picture("township-import", "township", at("ledger:new")),
    Picture("township-observation", "township", at("quarantine:observation", "OBSERVATION")),
    Picture("township-report", "township", at("reports:sheet", "TOWN", "DAY")),
    Picture("county-my-day", "county", at("project:my_day")),
    Picture("supervisor-my-day", "supervisor", at("project:my_day")),
    Picture("epidemiologist-my-day", "cdc", at("project:my_day")),
    Picture("operator-my-day", "operator", at("project:my_day")),
    Picture("operator-installation", "operator", at("project:installation")),
    Picture("village-coverage", "village", at("duty:coverage")),
    Picture("township-transfers", "township", at("arrivals:transfers")),
    Picture("township-person", "township", at("people:person", "PERSON")),
    Picture("health-site", "county", at("quarantine:site", "SITE")),
    Picture("county-board", "county", at("situation:board", "COUNTY")),
    Picture("county-rules", "county", at("policy:words", "shelf.covid-19-2020-02")),
    Picture("supervisor-spot-checks", "supervisor", at("quarantine:spot_checks")),
    Picture("supervisor-log", "supervisor", at("logbook:index")),
    Picture("resident-measure", "grid", lambda: f"/r/{_code()}/", phone=True),
]


def _code() -> str:
    """A resident's link, given for the picture."""
    with acting_as(system()) as by:
        return give_links([NewLink(person_id=_objects()["PERSON"])], by=by)[0].facts["code"]


def window(chromium: Browser, url: str, picture: Picture, language: str) -> Page:
    """A window in which the person of a picture is signed in and reads one language."""
    with acting_as(system()):
        user = User.objects.get(username=picture.who)
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=NARROW if picture.phone else WIDE, base_url=url, locale=LANGUAGES[language])
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language.lower()}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    return context.new_page()


def take(page: Page, picture: Picture, language: str) -> None:
    """Open the screen and store its picture, small."""
    page.goto(picture.address())
    page.wait_for_load_state("networkidle")
    if picture.before:
        picture.before(page)
    size = NARROW if picture.phone else WIDE
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    flat = Image.open(io.BytesIO(page.screenshot(caret="initial"))).convert("RGB")
    (FOLDER / language).mkdir(parents=True, exist_ok=True)
    flat.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / language / f"{picture.name}.png", optimize=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_picture(picture: Picture, language: str, demo: None, chromium: Browser, live_server: Any) -> None:
    page = window(chromium, live_server.url, picture, language)
    take(page, picture, language)
    page.context.close()
