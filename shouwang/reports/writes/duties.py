"""Who has to report from which day on."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.places import reads as places
from shouwang.reports.choices import EMPTY_DUTY
from shouwang.reports.models import ReportingDuty


@dataclass(frozen=True)
class NewDuty:
    """Who has to report from which day on: an area's villages, or a unit's."""

    from_day: date
    area: str = ""
    unit: str = ""
    to_day: date | None = None


@transaction.atomic
def set_duties(batch: list[NewDuty], *, by: Actor) -> list[Verdict]:
    """From a day on, villages below an area or of a unit have to confirm a daily report."""
    by.check(Permission.MANAGE_REPORTS)
    verdicts = [_set_duty(new, by) for new in batch]
    record_event(by=by, action="reports.set_duties", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _set_duty(new: NewDuty, by: Actor) -> Verdict:
    area = new.area or (places.unit_area(new.unit) if new.unit else "")
    try:
        if not area:
            raise Refused("empty_duty", EMPTY_DUTY)
        by.check(Permission.MANAGE_REPORTS, area)
    except Refused as refusal:
        return refused(refusal)
    _, made = ReportingDuty.objects.get_or_create(
        area=area, unit=new.unit, from_day=new.from_day,
        defaults={"to_day": new.to_day, "created_at": clocks.now(), "created_by": by.post_id},
    )
    return accepted(None) if made else duplicate(None)
