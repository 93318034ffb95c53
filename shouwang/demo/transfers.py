"""People fetched point to point: some are home, one journey stands at each step of the way; one village tried it alone."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals import writes as arrivals
from shouwang.arrivals.choices import Place, WhatNext
from shouwang.arrivals.writes import transfers
from shouwang.demo.people import invented
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict

A_VEHICLE = 2  # persons
DRIVERS = "一二三四五六七八"  # the first four drove on the days before, the others drive today
DRIVE = timedelta(minutes=80)
STATION, TAKER = "车站防控组 周样", "村医示乙"
TRAVELLERS_FROM = 960_000  # numbers of the invented people who are fetched today
PLANNED = (60, 60, 30, -35, -85)  # minutes from now to the pick-up of each vehicle of today
SITE = "GLD-1"


def fetch(roots: Sequence[UUID], organiser: str, *, by: Actor) -> None:
    """The returns of one day that came by train: fetched, handed over, the vehicles disinfected."""
    now = clocks.now()
    rows = [
        transfers.DoneTransfer(
            asked=_asked(root, organiser, f"{now:%d}-{number // A_VEHICLE}"), crew=_crew(number // A_VEHICLE), picked_up_at=now - DRIVE,
            handed_over_at=now, given_by=STATION, taken_by=TAKER, vehicle_disinfected=True,
        )
        for number, root in enumerate(roots[: 4 * A_VEHICLE])
    ]  # fmt: skip
    transfers.record_done_transfers(rows, by=by)


@dataclass(frozen=True)
class Today:
    """Those who are fetched now: to which villages, by which unit, and which village tries it by itself."""

    villages: Sequence[str]
    organiser: str
    alone: str
    now: datetime

    def tell(self, *, by: Actor, village: Actor) -> None:
        """Of five vehicles one waits for approval, one for its driver, one is on the road, one brings whom another one left, one is to be disinfected."""
        with self._ago(120):
            *fetched, left = self._announced(by)
            _asked_for, approved, sent, left_behind, brought = self._asked_for(fetched, by)
        with self._ago(110):
            _taken(transfers.approve_transfers([transfers.Approval(key) for key in (approved, sent, left_behind, brought)], by=by))
        self._drive(sent, left_behind, brought, by)
        with self._ago(15):
            _alone(left, village)

    def _ago(self, minutes: int) -> AbstractContextManager[None]:
        return clocks.stopped(self.now - timedelta(minutes=minutes))

    def _announced(self, by: Actor) -> list[UUID]:
        """People who said beforehand that they come today, all over the township; the last one comes to the village that fetches alone."""
        rows = [self._traveller(number) for number in range(len(PLANNED) * A_VEHICLE + 1)]
        return _taken(arrivals.record_arrivals(rows, by=by))

    def _traveller(self, number: int) -> arrivals.NewArrival:
        person, today = invented(TRAVELLERS_FROM + number), clocks.local(self.now).date()
        area = self.alone if number == len(PLANNED) * A_VEHICLE else self.villages[number * 5 % len(self.villages)]
        return arrivals.NewArrival(
            full_name=person.full_name, id_number=person.id_number, phone=person.phone, area=area, address=f"中心路{number + 1}号",
            from_place="湖北省武汉市江汉区", left_on=today, arrived_on=today, transport="rail", transport_no="G512", case_contact=False,
            declared_by="self", announced=True,
        )  # fmt: skip

    def _asked_for(self, roots: Sequence[UUID], by: Actor) -> list[UUID]:
        """One transfer a vehicle, every second one to the isolation site."""
        rows = [self._request(root, number // A_VEHICLE) for number, root in enumerate(roots)]
        return list(dict.fromkeys(_taken(transfers.request_transfers(rows, by=by))))

    def _request(self, root: UUID, vehicle: int) -> transfers.TransferRequest:
        at = self.now + timedelta(minutes=PLANNED[vehicle])
        return _asked(root, self.organiser, f"today-{vehicle}", to_site=SITE if vehicle % 2 else "", pick_up_at=at, hand_over_at=at + DRIVE)

    def _drive(self, sent: UUID, left_behind: UUID, brought: UUID, by: Actor) -> None:
        with self._ago(100):
            _send(left_behind, 4, by)
            _send(brought, 5, by)
        with self._ago(85):
            _taken(transfers.fail_legs([transfers.FailedLeg(left_behind, "途中爆胎,改派车辆", WhatNext.ANOTHER_VEHICLE)], by=by))
            _pick_up(brought, 5, by)
        with self._ago(70):
            _send(left_behind, 6, by)
        with self._ago(30):
            _pick_up(left_behind, 6, by)
            given = transfers.Given(transfer_id=brought, given_by=_crew(5).driver, taken_by=TAKER, place="村口卡点")
            _taken(transfers.record_hand_overs([given], by=by))
        with self._ago(20):
            _send(sent, 7, by)


def _alone(root: UUID, village: Actor) -> None:
    """A village's officer asks for a vehicle of the village: refused, and kept as a violation."""
    [verdict] = transfers.request_transfers([transfers.TransferRequest(arrival_id=root, note="村里自行联系车辆去车站接人")], by=village)
    if verdict.code != "transfer_organiser":
        raise RuntimeError(f"demo: a village was to be refused, not {verdict.outcome} {verdict.reason}")


def _crew(number: int) -> transfers.Crew:
    name = DRIVERS[number]
    return transfers.Crew(vehicle="转运专车", plate=f"豫P100{number + 1}Z", driver=f"司机示{name}", escort=f"护送示{name}", protection="second")


def _send(key: UUID, crew: int, by: Actor) -> None:
    _taken(transfers.dispatch_transfers([transfers.Dispatch(transfer_id=key, crew=_crew(crew))], by=by))


def _pick_up(key: UUID, crew: int, by: Actor) -> None:
    _taken(transfers.record_pick_ups([transfers.PickUp(transfer_id=key, given_by=STATION, taken_by=_crew(crew).driver)], by=by))


def _asked(
    root: UUID, organiser: str, group: str, *, to_site: str = "", pick_up_at: datetime | None = None, hand_over_at: datetime | None = None
) -> transfers.TransferRequest:  # fmt: skip
    return transfers.TransferRequest(
        arrival_id=root, organiser=organiser, group=group, from_kind=Place.STATION, from_words="周口东站", to_kind=Place.SITE if to_site else Place.HOME,
        to_site=to_site, pick_up_at=pick_up_at, hand_over_at=hand_over_at, happened_at=clocks.now(),
    )  # fmt: skip


def _taken(verdicts: Sequence[Verdict]) -> list[UUID]:
    """The ids of a batch of which every row was taken."""
    refused = [verdict.reason for verdict in verdicts if not verdict.taken]
    if refused:
        raise RuntimeError(f"demo: {refused[0]}")
    return [verdict.id for verdict in verdicts if verdict.id]
