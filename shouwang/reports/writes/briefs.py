"""The public brief: written, approved by two different people, published, corrected for everybody to see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.reports.choices import (
    BRIEF_CLOSED,
    BRIEF_HEIGHT,
    NO_BRIEF,
    NO_SUCH_AREA,
    NOT_FROZEN,
    SAME_PERSON,
    WHY_MISSING,
    BriefState,
)
from shouwang.reports.models import Brief, PublishedBrief
from shouwang.reports.reads.briefs import BELOW, brief_content
from shouwang.reports.rules import personal

OPEN = (BriefState.DRAFT, BriefState.CHECKED)


@dataclass(frozen=True)
class NewBrief:
    """A brief of an area's day: its figures come by themselves; ``note`` and ``services`` are the office's own words."""

    area: str
    report_on: date
    note: str = ""
    services: str = ""
    corrects: UUID | None = None
    why: str = ""
    withdraws: bool = False  # the one named by ``corrects`` is withdrawn, and nothing takes its place


@transaction.atomic
def write_briefs(batch: list[NewBrief], *, by: Actor) -> list[Verdict]:
    """Write drafts. An open draft of the same area and day is put aside by the new one, with its approval."""
    by.check(Permission.WRITE_BRIEF)
    verdicts = [_write(new, by) for new in batch]
    record_event(by=by, action="reports.write_briefs", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _write(new: NewBrief, by: Actor) -> Verdict:
    try:
        by.check(Permission.WRITE_BRIEF, new.area)
        check_nobody_named(new.note, new.services, new.why)
        content = _content(new)
        _check_correction(new, by)
    except Refused as refusal:
        return refused(refusal)
    Brief.objects.filter(area=new.area, report_on=new.report_on, state__in=OPEN).update(state=BriefState.WITHDRAWN)
    made = Brief.objects.create(
        area=new.area, report_on=new.report_on, note=new.note, services=new.services, content=content, corrects=new.corrects, why=new.why, withdraws=new.withdraws,
        created_at=clocks.now(), writer=by.name[:80], written_by=by.user_id,
    )  # fmt: skip
    return accepted(made.pk)


def check_nobody_named(*texts: str) -> None:
    """No text holds personal data, names of the register included. Raises Refused personal_data."""
    for text in texts:
        personal.check_public(text, people.known_names(personal.candidates(text)))


def _content(new: NewBrief) -> dict[str, object]:
    if not places.exists(new.area):
        raise Refused("not_found", NO_SUCH_AREA, area=new.area)
    if paths.level(new.area) not in BELOW:
        raise Refused("brief_height", BRIEF_HEIGHT)
    content = brief_content(new.area, new.report_on)
    if content is None:
        raise Refused("not_frozen", NOT_FROZEN, day=new.report_on)
    return content


def _check_correction(new: NewBrief, by: Actor) -> None:
    if new.corrects is None:
        if new.withdraws:
            raise Refused("not_found", NO_BRIEF)
        return
    wrong = PublishedBrief.objects.filter(pk=new.corrects, area=new.area).first()
    if wrong is None or not by.covers(wrong.area):
        raise Refused("not_found", NO_BRIEF)
    if not new.why.strip():
        raise Refused("why_missing", WHY_MISSING)


@transaction.atomic
def approve_briefs(batch: list[UUID], *, by: Actor) -> list[Verdict]:
    """Approve: the first approval checks a draft, the second one, by somebody else, publishes it."""
    by.check(Permission.APPROVE_BRIEF)
    verdicts = [_approve(key, by) for key in batch]
    record_event(by=by, action="reports.approve_briefs", area=by.area, count=sum(verdict.taken for verdict in verdicts), detail={"briefs": [str(key) for key in batch]})
    return verdicts


def _approve(key: UUID, by: Actor) -> Verdict:
    try:
        brief = _open_brief(key, by)
        if by.user_id is None or by.user_id == brief.first_by:
            raise Refused("same_person", SAME_PERSON)
        check_nobody_named(brief.note, brief.services, brief.why)  # again, with all the names that this person's area knows
    except Refused as refusal:
        return refused(refusal)
    if brief.state == BriefState.DRAFT:
        brief.state, brief.first_by, brief.first_name, brief.first_at = BriefState.CHECKED, by.user_id, by.name[:80], clocks.now()
    else:
        brief.state, brief.second_by, brief.second_name, brief.second_at = BriefState.PUBLISHED, by.user_id, by.name[:80], clocks.now()
        _publish(brief)
    brief.save()
    return accepted(brief.pk, state=str(brief.state))


def _publish(brief: Brief) -> None:
    PublishedBrief.objects.create(
        id=brief.pk, area=brief.area, area_name=places.full_name(brief.area), report_on=brief.report_on, note=brief.note, services=brief.services,
        content=brief.content, corrects=brief.corrects, why=brief.why, withdraws=brief.withdraws, published_at=clocks.now(),
    )  # fmt: skip


@transaction.atomic
def put_aside_briefs(batch: list[UUID], *, by: Actor) -> list[Verdict]:
    """A draft is not published after all."""
    by.check(Permission.WRITE_BRIEF)
    verdicts = [_put_aside(key, by) for key in batch]
    record_event(by=by, action="reports.put_aside_briefs", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _put_aside(key: UUID, by: Actor) -> Verdict:
    try:
        brief = _open_brief(key, by)
    except Refused as refusal:
        return refused(refusal)
    brief.state = BriefState.WITHDRAWN
    brief.save()
    return accepted(key)


def _open_brief(key: UUID, by: Actor) -> Brief:
    """The brief, locked, so that two who approve at once count as two and publish once."""
    brief = Brief.objects.select_for_update().filter(pk=key).first()
    if brief is None or not by.covers(brief.area):
        raise Refused("not_found", NO_BRIEF)
    if brief.state not in OPEN:
        raise Refused("brief_closed", BRIEF_CLOSED, state=BriefState(brief.state).label)
    return brief
