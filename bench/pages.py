"""How long the pages of a full county take at the server (those the budgets name, then every list and board): 95th percentile of so many requests, and their queries."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from bench.results import Result, percentile
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.quarantine import reads as observed

BUDGET_MS = 150
NOT_MEASURED = ("/api/", "/account/", "/i18n/", "/ui/")  # no page of the desk
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Asked:
    """A page and who opens it; the words that are posted to a search."""

    what: str
    username: str
    address: str
    words: str = ""

    def open(self, client: Client) -> Any:
        """The answer to one request."""
        return client.post(self.address, {"q": self.words}, headers={"HX-Request": "true"}) if self.words else client.get(self.address)


def asked() -> list[Asked]:
    """My day, round page, order list, daily report."""
    county, town = path_of("411621") or "", path_of("411621101") or ""
    day = clocks.today().isoformat()
    pages = [*(("my day", post, "project:my_day", []) for post in ("grid", "doctor", "village", "township", "health", "county")), ("round page", "doctor", "quarantine:round", []),
             ("order list", "county", "quarantine:list", []), ("daily report", "county", "reports:sheet", [county, day]), ("daily report", "township", "reports:sheet", [town, day]), ("board", "county", "situation:board", [county]),
             ("board", "township", "situation:board", [town])]
    named = [Asked(what, user, address) for what, user, name, arguments in pages if (address := _address(name, arguments))]
    return named + _of_one(town) + _searches() + _standing({page.address for page in named})


def _of_one(town: str) -> list[Asked]:
    """The pages of one person, one observation, one area."""
    with acting_as(system("bench")):
        one = observed.filtered(by=system("bench")).filter(area__startswith=town).order_by("pk").first()
    pages = [("area", "places:area", [town])]
    if one is not None:
        pages += [("person", "people:person", [one.person_id]), ("observation", "quarantine:observation", [one.pk])]
    return [Asked(f"page of one {what}", "township", _address(name, arguments)) for what, name, arguments in pages]


def _searches() -> list[Asked]:
    """The search over everything, by what people type: a name, its beginning, initials, a whole number, a place in either script, a day, nothing that is there."""
    kinds = {"a name": "王小明", "a family name": "王", "initials": "wxm", "initials of a place": "cqz", "a number": "16900000001", "a place": "崔桥", "the same in the other script": "崔橋",
             "a code": "411621101", "a place and a day": "昨天 崔桥", "a site": "卡点", "a help text": "截稿", "what is not there": "鑫淼焱垚"}  # fmt: skip
    address = _address("project:find", [])
    return [Asked(f"search for {kind}", username, address, words) for kind, words in kinds.items() for username in ("county", "township")]


def _standing(known: set[str]) -> list[Asked]:
    """Every other page that stands for itself: the lists and boards."""
    client = _client("county")
    found = [address for address in _plain_addresses(get_resolver()) if address not in known and not address.startswith(NOT_MEASURED)]
    return [Asked(address, "county", address) for address in sorted(found) if _is_page(client.get(address))]


def _is_page(response: Any) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def _plain_addresses(resolver: Any, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if "<" in route or "$" in route:
            continue
        if isinstance(entry, URLResolver):
            yield from _plain_addresses(entry, route)
        else:
            yield route


def _client(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend=SIGN_IN)
    return client


def _address(name: str, arguments: list[str]) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def measure(requests: int) -> list[Result]:
    """A line for each page."""
    return [_measure(page, requests) for page in asked()]


def _measure(page: Asked, requests: int) -> Result:
    client = _client(page.username)
    page.open(client)  # templates compiled, caches warm, as on a running server
    times = []
    for _number in range(requests):
        began = time.perf_counter()
        response = page.open(client)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (page.address, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        page.open(client)
    return Result(f"{page.what} as {page.username}, p95 of {requests}", BUDGET_MS, percentile(times, 0.95), "ms", f"median {percentile(times, 0.5):.0f}, {len(queries)} queries")
