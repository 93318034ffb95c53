"""How long the pages of a full county take at the server: 95th percentile of so many requests, and their queries."""

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from bench.results import Result, percentile
from shouwang.accounts.models import User
from shouwang.lib import clocks
from shouwang.places.reads import path_of

BUDGET_MS = 150
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Asked:
    """A page and who opens it."""

    what: str
    username: str
    address: str


def asked() -> list[Asked]:
    """My day, round page, order list, daily report."""
    county, town = path_of("411621") or "", path_of("411621101") or ""
    day = clocks.today().isoformat()
    pages = [("my day", "township", "project:my_day", []), ("my day", "county", "project:my_day", []), ("round page", "doctor", "quarantine:round", []),
             ("order list", "county", "quarantine:list", []), ("daily report", "county", "reports:sheet", [county, day]), ("daily report", "township", "reports:sheet", [town, day])]
    return [Asked(what, user, address) for what, user, name, arguments in pages if (address := _address(name, arguments))]


def _address(name: str, arguments: list[str]) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def measure(requests: int) -> list[Result]:
    """A line for each page."""
    return [_measure(page, requests) for page in asked()]


def _measure(page: Asked, requests: int) -> Result:
    client = Client()
    client.force_login(User.objects.get(username=page.username), backend=SIGN_IN)
    client.get(page.address)  # templates compiled, caches warm, as on a running server
    times = []
    for _number in range(requests):
        began = time.perf_counter()
        response = client.get(page.address)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (page.address, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.address)
    return Result(f"{page.what} as {page.username}, p95 of {requests}", BUDGET_MS, percentile(times, 0.95), "ms", f"median {percentile(times, 0.5):.0f}, {len(queries)} queries")
