"""The pages of the demo county as an officer of the county sees them, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.test import Client
from django.urls import resolve

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from tests.house.objects import OWN_TOWN, filled, objects_of, sample
from tests.house.test_urls import own_urls

SIGN_INS = ("county", "township")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-confirm", "data-shortcut-label")
SILENT = {"script", "style", "svg", "code", "textarea"}
FOR_NOBODY_IN = ("/account/login/", "/no/such/page/", "/ui/help/")  # pages without a sign-in


@dataclass(frozen=True)
class Shown:
    """One whole page: its address, the view's name (empty where nothing is there), its texts."""

    address: str
    view: str
    texts: tuple[str, ...]


def signed_in(username: str, language: str) -> Client:
    """A client of one of the demo's people, who reads in a language."""
    client = Client(headers={"Accept-Language": language})
    if username:
        with acting_as(system()):
            user = User.objects.get(username=username)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses() -> list[str]:
    """Every address without an object, and with an object of the own township."""
    with acting_as(system()):
        known = objects_of(OWN_TOWN)
        routes = [(route, sample(route, known)) for route, names, _entry in own_urls() if "api" not in names]
    return sorted({filled(route, values) for route, values in routes if values is not None})


def pages(username: str, language: str) -> Iterator[Shown]:
    """Every whole page that answers; fragments, files and redirects are passed over."""
    client = signed_in(username, language)
    for address in addresses() if username else FOR_NOBODY_IN:
        answer = client.get(address)
        html = answer.content.decode(errors="ignore") if answer["Content-Type"].startswith("text/html") else ""
        if answer.status_code in (200, 403, 404) and '<main id="content"' in html:
            yield Shown(address, view_of(address) if answer.status_code == 200 else "", tuple(texts(html)))


def view_of(address: str) -> str:
    """The name of the view at an address."""
    return resolve(address.partition("?")[0]).view_name


class _Reader(HTMLParser):
    """Collects the texts and the spoken attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self._foreign: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        given = dict(attributes)
        self.found += [value for name in SPOKEN if (value := given.get(name)) and "lang" not in given]
        if "lang" in given and tag != "html":
            self._foreign.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if self._foreign and self._foreign[-1] == tag:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data).strip()
        if text and not self._silent and not self._foreign:
            self.found.append(text)


def texts(html: str) -> list[str]:
    """The texts of a page in their order; what is marked as another language is left out."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
