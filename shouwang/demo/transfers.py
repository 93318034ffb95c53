"""People fetched point to point: some are home, one vehicle is on the road, one request waits; one village did it alone."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import Place
from shouwang.arrivals.writes import transfers
from shouwang.lib import clocks

A_VEHICLE = 2  # persons
CREWS = (
    transfers.Crew(vehicle="转运专车", plate="豫P1001Z", driver="司机示一", escort="护送示一", protection="second"),
    transfers.Crew(vehicle="转运专车", plate="豫P1002Z", driver="司机示二", escort="护送示二", protection="second"),
)
DRIVE = timedelta(minutes=80)


def fetch(roots: Sequence[UUID], organiser: str, *, last_day: bool, by: Actor) -> None:
    """The returns of one day: fetched and handed over; on the last day one vehicle is still under way."""
    now = clocks.now()
    vehicles = [roots[at : at + A_VEHICLE] for at in range(0, len(roots), A_VEHICLE)]
    for number, persons in enumerate(vehicles[:2]):
        rows = [
            transfers.DoneTransfer(
                asked=_asked(root, organiser, f"{now:%d}-{number}"), crew=CREWS[number], picked_up_at=now - DRIVE, handed_over_at=now,
                given_by="车站防控组 周样", taken_by="村医示乙", vehicle_disinfected=not last_day,
            )
            for root in persons
        ]  # fmt: skip
        transfers.record_done_transfers(rows, by=by)
    if last_day:
        _still_open(vehicles[2:4], organiser, by)


def _still_open(vehicles: Sequence[Sequence[UUID]], organiser: str, by: Actor) -> None:
    asked = [_asked(root, organiser, f"open-{number}") for number, persons in enumerate(vehicles) for root in persons]
    found = [verdict.id for verdict in transfers.request_transfers(asked, by=by) if verdict.taken and verdict.id]
    for key in dict.fromkeys(found[:1]):
        transfers.approve_transfers([transfers.Approval(key)], by=by)
        transfers.dispatch_transfers([transfers.Dispatch(transfer_id=key, crew=CREWS[0])], by=by)
        transfers.record_pick_ups([transfers.PickUp(transfer_id=key, given_by="车站防控组 周样", taken_by="司机示一")], by=by)
    if asked:
        alone = transfers.TransferRequest(arrival_id=asked[0].arrival_id, organiser="village_committee", note="村里自行联系车辆")
        transfers.request_transfers([alone], by=by)


def _asked(root: UUID, organiser: str, group: str) -> transfers.TransferRequest:
    return transfers.TransferRequest(
        arrival_id=root, organiser=organiser, group=group, from_kind=Place.STATION, from_words="周口东站", to_kind=Place.HOME,
        happened_at=clocks.now(),
    )  # fmt: skip
