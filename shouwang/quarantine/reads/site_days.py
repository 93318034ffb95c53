"""The daily sheet of isolation sites, derived from stays, rooms, checks and requests, and whether its numbers agree (DOMAIN 5.5)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from shouwang.accounts.actors import Actor
from shouwang.duty import reads as duty
from shouwang.ledger.subjects import Day
from shouwang.quarantine.choices import SampleOutcome, StayEnd, StayGroup
from shouwang.quarantine.models import FeverSign, SampleResult, SiteRequest, SiteWaste, Stay
from shouwang.quarantine.reads.sites import SiteCount, counts_of, rooms, sites
from shouwang.quarantine.rules.sites import Balance


@dataclass(frozen=True)
class DailySheet:
    """A site's own figures of a statistics day, as the official sheet has them."""

    count: SiteCount
    day: date
    stays_before: int
    stays_in: int
    stays_out: int
    stays_moved: int
    groups: Counter[str]
    special: int
    fever: int
    positives: int
    staff: int
    waste_bins: int
    requests: int
    requests_done: int
    head: str

    @property
    def pk(self) -> str:
        """The site's code."""
        return self.count.code

    @property
    def cells(self) -> dict[str, Any]:
        """The sheet by its official columns."""
        count = self.count
        return {
            "site": count.name, "date": self.day, "rooms_total": count.rooms_total, "rooms_used": count.rooms_used, "rooms_free": count.rooms_free,
            "rooms_to_disinfect": count.rooms_to_disinfect, "stays_before": self.stays_before, "stays_in": self.stays_in,
            "stays_out": self.stays_out, "stays_moved": self.stays_moved, "stays_now": count.stays_now,
            "contacts": self.groups[StayGroup.CONTACT], "contacts_of_contacts": self.groups[StayGroup.CONTACT_OF_CONTACT],
            "overseas": self.groups[StayGroup.OVERSEAS], "others": self.groups[StayGroup.OTHER], "fever": self.fever,
            "positives": self.positives, "special": self.special, "staff": self.staff, "waste_bins": self.waste_bins,
            "requests": self.requests, "requests_done": self.requests_done, "head": self.head,
        }  # fmt: skip


def daily_sheets(day: Day, *, by: Actor) -> list[DailySheet]:
    """The sheets of all open sites of the post's area; twelve queries for any number."""
    return sheets_of(sites(by=by, at=day.end), day)


def sheets_of(found: Sequence[Any], day: Day) -> list[DailySheet]:
    """Who came, who went, who is there, and the rooms, of sites on a statistics day."""
    codes, heads = [one.code for one in found], {one.code: one.contact for one in found}
    stays = Stay.objects.filter(site__in=codes)
    there = _there(stays, day)
    before = Counter(stays.filter(Q(out_at__isnull=True) | Q(out_at__gt=day.start), in_at__lte=day.start).values_list("site", flat=True))
    came = Counter(_within(stays, "in_at", day).filter(continues__isnull=True).values_list("site", flat=True))
    left = Counter(_within(stays, "out_at", day).exclude(out_kind=StayEnd.OTHER_ROOM).values_list("site", "out_kind"))
    ill, positive = _ill(there, day), _positive(there, day)
    requests = SiteRequest.objects.filter(site__in=codes)
    opened, done = (Counter(_within(requests, name, day).values_list("site", flat=True)) for name in ("opened_at", "done_at"))
    waste = dict(SiteWaste.objects.filter(site__in=codes, live=True, day=day.date).order_by().values_list("site").annotate(n=Sum("bins")))
    staff = duty.staff_at_sites(codes, day.end)
    return [
        DailySheet(
            count=count, day=day.date, stays_before=before[count.code], stays_in=came[count.code],
            stays_out=left[count.code, StayEnd.HOME], stays_moved=left[count.code, StayEnd.HOSPITAL] + left[count.code, StayEnd.OTHER_SITE],
            groups=Counter(stay.group for stay in there if stay.site == count.code),
            special=sum(bool(stay.needs) for stay in there if stay.site == count.code), fever=ill[count.code], positives=positive[count.code],
            staff=staff.get(count.code, 0), waste_bins=int(waste.get(count.code) or 0), requests=opened[count.code], requests_done=done[count.code], head=heads[count.code],
        )
        for count in counts_of(found, day.end)
    ]  # fmt: skip


def _within(rows: QuerySet[Any], name: str, day: Day) -> QuerySet[Any]:
    return rows.filter(**{f"{name}__gt": day.start, f"{name}__lte": day.end})


def _there(stays: QuerySet[Stay], day: Day) -> list[Stay]:
    """Who was there at the cut-off."""
    return list(stays.filter(Q(out_at__isnull=True) | Q(out_at__gt=day.end), in_at__lte=day.end))


def _ill(there: list[Stay], day: Day) -> Counter[str]:
    """People with a fever that day, by site."""
    return _by_site(there, set(FeverSign.objects.filter(person__in=_persons(there), day=day.date, live=True).values_list("person_id", flat=True)))


def _positive(there: list[Stay], day: Day) -> Counter[str]:
    """People whose sample was found positive that day, by site."""
    rows = SampleResult.objects.filter(person__in=_persons(there), day=day.date, live=True, outcome=SampleOutcome.POSITIVE)
    return _by_site(there, set(rows.values_list("person_id", flat=True)))


def _persons(there: list[Stay]) -> list[UUID]:
    return [stay.person_id for stay in there]


def _by_site(there: list[Stay], persons: set[UUID]) -> Counter[str]:
    return Counter(stay.site for stay in there if stay.person_id in persons)


def balance(sheet: DailySheet, *, by: Actor) -> Balance:
    """The numbers of a site's day beside its numbered rooms, to be compared."""
    count = sheet.count
    numbered = Counter(str(one.state) for one in rooms(count.code, by=by))
    return Balance(
        sheet.stays_before, sheet.stays_in, sheet.stays_out, sheet.stays_moved, count.stays_now, count.rooms_total, count.rooms_used,
        count.rooms_to_disinfect, count.rooms_closed, count.rooms_staff, count.rooms_reserved, numbered,
    )

