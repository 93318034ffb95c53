"""Ten thousand wrong codes by the real middleware: slowed, logged without anybody's data, and nothing of them in a log."""

import io
import logging
import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.audit import reads as audit
from shouwang.lib import clocks
from shouwang.lib.codes import new_code
from shouwang.quarantine.tests.conftest import at
from shouwang.residents import rules, writes
from shouwang.residents.models import TryCount
from shouwang.residents.tests.conftest import TODAY, Holder, with_link

pytestmark = pytest.mark.django_db
TRIES, MOST = 10_000, 20


@pytest.mark.slow
def test_ten_thousand_wrong_tries_are_slowed_and_logged(held: Holder, county: Actor) -> None:
    client = Client()
    looked_up = 0
    real = writes.open_link

    def counting(index: bytes) -> object:
        nonlocal looked_up
        looked_up += 1
        return real(index)

    began = time.monotonic()
    with patch("shouwang.residents.views.open.writes.open_link", counting):
        statuses = [client.get(f"/r/{new_code()}/", REMOTE_ADDR="198.51.100.7").status_code for _ in range(TRIES)]
    assert statuses == [302] * MOST + [429] * (TRIES - MOST)
    assert looked_up == MOST, "what is slowed is not even looked up"
    assert time.monotonic() - began < 60, "a hostile client is cheap to refuse"

    counted = TryCount.objects.get()
    assert counted.tries == TRIES
    events = list(audit.events().filter(action="residents.wrong_code").order_by("count"))
    assert [event.count for event in events] == [21, 210, 2100]
    assert all("198.51.100" not in str(event.__dict__) for event in events)
    assert b"198.51.100.7" not in bytes(counted.source)

    response = client.get(f"/r/{held.code}/", REMOTE_ADDR="198.51.100.7")
    assert response.status_code == 429, "from there even the right one has to wait"
    assert 0 < int(response["Retry-After"]) <= 600
    assert Client().get(f"/r/{held.code}/", REMOTE_ADDR="198.51.100.8").status_code == 302, "others do not"
    with clocks.stopped(at(TODAY, 20, 10)):
        assert client.get(f"/r/{held.code}/", REMOTE_ADDR="198.51.100.7").status_code == 302, "ten minutes later it opens"


def test_an_auditor_sees_on_the_page_of_the_log_that_codes_were_tried(held: Holder, login: Any) -> None:
    stranger = Client()
    for n in range(25):
        stranger.get(f"/r/{n:026d}/")
    body = login("001001001", "supervisor").get(reverse("logbook:index")).content.decode()
    assert "居民链接口令多次输错" in body
    assert ">21<" in re.sub(r"\s", "", body), "how many, when the slowing set in"
    assert f"{24:026d}" not in body


def test_wrong_tries_are_slowed(held: Holder) -> None:
    statuses = [Client().get(f"/r/{new_code()}/").status_code for _ in range(MOST + 3)]
    assert statuses == [302] * MOST + [429] * 3
    assert [event.count for event in audit.events().filter(action="residents.wrong_code")] == [21]


def test_who_is_in_already_is_not_slowed_by_the_neighbours(held: Holder) -> None:
    client = with_link(held.code)
    for _ in range(MOST + 5):
        Client().get(f"/r/{new_code()}/")
    assert "张样三" in client.get("/r/").content.decode()


def test_declarations_without_a_link_are_slowed(county: Actor) -> None:
    from shouwang.residents.models import Declaration
    from shouwang.residents.tests.test_pages import VILLAGE_CODE, sent

    said = {"full_name": "赵样六", "phone": "16900000066", "from_place": "武汉", "arrived_on": "2020-02-04"}
    statuses = [sent(Client(), f"/r/declare/{VILLAGE_CODE}/", **said).status_code for _ in range(14)]
    assert statuses == [302] * 10 + [429] * 4
    assert Declaration.objects.count() == 10


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [(0, ("1.1.1.1", "2.2.2.2"), True), (1, ("1.1.1.1", "2.2.2.2"), False), (1, ("9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1"), True)],
)
def test_the_connection_is_what_our_own_proxies_saw(county: Actor, proxies: int, forwarded: tuple[str, str], same: bool) -> None:
    with override_settings(TRUSTED_PROXIES=proxies):
        for value in forwarded:
            Client().get(f"/r/{new_code()}/", headers={"X-Forwarded-For": value})
    assert TryCount.objects.count() == (1 if same else 2)


