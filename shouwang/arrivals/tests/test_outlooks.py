"""What would change under another pack: the open returns judged by both, the people behind each number, in bounded time."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import writes
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.outlooks import held_by_rules, lines_of
from shouwang.arrivals.tests.conftest import COUNTY, FAR_VILLAGE, HILL, TOWN, VILLAGE, actor, came
from shouwang.policy import outlooks, shelf
from shouwang.policy.outlooks import LATER, SOONER, Outlook
from shouwang.policy.reads import Supposed, rulebook

Looked = Callable[..., Outlook]
SEVEN_DAYS = "covid-19-2022-06"


def looked(by: Actor, pack: Any = None, area: str = COUNTY) -> Outlook:
    book = rulebook()
    then = Supposed(book, area, pack=pack or shelf.pack(SEVEN_DAYS))
    [found] = [one for one in outlooks.outlooks(book, then, area, by) if one.source.name == "arrivals"]
    return found


def record(by: Actor, *rows: Any) -> None:
    verdicts = writes.record_arrivals(list(rows), by=by)
    assert all(verdict.taken for verdict in verdicts), [verdict.reason for verdict in verdicts]


def test_the_same_rules_change_nothing(county: Actor) -> None:
    record(county, came(1), came(2, from_place="广东深圳"))
    found = looked(county, shelf.pack("covid-19-2020-02"))
    assert (found.checked, found.changed) == (2, 0)


def test_each_kind_of_change_is_one_number(county: Actor) -> None:
    record(county, came(1), came(2), came(3, from_place="广东深圳"), came(4, from_place="郑州"))
    found = looked(county)
    kinds = {(g.now.class_id, g.then.class_id, g.now.measure, g.then.measure): len(g.cases) for g in found.groups}
    assert kinds[("key_area", "other_province", "home_observation", "none")] == 2
    assert kinds[("other_province", "other_province", "self_monitoring", "none")] == 1
    assert found.changed == 3  # within the province nothing is asked either way
    assert found.checked == 4


def test_only_the_last_day_may_differ(county: Actor) -> None:
    content = dict(shelf.content("covid-19-2020-02"))
    content["measure"] = [{**one, "days": 21} if one["id"] == "home_observation" else one for one in content["measure"]]
    from shouwang.policy.pack_files import read_pack

    record(county, came(1))
    [group] = looked(county, read_pack(content, file="own.toml")).groups
    assert (group.shift, group.cases[0].now.last_day, group.cases[0].then.last_day) == (
        LATER,
        date(2020, 2, 3),
        date(2020, 2, 10),
    )


def test_sooner_where_the_pack_is_shorter(county: Actor) -> None:
    record(county, came(1, case_contact=True))
    groups = looked(county).groups
    assert [group.shift for group in groups] == [SOONER]


def test_the_changes_are_counted_by_village(county: Actor) -> None:
    record(county, came(1), came(2), came(3, area=FAR_VILLAGE))
    found = looked(county)
    villages = {one.area: (one.changed, one.sooner, one.later) for one in outlooks.by_village([found])}
    assert villages == {VILLAGE: (2, 2, 0), FAR_VILLAGE: (1, 1, 0)}
    assert sum(one.changed for one in outlooks.by_village([found])) == found.changed


def test_a_unit_s_rules_are_held_against_its_real_people(county: Actor) -> None:
    from shouwang.policy.overlays import read_overlay

    record(county, came(1), came(2, area=HILL))
    book = rulebook()
    raw = {"unit": "CQ", "measure": [{"id": "home_observation", "days": 21}]}
    overlay = read_overlay(raw, pack=book.pack_for(TOWN, date(2020, 1, 25)), file="own.toml")
    found = outlooks.outlooks(book, Supposed(book, COUNTY, overlay=overlay), COUNTY, county)
    assert [(one.area, one.changed, one.later) for one in outlooks.by_village(found)] == [(VILLAGE, 1, 1)]  # the zone's village has other rules
    assert not any(case.freed for one in found for group in one.groups for case in group.cases)


def test_who_is_decided_by_an_officer_stays(county: Actor) -> None:
    record(county, came(1))
    root = Arrival.objects.get().root
    decision = writes.ClassDecision(root, "other_province", "lives in another place")
    assert writes.decide_classes([decision], by=county)[0].taken
    found = looked(county)
    assert (found.checked, found.by_hand, found.changed) == (1, 1, 0)


def test_who_came_long_ago_or_left_again_is_not_asked(county: Actor) -> None:
    record(county, came(1, arrived_on=date(2019, 12, 1), left_on=date(2019, 12, 1)), came(2))
    gone = Arrival.objects.get(arrived_on=date(2020, 1, 20))
    assert writes.change_states([writes.StateChange(gone.root, "left_again", "back to work")], by=county)[0].taken
    assert looked(county).checked == 0


def test_a_township_sees_its_own_people_only(county: Actor) -> None:
    record(county, came(1), came(2, area=FAR_VILLAGE))
    with acting_as(actor(TOWN)) as town:
        assert looked(town, area=TOWN).checked == 1
    with acting_as(actor(TOWN, "volunteer")) as nobody:
        assert outlooks.outlooks(rulebook(), rulebook(), TOWN, nobody) == []


def test_part_of_the_area_with_a_pack_of_its_own_keeps_it(county: Actor) -> None:
    from shouwang.accounts.actors import system
    from shouwang.policy import writes as policy

    with acting_as(system()) as operator:
        new = policy.NewPack(TOWN, date(2020, 1, 2), "own", "covid-19-2020-02", alone_because="trial")
        assert policy.put_in_force([new], by=operator)[0].taken
    record(county, came(1), came(2, area=FAR_VILLAGE))
    assert looked(county).changed == 1


def test_the_people_behind_a_number_have_names_and_pages(county: Actor) -> None:
    record(county, came(1))
    [group] = looked(county).groups
    line = lines_of([case.key for case in group.cases], county)[group.cases[0].key]
    assert (line.title, line.url.startswith("/arrivals/")) == ("张样三", True)
    assert "八庙" in line.place


def test_3000_open_returns_are_looked_at_in_bounded_time_and_queries(county: Actor) -> None:
    record(county, came(1))
    one = Arrival.objects.get()
    with CaptureQueriesContext(connection) as few:
        held_by_rules(rulebook(), Supposed(rulebook(), COUNTY, pack=shelf.pack(SEVEN_DAYS)), COUNTY, county)
    places = ["湖北省武汉市", "广东深圳", "郑州", "上海市", "浙江温州"]
    record(
        county,
        *(came(None, full_name=f"张样{chr(0x4E00 + n)}", from_place=places[n % 5], arrived_on=one.arrived_on - timedelta(days=n % 10),
               left_on=one.arrived_on - timedelta(days=n % 10), phone=f"1690{n:07}") for n in range(2, 3001)),
    )  # fmt: skip
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as many:
        found = held_by_rules(rulebook(), Supposed(rulebook(), COUNTY, pack=shelf.pack(SEVEN_DAYS)), COUNTY, county)
    seconds = time.perf_counter() - began
    assert len(found.cases) == 3000
    assert len(many) == len(few)
    assert seconds < 5, f"{seconds:.1f} s for 3,000 open returns"


def test_the_page_opens_the_rows(county: Actor, login: Any) -> None:
    record(county, came(1), came(2, area=VILLAGE))
    client = login(COUNTY, "command_office")
    page = client.get(f"/policy/outlook/shelf.{SEVEN_DAYS}/")
    assert "2人中2人会变" in page.content.decode()
    href = page.content.decode().partition(f'href="/policy/outlook/shelf.{SEVEN_DAYS}/')[2].partition('"')[0]
    rows = client.get(f"/policy/outlook/shelf.{SEVEN_DAYS}/{href}").content.decode()
    assert rows.count("张样三") == 2
    assert login(TOWN, "township_officer").get(f"/policy/outlook/shelf.{SEVEN_DAYS}/").status_code == 404


@pytest.mark.parametrize("role", ["grid_worker", "supervisor"])
def test_looking_ahead_is_for_those_who_propose(county: Actor, login: Any, role: str) -> None:
    assert login(COUNTY, role).get(f"/policy/outlook/shelf.{SEVEN_DAYS}/").status_code == 404
