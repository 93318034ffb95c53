"""What is done with many rows of a list at once: each answers a verdict for every row, in their order."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.duty.writes import HandOver, Member, change_members
from shouwang.ledger.lists import Chosen, Undoing
from shouwang.lib import clocks
from shouwang.lib.verdicts import REFUSED, Verdict, duplicate
from shouwang.papers import writes as papers
from shouwang.prompts.choices import Kind
from shouwang.prompts.writes import NewPrompt, prompt
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import RELEASE_DOCUMENTS
from shouwang.quarantine.rules.terms import Step
from shouwang.quarantine.writes import ConfirmedReading, NewDocument, NewOrder, NewPrint, NewRelease, ReferralAnswer


def hand_out(chosen: Chosen) -> list[Verdict]:
    """A paper is put into many hands."""
    given = chosen.given
    said = {"kind": given["kind"], "received_by": given["received_by"], "language": given["language"]}
    return writes.hand_out([NewDocument(observation_id=row.pk, **said) for row in chosen.rows], by=chosen.by)


def notices(chosen: Chosen) -> list[Verdict] | HttpResponse:
    """Notices of the measure, door notices and whatever else is asked for as one print, in the order of a walk.

    Where none can be issued: why, row by row.
    """
    kinds, language = chosen.given["papers"], chosen.given["language"]
    verdicts = writes.print_papers([NewPrint(row.pk, kind, language) for row in chosen.rows for kind in kinds], by=chosen.by)
    content = printed(verdicts, by=chosen.by)
    return as_pdf(content, f"notices-{clocks.today():%Y%m%d}") if content else verdicts[:: len(kinds)]


def printed(verdicts: Sequence[Verdict], *, by: Actor) -> bytes:
    """The papers that were issued, or were there, as one PDF in the order of a walk; empty where there is none."""
    ids = [verdict.id for verdict in verdicts if verdict.outcome != REFUSED and verdict.id]
    return papers.print_out(ids, by=by, walking=True) if ids else b""


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def release(chosen: Chosen) -> list[Verdict]:
    """People are released, with notice and certificate; whom something stands against is refused with the reason."""
    said = {"documents": [str(one) for one in RELEASE_DOCUMENTS], "language": chosen.given["language"]}
    return writes.release([NewRelease(observation_id=row.pk, **said) for row in chosen.rows], by=chosen.by)


def recompute(chosen: Chosen) -> list[Verdict]:
    """A list of measures to be put under the rules in force, with one reason for all; another person confirms it."""
    reason = chosen.given["reason"]
    return writes.propose_recomputation([writes.Decided(observation_id=row.pk, reason=reason) for row in chosen.rows], by=chosen.by)


def start(chosen: Chosen) -> list[Verdict]:
    """Proposed measures are started as they were proposed."""
    return writes.start([NewOrder(observation_id=row.pk, measure=_proposed(row.standing.observation)) for row in chosen.rows], by=chosen.by)


def _proposed(observation: Any) -> str:
    steps = [Step.read(kept) for kept in observation.pending.get("steps", observation.steps)]
    return steps[0].measure if steps else observation.measure


def undo_start(undoing: Undoing) -> list[Verdict]:
    """Measures that were started by mistake."""
    return writes.undo_orders([writes.Undo(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def undo_release(undoing: Undoing) -> list[Verdict]:
    """People who were released by mistake."""
    return writes.undo_releases([writes.Undo(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def undo_close(undoing: Undoing) -> list[Verdict]:
    """Alerts that were closed by mistake."""
    return writes.reopen_alerts(undoing.ids, reason=undoing.reason, by=undoing.by)


def undo_flags(undoing: Undoing) -> list[Verdict]:
    """Decisions on marked checks that were mistakes."""
    return writes.reopen_flags(undoing.ids, reason=undoing.reason, by=undoing.by)


def sign(part: str) -> Callable[[Chosen], list[Verdict]]:
    """Assessments are signed for the community or as health worker."""

    def act(chosen: Chosen) -> list[Verdict]:
        lacking = reads.lacking_signature([row.pk for row in chosen.rows], part)
        ids = [lacking[row.pk] for row in chosen.rows if row.pk in lacking]
        signed = dict(zip(ids, writes.sign_assessments(ids, part=part, by=chosen.by), strict=True))
        return [signed[lacking[row.pk]] if row.pk in lacking else duplicate(row.pk) for row in chosen.rows]

    return act


def assign(chosen: Chosen) -> list[Verdict]:
    """One person fills a role of many teams."""
    member = Member(name=chosen.given["name"], phone=chosen.given["phone"])
    return change_members([HandOver(row.pk, chosen.given["role"], member) for row in chosen.rows], by=chosen.by)


def remind(kind: Kind, address: str) -> Callable[[Chosen], list[Verdict]]:
    """The places of the rows are reminded, each once however many rows it has; every row gets its place's verdict."""

    def act(chosen: Chosen) -> list[Verdict]:
        areas = [_area(row, chosen.by) for row in chosen.rows]
        places = list(dict.fromkeys(areas))
        wanted = [NewPrompt(kind, area, reverse(address), about=str(clocks.today()), count=areas.count(area)) for area in places]
        answers = dict(zip(places, prompt(wanted, by=chosen.by), strict=True))
        return [answers[area] for area in areas]

    return act


def _area(row: Any, by: Actor) -> str:
    """Whose work a row is: of the place it is about; of the own office where it is about a guest from elsewhere."""
    area = str(row.standing.observation.area if hasattr(row, "standing") else row.row.area)
    return area if by.covers(area) else by.area


def close_alerts(chosen: Chosen) -> list[Verdict]:
    """Alerts are closed, with what was found."""
    return writes.close_alerts(_keys(chosen.rows), reason=chosen.given["reason"], by=chosen.by)


def answer_referrals(chosen: Chosen) -> list[Verdict]:
    """The clinic says the same of many."""
    said = {name: chosen.given[name] for name in ("answer", "note")}
    rows = [ReferralAnswer(referral_id=key, happened_at=_moment(chosen.given), **said) for key in _keys(chosen.rows)]
    return writes.answer_referrals(rows, by=chosen.by)


def _moment(given: dict[str, Any]) -> Any:
    on, at = given.get("on"), given.get("at")
    now = clocks.local(clocks.now()).time().replace(second=0, microsecond=0)
    return clocks.at(on or clocks.today(), at or now) if on or at else None


def decide_flags(*, credible: bool) -> Callable[[Chosen], list[Verdict]]:
    """Marked checks are to be believed, or not."""
    return lambda chosen: writes.decide_flags(_keys(chosen.rows), credible=credible, reason=chosen.given["reason"], by=chosen.by)


def confirm_reports(chosen: Chosen) -> list[Verdict]:
    """Self-reported checks are right."""
    return writes.confirm_readings([ConfirmedReading(reading_id=key) for key in _keys(chosen.rows)], by=chosen.by)


def _keys(rows: Sequence[Any]) -> list[Any]:
    return [row.row.pk for row in rows]
