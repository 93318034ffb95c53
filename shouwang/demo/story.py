"""Three days in the county, told through the same doors that everybody uses, each thing at its own time.

Returnees come in, are classed, put under observation with their teams, checked twice a day; two fall ill, some are missed, some go
home; villages confirm, townships and the county sign, the evening freezes the sheets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.arrivals import writes as arrivals
from shouwang.demo import papers, residents, rooms, transfers
from shouwang.demo.homes import STREETS
from shouwang.demo.people import invented
from shouwang.demo.place import Place
from shouwang.demo.posts import DOORSTEP, TOWN
from shouwang.duty.writes import Member
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine import writes as quarantine
from shouwang.reports import jobs
from shouwang.reports import writes as reports
from shouwang.reports.choices import Level

DAYS = 3
RETURNEES_FROM = 800_000  # numbers of invented people who come back
A_DAY = 64
ORIGINS = ("湖北省武汉市江汉区", "湖北孝感", "广东省深圳市", "浙江温州", "河南省郑州市", "湖北武汉", "江苏省苏州市", "河南省信阳市")
TEAM = ("community_officer", "grid_worker", "health_worker", "police", "volunteer")
SLOTS = {"am": time(8, 20), "pm": time(15, 10)}
NORMAL = [Decimal(value) for value in ("36.2", "36.5", "36.4", "36.6", "36.3", "36.7", "36.8")]
FEVERS = {(3, "pm"): Decimal("37.9"), (11, "am"): Decimal("38.2")}  # who (by order of start) and in which slot of the last day
HOME_EVERY = 12  # of so many returnees one comes back to the grid of the sign-ins
MISSED_EVERY, SILENT_EVERY, NO_POLICE_EVERY, WAITING_EVERY = 23, 41, 9, 8
AHEAD_EVERY = 25  # one in so many is written down before anybody was there, which the office sees
ROUND = timedelta(minutes=150)  # from the first door to the last


@dataclass
class Watched:
    """Somebody under observation in the story."""

    observation_id: UUID
    village: str
    started: datetime
    due_on: date
    released: bool = False


class Story:
    """Tells the days up to now."""

    def __init__(self, place: Place, now: datetime, say: Callable[[str], object], a_day: int = A_DAY) -> None:
        self.place, self.now, self.say, self.a_day = place, now, say, a_day
        self.own = next(town for town in place.townships if place.codes[town].startswith(TOWN))
        self.doorstep = places.path_of(DOORSTEP) or place.villages[0]
        self.watched: list[Watched] = []
        self.today = clocks.local(now).date()

    def tell(self) -> None:
        """Day by day, the last one up to now."""
        for back in range(DAYS, -1, -1):
            day = self.today - timedelta(days=back)
            self.say(f"{day}: {len(self.watched)} under observation")
            for at, happen in self._plan(day, DAYS - back):
                if at <= self.now:
                    with clocks.stopped(at):
                        happen()
        self._fetch_today()
        residents.tell([one.observation_id for one in self.watched if one.village.startswith(self.own) and not one.released], self.now, self.say)

    def _plan(self, day: date, number: int) -> list[tuple[datetime, Callable[[], object]]]:
        return [
            (clocks.at(day, SLOTS["am"]), lambda: self._check(day, "am")),
            (clocks.at(day, time(9, 30)), lambda: self._come_back(day, number)),
            (clocks.at(day, time(11, 30)), lambda: self._start(day)),
            (clocks.at(day, time(12, 0)), lambda: self._go_home(day)),
            *self._sites(day, number),
            (clocks.at(day, SLOTS["pm"]), lambda: self._check(day, "pm")),
            (clocks.at(day, time(18, 12)), lambda: self._confirm(day)),
            (clocks.at(day, time(18, 50)), lambda: self._sign(day)),
            (clocks.at(day, time(20, 0)), lambda: jobs.freeze_all(clocks.now())),
            (clocks.at(day, time(21, 0)), lambda: self._publish(day)),
        ]

    def _sites(self, day: date, number: int) -> list[tuple[datetime, Callable[[], object]]]:
        """The second day some move to the sites; the third a supervisor calls and the sites live on."""
        if number == 1:
            return [(clocks.at(day, time(13, 30)), lambda: rooms.fill_rooms([one for one in self.watched if not one.released], _by("隔离点")))]
        if number == DAYS - 1:
            at = clocks.at(day, time(13, 30))
            return [(at, lambda: rooms.live_on(_by("隔离点"))), (at, lambda: rooms.look_around(system("督导员示八", self.place.county)))]
        return []

    # ---- returnees
    def _come_back(self, day: date, number: int) -> None:
        rows = [self._arrival(day, number * self.a_day + n) for n in range(self.a_day)]
        self.verdicts = list(zip(rows, _taken(arrivals.record_arrivals(rows, by=_by())), strict=True))
        by_train = [verdict.id for row, verdict in self.verdicts if row.area.startswith(self.own) and row.arrived_on == day and verdict.id]
        transfers.fetch(by_train, f"XZ-{TOWN}", by=_by())

    def _fetch_today(self) -> None:
        villages = [village for village in self.place.villages if village.startswith(self.own)]
        transfers.Today(villages, f"XZ-{TOWN}", self.doorstep, self.now).tell(by=_by(), village=_signed_in("village"))

    def _arrival(self, day: date, n: int) -> arrivals.NewArrival:
        person, village = invented(RETURNEES_FROM + n), self._village(n)
        area = self.doorstep if n % HOME_EVERY == 1 else village
        arrived = day - timedelta(days=n % 4)
        left = arrived - timedelta(days=n % 13)
        return arrivals.NewArrival(
            full_name=person.full_name, id_number=person.id_number, phone=person.phone, area=area, address=f"{STREETS[n % len(STREETS)]}{n % 60 + 1}号",
            from_place=ORIGINS[n % len(ORIGINS)], left_on=left, arrived_on=arrived, transport="rail" if n % 3 else "own_car", case_contact=False,
            declared_by="grid" if n % 2 else "self", temperature_c=NORMAL[n % len(NORMAL)], happened_at=clocks.now(),
        )

    def _village(self, n: int) -> str:
        """Half of them in the township of the demo's sign-ins, the others all over the county."""
        own = [village for village in self.place.villages if village.startswith(self.own)]
        return own[n * 3 % len(own)] if n % 2 else self.place.villages[n * 29 % len(self.place.villages)]

    # ---- observation
    def _start(self, day: date) -> None:
        waiting = quarantine_waiting()
        chosen = [row for number, row in enumerate(waiting) if number % WAITING_EVERY or day < self.today]
        orders = [self._order(number, row) for number, row in enumerate(chosen)]
        for row, verdict in zip(chosen, quarantine.start(orders, by=_by()), strict=True):
            if verdict.taken and verdict.id:
                self.watched.append(Watched(verdict.id, row.area, clocks.now(), row.due_on))
        papers.hand_over([one.observation_id for one in self.watched if one.started == clocks.now()], by=_by())
        if day == self.today and self.watched:
            papers.withdraw_one(self.watched[0].observation_id, by=_by())

    def _order(self, number: int, row: Any) -> quarantine.NewOrder:
        roles = TEAM if number % NO_POLICE_EVERY else tuple(role for role in TEAM if role != "police")
        members = {role: Member(name=invented(950_000 + number * 5 + at).full_name, phone=invented(950_000 + number * 5 + at).phone) for at, role in enumerate(roles)}
        return quarantine.NewOrder(
            observation_id=row.pk, measure=row.measure, happened_at=clocks.now(), answers=(True,) * 6, community_signer="社区干部示甲",
            health_signer="村医示乙", team="five_to_one", members=members,
        )

    def _check(self, day: date, slot: str) -> None:
        due = [(number, one) for number, one in enumerate(self.watched) if not one.released and one.started < clocks.at(day, time(6))]
        seen = [(number, one) for number, one in due if (number + day.day) % MISSED_EVERY and not self._is_left_open(one, day, slot)]
        ahead = [self._reading(number, one, day, slot) for number, one in seen if number % AHEAD_EVERY == 0]
        walked = [self._reading(number, one, day, slot) for number, one in seen if number % AHEAD_EVERY]
        quarantine.record_readings(ahead, by=_by())
        with clocks.stopped(min(clocks.now() + ROUND, self.now)):
            quarantine.record_readings(walked, by=_by())

    def _is_left_open(self, one: Watched, day: date, slot: str) -> bool:
        """This afternoon's round in the village of the sign-ins is still to be walked."""
        return day == self.today and slot == "pm" and one.village.startswith(self.doorstep[: len(self.place.villages[0])])

    def _reading(self, number: int, one: Watched, day: date, slot: str) -> quarantine.NewReading:
        fever = FEVERS.get((number, slot)) if day == self.today - timedelta(days=1) else None
        at = clocks.now() + timedelta(minutes=number * 7 % 149)  # each at another minute of the round
        return quarantine.NewReading(
            observation_id=one.observation_id, slot_date=day, slot=slot, written=fever or NORMAL[(number * 3 + day.day) % len(NORMAL)],
            happened_at=min(at, self.now), observer=f"{self.place.names[one.village]}村医" if one.village in self.place.names else "村医",
        )

    def _go_home(self, day: date) -> None:
        due = [one for one in self.watched if not one.released and one.due_on <= day and day < self.today]
        documents = ("release_notice", "certificate_of_completed_observation")
        rows = [quarantine.NewRelease(observation_id=one.observation_id, happened_at=clocks.now(), documents=documents) for one in due]
        for one, verdict in zip(due, quarantine.release(rows, by=_by()) if rows else [], strict=True):
            one.released = verdict.taken

    # ---- reports
    def _confirm(self, day: date) -> None:
        busy = {one.village for one in self.watched}
        words = [
            reports.Say(village, day, zero=village not in busy, at=clocks.now())
            for number, village in enumerate(self.place.villages) if (number + day.day) % SILENT_EVERY
        ]
        reports.say(words, by=_by("村干部"))

    def _sign(self, day: date) -> None:
        remark = "已电话催报,部分村断网"
        for number, town in enumerate(self.place.townships):
            if (number + day.day) % 6:
                reports.say([reports.Say(town, day, Level.TOWNSHIP, remark=remark)], by=_by("镇干部"))
        reports.say([reports.Say(self.place.county, day, Level.COUNTY, remark=remark)], by=_by("指挥部"))


    def _publish(self, day: date) -> None:
        """The county's brief of the day, written by the office, approved by two of its people."""
        note = "请返乡人员主动向村（社区）报备。居家隔离期间如有发热，请联系包保小组，不要自行外出就医。"
        services = "县人民医院发热门诊：24小时开放\n县疫情防控热线：0394-12345"
        [verdict] = reports.write_briefs([reports.NewBrief(self.place.county, day, note, services)], by=_by("指挥部"))
        for username in ("county", "deputy"):
            _taken(reports.approve_briefs([verdict.id], by=_signed_in(username)) if verdict.id else [verdict])


def _signed_in(username: str) -> Actor:
    """The post of somebody who signs in to the demo."""
    post = next(post for post in accounts.posts_below(by=_by()) if post.user.username == username)
    return accounts.actor_in(post.user, post)


def _by(name: str = "演示") -> Actor:
    return system(name)


def _taken(verdicts: list[Verdict]) -> list[Verdict]:
    refused = [verdict.reason for verdict in verdicts if not verdict.taken]
    if refused:
        raise RuntimeError(f"demo: {refused[0]}")
    return verdicts


def quarantine_waiting() -> list[Any]:
    """Measures that were proposed and wait to be started, by time and name: ids of one moment are random, the demo is the same each time."""
    from shouwang.quarantine import reads

    rows = list(reads.waiting_orders(by=_by()))
    cards = people.persons([row.person_id for row in rows], by=_by())
    return sorted(rows, key=lambda row: (row.created_at, row.area, cards[row.person_id].full_name, cards[row.person_id].address))
