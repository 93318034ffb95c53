"""The resident's side of the demo: links in some hands, help asked for, one objection, returns declared on the poster."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import resident, system
from shouwang.accounts.scope import acting_as
from shouwang.demo.people import invented
from shouwang.lib import clocks, paths
from shouwang.people import reads as registered
from shouwang.quarantine import reads as quarantine
from shouwang.residents import writes
from shouwang.residents.choices import HelpState

DECLARED = 970_000  # number of the invented person who declares a return on the public page
HOLDERS, HOMES_ASKED = 6, 20
ASKED = (
    ("errand", "大米10斤,青菜,盐一袋", False), ("medicine", "降压药(缬沙坦)快吃完了", True), ("counselling", "孩子在外地,晚上睡不着", False),
)  # fmt: skip
OBJECTED = "我一直在县里没有出去过,车票可以作证,请核实。"


def tell(observations: Sequence[UUID], now: datetime, say: Callable[[str], object]) -> None:
    """Links for a few people under observation, and what they did with them this morning."""
    by = system("演示")
    found = [quarantine.observation(key, by=by) for key in observations]
    watched = [one for one in found if one is not None and one.ended_at is None][:HOLDERS]
    if not watched:
        return
    with clocks.stopped(now - timedelta(hours=3)):
        given = writes.give_links([writes.NewLink(person_id=one.person_id) for one in watched], by=by)
        _ask(watched)
        _declare(watched[0].area)
    with clocks.stopped(now - timedelta(hours=2)):
        _declare_without_a_number(watched[-1].area)
    say(f"a resident's page: /r/{given[0].facts['code']}/")


def _ask(watched: Sequence[Any]) -> None:
    """Three ask for help, one of them is helped already; one objects to the measure."""
    for one, (kind, words, urgent) in zip(watched, ASKED, strict=False):
        with acting_as(resident(one.area, "link demo")) as by:
            asked = writes.ask_help([writes.NewHelp(one.person_id, kind, words, urgent)], by=by)[0]
        if kind == "errand" and asked.id:
            writes.move_requests([writes.HelpStep(asked.id, HelpState.ACCEPTED)], by=system("网格员示一"))
    with acting_as(resident(watched[-1].area, "link demo")) as by:
        writes.lodge_objections([writes.NewObjection(watched[-1].person_id, OBJECTED)], by=by)


def _declare(area: str) -> None:
    person, today = invented(DECLARED), clocks.today()
    told = writes.Told(
        full_name=person.full_name, id_number=person.id_number, phone=person.phone, from_place="湖北省武汉市", left_on=today, arrived_on=today,
        transport="rail", transport_no="G1545", case_contact=False,
    )  # fmt: skip
    with acting_as(resident(paths.cut(area, "village"), "public page")) as by:
        writes.declare_publicly(told, by=by)


def _declare_without_a_number(area: str) -> None:
    """Somebody on the village's list declares a coming return on the poster, and writes no identity number: an officer has to say who it is."""
    with acting_as(system("演示")) as by:
        homes = registered.households(paths.cut(area, "township"), by=by)[:HOMES_ASKED]
        listed = [card for home in homes if (page := registered.household(home.pk, by=by)) for card in page.persons]
    if not listed:
        return
    told = writes.Told(
        full_name=listed[0].full_name, phone=invented(DECLARED + 1).phone, from_place="浙江省温州市", arrived_on=clocks.today() + timedelta(days=2), transport="coach",
    )  # fmt: skip
    with acting_as(resident(paths.cut(listed[0].area, "village"), "public page")) as by:
        writes.declare_publicly(told, by=by)
