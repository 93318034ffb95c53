"""Two isolation sites alive: rooms numbered, people moved there, one gone home, a reservation, a request, waste, and a spot check."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.quarantine import reads
from shouwang.quarantine import writes as quarantine

FLOORS, ROOMS_ON_A_FLOOR = 3, 8
GUESTS_EVERY = 5  # every fifth of those who are ordered to stay at home has no room alone there
MOST_GUESTS = 9  # at one site
NEEDS = (["elderly"], [], ["ill"], [], [])


def number_rooms(by: Actor) -> None:
    """Three floors of eight rooms at each site; the last two are the staff's."""
    for site in reads.sites(by=by):
        names = [f"{floor}{number:02}" for floor in range(1, FLOORS + 1) for number in range(1, ROOMS_ON_A_FLOOR + 1)]
        verdicts = quarantine.add_rooms([quarantine.NewRoom(site=site.code, number=name) for name in names[: site.rooms]], by=by)
        quarantine.keep_for_staff([one.id for one in verdicts[-2:] if one.id], staff=True, by=by)


def fill_rooms(observed: Sequence[Any], by: Actor) -> None:
    """Some people have no room alone at home: they go to the sites, each into a room. ``observed``: who is under observation."""
    number_rooms(by)
    chosen = list(observed[::GUESTS_EVERY])
    for at, site in enumerate(reads.sites(by=by)):
        guests = chosen[at * MOST_GUESTS : (at + 1) * MOST_GUESTS]
        moves = [quarantine.Decided(observation_id=one.observation_id, measure="central_isolation", site=site.code, reason="家中无独立房间") for one in guests]
        moved = [one.id for one in quarantine.change_measure(moves, by=by) if one.taken and one.id]
        _give_rooms(site.code, moved, by)


def _give_rooms(site: str, moved: Sequence[UUID], by: Actor) -> None:
    free = [card.room.number for card in reads.rooms(site, by=by) if card.state == "free"]
    rows = [
        quarantine.NewStay(observation_id=key, site=site, room=room, needs=NEEDS[at % len(NEEDS)])
        for at, (key, room) in enumerate(zip(moved[:-1], free, strict=False))
    ]
    quarantine.move_in(rows, by=by)
    quarantine.book_rooms([quarantine.NewBooking(site=site, room=free[-1], whom="G512次两人", expected_at=clocks.now() + timedelta(hours=4))], by=by)
    quarantine.open_requests([quarantine.NewSiteRequest(site=site, text="热水壶坏了,请更换")], by=by)


def live_on(by: Actor) -> None:
    """The next day at the sites: somebody goes to hospital, a room is closed, waste is handed over."""
    for site in reads.sites(by=by):
        cards = reads.rooms(site.code, by=by)
        inside = [guest.stay for card in cards for guest in card.guests]
        quarantine.move_out([quarantine.EndedStay(person_id=stay.person_id, out_kind="out_hospital") for stay in inside[:1]], by=by)
        free = [card.room.pk for card in cards if card.state == "free"]
        quarantine.close_rooms(free[-1:], reason="水管维修", by=by)
        quarantine.record_waste([quarantine.NewWaste(site=site.code, bins=3)], by=by)


def look_around(by: Actor) -> list[Verdict]:
    """A supervisor draws ten people, reaches most of them, and finds one out."""
    draw = quarantine.NewDraw(mode="phone", count=10, measure="home_observation", seed="demo")
    if not quarantine.draw_spot_checks([draw], by=by)[0].taken:
        return []
    drawn = reads.draw(draw.id, by=by)
    results = ("at_home", "at_home", "no_answer", "at_home", "at_home", "not_at_home", "at_home")
    keys = drawn.drawn if drawn else []
    return quarantine.record_spot_checks(
        [quarantine.NewSpotCheck(observation_id=key, draw_id=draw.id, result=result) for key, result in zip(keys, results, strict=False)], by=by
    )