def test_neighbours_in_one_ipv6_network_are_one_connection(county: Actor) -> None:
    for last in ("1", "abcd"):
        Client().get(f"/r/{new_code()}/", REMOTE_ADDR=f"2001:db8:1:2::{last}")
    assert TryCount.objects.count() == 1


def test_no_log_holds_a_code(held: Holder, settings: object) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    from shouwang.lib.addresses import Masked

    handler.addFilter(Masked())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        client = Client(raise_request_exception=False)
        client.get(f"/r/{held.code}/")
        client.get(f"/r/{held.code}")
        client.get(f"/r/{held.code}/more/")
        client.delete(f"/r/{held.code}/")
        with patch("shouwang.residents.views.open.writes.open_link", side_effect=ZeroDivisionError):
            assert client.get(f"/r/{held.code}/").status_code == 500
        for _ in range(MOST + 2):
            client.get(f"/r/{new_code()}/")
    finally:
        root.removeHandler(handler)
    said = stream.getvalue()
    assert "ZeroDivisionError" in said
    assert held.code not in said
    assert "/r/…" in said


def test_error_pages_hold_neither_code_nor_name(held: Holder) -> None:
    client = with_link(held.code)
    client.raise_request_exception = False
    for address in (f"/r/{held.code}/more/", "/r/me/9/held/", "/r/declare/nowhere/"):
        body = client.get(address).content.decode()
        assert held.code not in body
        assert "张样三" not in body
    with patch("shouwang.residents.reads.held.audit.looks", side_effect=ZeroDivisionError):
        body = client.get("/r/me/1/held/").content.decode()
    assert "张样三" not in body
    assert "ZeroDivision" not in body


def test_opening_a_page_asks_the_database_the_same_number_of_questions(held: Holder, county: Actor) -> None:
    client = with_link(held.code)
    client.get("/r/")
    with CaptureQueriesContext(connection, ) as few:
        client.get("/r/")
    for n in range(8):
        writes.ask_help([writes.NewHelp(held.person, "errand", f"rice {n}")], by=county)
        writes.lodge_objections([writes.NewObjection(held.person, f"no {n}")], by=county)
    with CaptureQueriesContext(connection) as many:
        client.get("/r/")
    assert len(many) == len(few)


def test_what_is_worth_an_event() -> None:
    assert [n for n in range(1, 30_000) if rules.is_logged(n, 20)] == [21, 210, 2100, 21_000]


def test_tries_of_whoever_waits_are_written_ten_by_ten_and_none_is_lost() -> None:
    written = [rules.to_write_down(n) for n in range(1, 101)]
    assert sum(written) == 100
    assert [n for n, more in enumerate(written, 1) if more] == [1, *range(10, 101, 10)]


def test_a_number_worth_an_event_is_seen_on_the_way() -> None:
    assert rules.logged_number(20, 21, 20) == 21
    assert rules.logged_number(205, 215, 20) == 210, "two processes count the same connection"
    assert rules.logged_number(21, 209, 20) is None


def test_refusing_whoever_waits_asks_the_database_nothing(held: Holder) -> None:
    for _ in range(MOST + 1):
        Client().get(f"/r/{new_code()}/")
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(f"/r/{new_code()}/").status_code == 429
    assert not asked.captured_queries


def test_another_process_learns_from_the_count_that_a_connection_has_to_wait(held: Holder) -> None:
    for _ in range(MOST):
        Client().get(f"/r/{new_code()}/")
    cache.clear()  # as a process that has not seen it
    assert Client().get(f"/r/{held.code}/").status_code == 429
