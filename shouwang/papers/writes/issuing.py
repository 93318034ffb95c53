"""Issues papers: number, signature, and what is printed on them, kept sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.papers import choices
from shouwang.papers.choices import ISSUE, PERMISSIONS, Language, PaperKind
from shouwang.papers.models import Paper, Wording
from shouwang.papers.reads.keys import county_key
from shouwang.papers.reads.printing import PURPOSE, said_on
from shouwang.papers.reads.wordings import county_of
from shouwang.papers.rules import Claim, check_facts, claimed_initials, sign
from shouwang.papers.writes.keys import publish_keys
from shouwang.papers.writes.series import next_serials
from shouwang.papers.writes.wordings import in_use
from shouwang.places import reads as places

CODE_DIGITS = 6  # of a county


@dataclass(frozen=True)
class NewPaper:
    """A paper to be issued. ``facts`` are texts in the paper's language, as ``rules.kinds`` names them for each kind.

    ``name`` is the person's name for the initials of the signature (else ``facts["person_name"]``); ``about`` is the observation,
    transfer or sheet it is about. Without ``issued_at`` it is issued now.
    """

    kind: str
    area: str
    facts: Mapping[str, Any]
    unit: str = ""
    person_id: UUID | None = None
    about: UUID | None = None
    language: str = Language.SIMPLIFIED
    name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    issued_at: datetime | None = None


@dataclass
class _Draft:
    """A paper on its way: everything but its number."""

    new: NewPaper
    at: datetime
    on: date
    county: str
    code: str
    index: bytes
    id: UUID = field(default_factory=uuid7)
    serial: int = 0


@transaction.atomic
def issue(batch: Sequence[NewPaper], *, by: Actor) -> list[Verdict]:
    """Issue papers. Facts: ``number``. The same paper on the same day is a duplicate: it is there to be printed again."""
    work = _Issuing(batch, by)
    verdicts = [work.tried(new) for new in batch]
    numbers = work.write()
    verdicts = [_told(verdict, numbers) for verdict in verdicts]
    record_event(by=by, action="papers.issue", area=by.area, count=len(numbers))
    return verdicts


def _told(verdict: Verdict, numbers: Mapping[UUID, str]) -> Verdict:
    if verdict.id is None or verdict.id not in numbers:
        return verdict
    return replace(verdict, facts={"number": numbers[verdict.id]})


class _Issuing:
    """A batch of papers, with everything it has to know read once."""

    def __init__(self, batch: Sequence[NewPaper], by: Actor) -> None:
        self.by, self.now = by, clocks.now()
        self.codes = places.codes_of({county for new in batch if (county := county_of(new.area))})
        self.units = places.unit_names(new.unit for new in batch)
        self.areas = places.full_names({new.area for new in batch})
        self.drafts: list[_Draft] = []
        indexes = [_index(new) for new in batch]
        rows = Paper.objects.filter(content_index__in=indexes, withdrawn_at__isnull=True)
        self.known = {(row.area, row.kind, row.issued_on, bytes(row.content_index)): (row.pk, row.number) for row in rows}

    def tried(self, new: NewPaper) -> Verdict:
        """The verdict of one paper; its number comes with the write."""
        try:
            return self._draft(new)
        except Refused as refusal:
            return refused(refusal)

    def _draft(self, new: NewPaper) -> Verdict:
        check_facts(new.kind, new.facts)
        self.by.check(PERMISSIONS.get(new.kind, ISSUE), new.area)
        if new.language not in Language.values:
            raise Refused("paper_language_unknown", choices.LANGUAGE_UNKNOWN, language=new.language)
        at = new.issued_at or self.now
        if at > self.now:
            raise Refused("in_future", choices.IN_FUTURE)
        county = county_of(new.area)
        code = self.codes.get(county, "")[:CODE_DIGITS]
        if not (code.isascii() and code.isdigit()):
            raise Refused("paper_no_county", choices.NO_COUNTY)
        draft = _Draft(new, at, clocks.local(at).date(), county, code, _index(new))
        key = (new.area, new.kind, draft.on, draft.index)
        if key in self.known:
            of, number = self.known[key]
            return duplicate(of, "paper_issued_already", str(choices.ISSUED_ALREADY), number=number)
        self.known[key] = draft.id, ""
        self.drafts.append(draft)
        return accepted(draft.id)

    def write(self) -> dict[UUID, str]:
        """Number, sign and keep all drafts; their numbers by id."""
        for draft, serial in zip(self.drafts, next_serials([(one.county, one.new.kind, one.on) for one in self.drafts]), strict=True):
            draft.serial = serial
        wordings = in_use({(one.county, one.new.kind) for one in self.drafts}, now=self.now)
        publish_keys({one.code for one in self.drafts}, now=self.now)
        rows = [self._row(one, wordings[one.county, one.new.kind]) for one in self.drafts]
        Paper.objects.bulk_create(rows, batch_size=500)
        return {row.pk: row.number for row in rows}

    def _row(self, draft: _Draft, wording: Wording) -> Paper:
        new, claim = draft.new, _claim(draft)
        token = sign(claim, county_key(draft.code))
        return Paper(
            id=draft.id, area=new.area, unit=new.unit, created_at=self.now, created_by=self.by.post_id, number=claim.number, kind=new.kind,
            language=new.language, person_id=new.person_id, about=new.about, wording=wording, issued_on=draft.on, issued_at=draft.at,
            valid_from=new.valid_from, valid_to=new.valid_to, token=token, content_index=draft.index,
            content=seal().close(PURPOSE, json.dumps(self._content(draft, claim.number, token), ensure_ascii=False)),
        )  # fmt: skip

    def _content(self, draft: _Draft, number: str, token: str) -> dict[str, Any]:
        new, office = draft.new, self.units.get(draft.new.unit) or self.areas.get(draft.new.area, "")
        return said_on(new.kind, new.language, new.facts, number=number, issued_on=draft.on, unit=office, token=token)


def _claim(draft: _Draft) -> Claim:
    new = draft.new
    shown = claimed_initials(new.name or str(new.facts.get("person_name", "")))
    return Claim(draft.code, PaperKind(new.kind).value, draft.on, draft.serial, shown, new.valid_from, new.valid_to)


def _index(new: NewPaper) -> bytes:
    """What makes a paper the same as another one of that day."""
    said = [new.unit, str(new.person_id), str(new.about), new.language, str(new.valid_from), str(new.valid_to), new.facts]
    return seal().index(PURPOSE, json.dumps(said, sort_keys=True, default=str))
