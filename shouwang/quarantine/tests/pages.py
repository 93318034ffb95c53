"""What the tests of the pages share: somebody signed in, a page's text, what a page sends."""

from typing import Any
from uuid import UUID

from django.test import Client

from shouwang.quarantine.models import Observation
from shouwang.quarantine.tests.conftest import SITE, TODAY

ADDRESSES = [
    "", "?state=due", "?state=all&measure=home_observation&what=alert", "sheet/", "alerts/", "referrals/", "waiting/", "unassessed/", "unsigned/", "teams/",
    "releases/", "missed/", "flags/", "sites/", f"sites/{SITE}/", "round/", f"round/?day={TODAY}&slot=pm",
]  # fmt: skip


def page(client: Client, address: str) -> str:
    """The page's text; anything but 200 fails the test."""
    response = client.get(f"/quarantine/{address}")
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def key() -> UUID:
    """The one observation."""
    return Observation.objects.get().pk


def typed(one: UUID, temperature: str = "", **more: Any) -> dict[str, Any]:
    """What the round's page sends for one home."""
    return {f"t-{one}": temperature} | {f"{name}-{one}": value for name, value in more.items()}


def act(client: Client, of: str, do: str, *keys: Any, **given: Any) -> str:
    """Do something with rows of a list, after the page that asks."""
    form = {f"with-{field}": value for field, value in given.items()}
    sent = {"list": f"quarantine.{of.replace('-', '_')}", "do": do, "selected": [str(one) for one in keys], "confirmed": "1"} | form
    response = client.post(f"/quarantine/{'' if of == 'people' else of + '/'}", sent)
    assert response.status_code == 200, (of, do, response.status_code)
    return response.content.decode()
