"""A small county with somebody under observation, who holds a link. All people are invented."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from django.core.cache import cache
from django.test import Client

from shouwang.accounts.actors import Actor, resident, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.lib.refusals import Refused
from shouwang.quarantine.tests.conftest import OTHER_TOWN, TODAY, TOWN, VILLAGE, actor, county, number, person, started
from shouwang.residents import writes
from shouwang.residents.models import Declaration
from shouwang.residents.writes import NewLink

__all__ = ["OTHER_TOWN", "TODAY", "TOWN", "VILLAGE", "actor", "county", "person", "started"]


TYPED = re.compile(r"(?:[0-9A-Z]{4,6}-){3,}[0-9A-Z]{1,6}")  # a code in groups, as it is typed from paper


@dataclass(frozen=True)
class Holder:
    """Somebody with a link."""

    person: UUID
    observation: UUID
    link: UUID
    code: str


def given(by: Actor, *targets: NewLink) -> list[tuple[UUID, str]]:
    """Links and their codes."""
    verdicts = writes.give_links(targets, by=by)
    assert all(verdict.taken for verdict in verdicts), verdicts
    return [(verdict.id, verdict.facts["code"]) for verdict in verdicts if verdict.id]


def holder(by: Actor, n: int, area: str = VILLAGE) -> Holder:
    """The n-th invented person, under home observation, with a link."""
    observation = started(by, n, area=area)[0]
    who = person(n, area)
    (link, code), *_rest = given(by, NewLink(person_id=who))
    return Holder(who, observation, link, code)


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    """The process remembers who has to wait; the next test begins without that."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def held(county: Actor) -> Holder:
    """Somebody under observation with a link."""
    return holder(county, 1)


@pytest.fixture
def village(county: Actor) -> Iterator[Actor]:
    """The officer of the village, in whose scope the test runs."""
    with acting_as(actor(VILLAGE, "village_officer")) as by:
        yield by


Login = Callable[..., Client]


@pytest.fixture
def login(county: Actor) -> Login:
    """Signs somebody in who holds one post: ``login(area, role)``."""

    def signed_in(area: str, role: str = "township_officer") -> Client:
        name = f"{role}-{area}"
        post = NewPost(name, role, area, "", full_name=name, password="a-long-password-1", valid_from=TODAY.replace(day=1))
        with acting_as(system()) as operator:
            assert give_posts([post], by=operator)[0].taken
        client = Client()
        client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def with_link(code: str) -> Client:
    """A browser that has opened a link."""
    client = Client()
    assert client.get(f"/r/{code}/").status_code == 302
    return client


@dataclass(frozen=True)
class Sheet:
    """A printed page of slips: what its QR codes hold, the codes to type, all its letters."""

    codes: list[str]
    typed: list[str]
    text: str


def sheets(pdf: bytes) -> list[Sheet]:
    """The pages of a print, as a reader that is not ours sees them at 300 dpi."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        text = re.sub(r"[\r\u200b]", "", page.get_textpage().get_text_range())
        found = [one.text for one in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("RGB"))]
        pages.append(Sheet(found, [code.replace("-", "").replace(" ", "") for code in TYPED.findall(text)], text))
    return pages


def slips(response: Any) -> list[Sheet]:
    """The pages of a response that must be a print."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return sheets(response.content)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens inside is refused as a whole, with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def declared(area: str = VILLAGE, **more: Any) -> Declaration:
    """A return declared on the public page."""
    told = {"full_name": "赵样六", "id_number": number(66), "from_place": "湖北省武汉市", "arrived_on": date(2020, 2, 4)} | more
    with acting_as(resident(area, "public page")) as by:
        key = writes.declare_publicly(writes.Told(**told), by=by)
    return Declaration.objects.get(pk=key)
