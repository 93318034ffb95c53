"""The daily report by API: the same sheet that a page shows, and the words of the signing chain."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.ledger.subjects import Subject
from shouwang.lib.ids import uuid7
from shouwang.places import reads as places
from shouwang.reports import reads, writes
from shouwang.reports.choices import Act, Level
from shouwang.reports.exchange import as_json

router = Router(tags=["reports"])


class DutyIn(Schema):
    """Who has to report from which day on; ``area`` as path or official code."""

    from_day: date
    area: str = ""
    unit: str = ""
    to_day: date | None = None


class WordIn(Schema):
    """A level's word on a sheet; ``area`` as path or official code."""

    area: str
    report_on: date
    level: Level = Level.VILLAGE
    zero: bool = False
    act: Act = Act.SIGN
    remark: str = ""
    at: datetime | None = None
    id: UUID | None = None


class TypedFigure(Schema):
    """What somebody tried to type over a counted number."""

    area: str
    report_on: date
    item: str
    value: Any = None


class Which(Schema):
    """Whose report of which day: an area (path or official code) or a unit; ``as_of=latest`` counts what came after the freeze too."""

    date: date
    area: str = ""
    unit: str = ""
    as_of: str = ""


def path_of(text: str) -> str:
    """The path of an area; what does not exist is passed on as it is, for the write to refuse row by row."""
    return places.path_of(text) or text if text else ""


def subject_of(which: Which, actor: Actor) -> Subject:
    """The subject asked for, if the actor may see it; 404 otherwise."""
    area = places.path_of(which.area) if which.area else places.unit_area(which.unit)
    if not area or bool(which.area) == bool(which.unit) or not actor.can(Permission.VIEW_REPORTS, area):
        raise Http404
    return Subject(unit=which.unit) if which.unit else Subject(area=area)


@router.post("/duties", response=Answer)
def set_duties(request: HttpRequest, rows: list[DutyIn]) -> dict[str, Any]:
    """Set who has to report."""
    batch = [writes.NewDuty(row.from_day, path_of(row.area), row.unit, row.to_day) for row in rows]
    return answer(writes.set_duties(batch, by=actor_of(request)))


@router.post("/words", response=Answer)
def say(request: HttpRequest, rows: list[WordIn]) -> dict[str, Any]:
    """Confirm (zero included), sign or return daily sheets."""
    batch = [
        writes.Say(path_of(row.area), row.report_on, row.level, row.zero, row.act, row.remark, row.at, row.id or uuid7())
        for row in rows
    ]
    return answer(writes.say(batch, by=actor_of(request)))


@router.post("/figures")
def type_figure(request: HttpRequest, typed: TypedFigure) -> None:
    """Refused always, in words: a counted total cannot be typed."""
    writes.type_figure(item=typed.item, by=actor_of(request), area=path_of(typed.area))


class BriefIn(Schema):
    """The office's words of a public brief; ``area`` as path or official code. The figures come from the frozen sheets."""

    area: str
    report_on: date
    text: str = ""
    services: str = ""
    corrects: UUID | None = None
    why: str = ""
    withdraws: bool = False


@router.post("/briefs", response=Answer)
def write_briefs(request: HttpRequest, rows: list[BriefIn]) -> dict[str, Any]:
    """Write drafts of public briefs; a text that names anybody is refused."""
    batch = [writes.NewBrief(path_of(row.area), row.report_on, row.text, row.services, row.corrects, row.why, row.withdraws) for row in rows]
    return answer(writes.write_briefs(batch, by=actor_of(request)))


@router.post("/briefs/approvals", response=Answer)
def approve_briefs(request: HttpRequest, briefs: list[UUID]) -> dict[str, Any]:
    """Approve; the second approval, by somebody else, publishes."""
    return answer(writes.approve_briefs(briefs, by=actor_of(request)))


@router.get("/daily")
def daily(request: HttpRequest, which: Query[Which]) -> dict[str, Any]:
    """The daily report."""
    subject = subject_of(which, actor_of(request))
    return as_json(reads.sheet(subject, which.date, as_of=which.as_of))


@router.get("/missing")
def missing(request: HttpRequest, which: Query[Which]) -> dict[str, Any]:
    """The villages that had to report and have not."""
    villages = reads.missing_villages(subject_of(which, actor_of(request)), which.date)
    names = places.names(villages)
    return {"missing": [{"area": path, "code": places.code_of(path, which.date), "name": names.get(path, "")} for path in villages]}
