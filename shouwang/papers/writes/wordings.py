"""Templates that a county changes: tried out first, the last good one stays in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, Verdict, accepted, duplicate, refused
from shouwang.papers import choices
from shouwang.papers.choices import MANAGE
from shouwang.papers.exchange import check_template, house, original
from shouwang.papers.models import Wording
from shouwang.papers.rules import KINDS

MOST_REASON = 300


@dataclass(frozen=True)
class NewWording:
    """A county's own template of a kind, and why it was changed; without ``source`` the shipped one comes back."""

    county: str
    kind: str
    source: str | None
    reason: str


@transaction.atomic
def put_in_use(batch: Sequence[NewWording], *, by: Actor) -> list[Verdict]:
    """Put templates in use. Facts: ``version``. A broken one (line, sentence) or one that lacks what the law asks for is refused."""
    now = clocks.now()
    verdicts = [_tried(new, now, by) for new in batch]
    count = sum(verdict.outcome == ACCEPTED for verdict in verdicts)
    reason = "; ".join(dict.fromkeys(new.reason for new in batch))[:300]
    record_event(by=by, action="papers.put_in_use", area=by.area, count=count, reason=reason, detail={"kinds": [new.kind for new in batch]})
    return verdicts


def _tried(new: NewWording, now: datetime, by: Actor) -> Verdict:
    try:
        return _put(new, now, by)
    except Refused as refusal:
        return refused(refusal)


def _put(new: NewWording, now: datetime, by: Actor) -> Verdict:
    by.check(MANAGE, new.county)
    if new.kind not in KINDS:
        raise Refused("paper_kind_unknown", choices.KIND_UNKNOWN, kind=new.kind)
    if not new.reason.strip():
        raise Refused("reason_missing", choices.TEMPLATE_REASON)
    source = original(new.kind) if new.source is None else new.source.replace("\r\n", "\n")
    last = _last(new.county, new.kind)
    if source == (last.source if last else original(new.kind)):
        return duplicate(None, "template_same", str(choices.TEMPLATE_SAME), version=last.version if last else 0)
    check_template(new.kind, source)
    added = _add(new.county, new.kind, source, last, now, by_post=by.post_id, reason=new.reason.strip()[:MOST_REASON])
    return accepted(None, version=added.version)


def _last(county: str, kind: str) -> Wording | None:
    return Wording.objects.filter(area=county, kind=kind).order_by("-version").first()


def _add(county: str, kind: str, source: str, last: Wording | None, now: datetime, *, by_post: int | None = None, reason: str = "") -> Wording:
    return Wording.objects.create(
        area=county, kind=kind, version=last.version + 1 if last else 1, source=source, house=house(), shipped=source == original(kind), at=now,
        by_post=by_post, reason=reason,
    )  # fmt: skip


def in_use(wanted: Iterable[tuple[str, str]], *, now: datetime) -> dict[tuple[str, str], Wording]:
    """The template of each (county, kind) to issue with. A shipped one is written down as it is now, so that a reprint is the same."""
    asked = set(wanted)
    counties = {county for county, _kind in asked}
    last: dict[tuple[str, str], Wording] = {}
    for row in Wording.objects.filter(area__in=counties, kind__in={kind for _county, kind in asked}).order_by("version"):
        last[row.area, row.kind] = row
    return {key: _current(key, last.get(key), now) for key in asked}


def _current(key: tuple[str, str], last: Wording | None, now: datetime) -> Wording:
    """The last version; a new one where the product changed what this county took from it."""
    county, kind = key
    source = original(kind) if last is None or last.shipped else last.source
    if last is not None and (last.source, last.house) == (source, house()):
        return last
    new = Wording(area=county, kind=kind, version=last.version + 1 if last else 1, source=source, house=house(), shipped=source == original(kind), at=now)
    Wording.objects.bulk_create([new], ignore_conflicts=True)  # somebody else may write down the same version at this moment
    return Wording.objects.get(area=county, kind=kind, version=new.version)
