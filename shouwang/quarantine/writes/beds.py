"""A bed at an isolation site for whoever is ordered there, wherever in the county the site lies; free again when they do not go there."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.lib import clocks
from shouwang.lib.masking import mask_name
from shouwang.lib.verdicts import Warned
from shouwang.people import reads as people
from shouwang.quarantine import choices
from shouwang.quarantine.models import Booking, Observation, Stay
from shouwang.quarantine.reads.sites import SiteCount, free_room, room_counts
from shouwang.quarantine.writes.courses import Course, lapse
from shouwang.quarantine.writes.work import Work, hold_sites


class BedBook:
    """The sites that a batch of orders names, how many rooms are free there, and who of the batch is there already; read once."""

    def __init__(self, work: Work, codes: Sequence[str], persons: Iterable[UUID]) -> None:
        self.work = work
        wanted = sorted(set(codes) - {""})
        hold_sites(wanted)
        self.sites = {one.code: one for one in room_counts(work.now, wanted) if one.is_open}
        self.free = {one.code: one.rooms_free for one in self.sites.values()}
        known = list(persons) if wanted else []
        self.stays = {stay.person_id: stay.site for stay in Stay.objects.filter(person_id__in=known, out_at__isnull=True)} if known else {}
        self.names = people.persons(known, by=work.actor) if known else {}

    def reserve(self, course: Course, site: str, number: str, at: datetime) -> list[Warned]:
        """A bed for somebody who is ordered to a site from ``at`` on: the room of this number, or any. Warns where there is none."""
        person = course.observation.person_id
        if not site or self.stays.get(person) == site or (course.bed is not None and course.bed.closed_at is None):
            return []
        place = self.sites.get(site)
        if place is None:
            return [Warned("site_unknown", str(choices.SITE_NOT_OPEN) % {"site": site})]
        if self.free[site] < 1:
            return [Warned("site_full", str(choices.NO_BED) % {"site": place.name})]
        room = free_room(site, number) if number else None
        self.free[site] -= 1
        course.bed = self._book(course.observation, place, room, at)
        return [Warned("room_taken", str(choices.ROOM_NOT_RESERVED) % {"room": number, "site": place.name})] if number and room is None else []

    def _book(self, observation: Observation, place: SiteCount, room: UUID | None, at: datetime) -> Booking:
        work, card = self.work, self.names.get(observation.person_id)
        return work.add(
            Booking(
                **work.order(place.area, place.unit, observation.unit), site=place.code, room_id=room, person_id=observation.person_id,
                observation_id=observation.pk, whom=mask_name(card.full_name) if card else "", expected_at=at, lapses_at=lapse_of(work, observation, at),
                booked_at=at, booked_by=work.actor.name[:80],
            )
        )  # fmt: skip


def lapse_of(work: Work, observation: Observation, at: datetime) -> datetime:
    """Until when a bed waits for somebody who does not come, by the pack that applies to them."""
    on = clocks.local(at).date()
    pack = work.pack_of(observation.area, observation.unit, observation.reported_by, on)
    return at + timedelta(hours=pack.sites.hold_hours)



def close_lapsed_beds(work: Work, most: int) -> list[Booking]:
    """Write down of beds that waited in vain that nobody came; they have been free since then anyway."""
    lapsed = list(Booking.objects.filter(closed_at__isnull=True, lapses_at__lte=work.now)[:most])
    for booking in lapsed:
        lapse(work, booking)
    return lapsed
