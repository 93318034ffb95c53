"""Papers put into people's hands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import REFUSED, Verdict, Warned, accepted, duplicate, refused
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.writes import issue
from shouwang.quarantine import choices
from shouwang.quarantine.choices import DocumentKind, State
from shouwang.quarantine.models import Document, Observation
from shouwang.quarantine.reads.homes import places_of
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_time
from shouwang.quarantine.writes.papers import PrintDesk
from shouwang.quarantine.writes.rows import NewDocument
from shouwang.quarantine.writes.work import Work, log


class PaperBook:
    """The papers that some people were given, read once, so that none is written down twice for one day."""

    def __init__(self, work: Work, persons: Iterable[UUID]) -> None:
        self.work = work
        rows = Document.objects.filter(person_id__in=list(persons), live=True).values_list("person_id", "kind", "day", "pk")
        self.known: dict[tuple[UUID, str, date], UUID] = {(person, kind, day): key for person, kind, day, key in rows}
        self.waiting: list[tuple[Document, Observation, str]] = []  # to be printed, in a language
        self.printed: dict[UUID, Document] = {}
        self.unprinted: dict[UUID, Warned] = {}  # why, by document

    def hand_out(
        self, person: UUID, kind: str, at: datetime, *, observation: Observation | None = None, area: str = "", unit: str = "",
        received_by: str = "", number: str = "", language: str = Language.SIMPLIFIED,
    ) -> Verdict:  # fmt: skip
        """One paper for one person; the same on the same day is a duplicate. Raises Refused document_unknown."""
        if kind not in DocumentKind.values:
            raise Refused("document_unknown", choices.DOCUMENT_UNKNOWN, kind=kind)
        common = self.work.record_about(observation, at) if observation else self.work.record(area, unit, at)
        key = (person, kind, common["day"])
        if key in self.known:
            return duplicate(self.known[key], "DUPLICATE_EXACT", str(choices.DOCUMENT_TWICE))
        paper = self.work.add(
            Document(
                **common, person_id=person, observation=observation, kind=kind, received_by=received_by[:60],
                number=number or certificate_number(kind, observation, at),
            )
        )  # fmt: skip
        self.known[key] = paper.pk
        if observation is not None and not number and kind in PaperKind.values:
            self.waiting.append((paper, observation, language))
        return accepted(paper.pk, number=paper.number)

    def print_all(self) -> None:
        """Issue the papers that were handed out, before their rows are written; one that is there already lends its number."""
        if not self.waiting:
            return
        self.printed = {document.pk: document for document, _observation, _language in self.waiting}
        desk = PrintDesk([one for _document, one, _language in self.waiting], by=self.work.actor, at=self.work.now)
        new = []
        for document, one, language in self.waiting:
            try:
                if known := desk.known(one, document.kind, language):
                    document.number = known.number
                else:
                    new.append((document, desk.paper(one, document.kind, language, document.happened_at)))
            except Refused as refusal:
                self._printed(document, refused(refusal))
        for (document, _paper), verdict in zip(new, issue([paper for _document, paper in new], by=self.work.actor), strict=True):
            self._printed(document, verdict)

    def _printed(self, document: Document, verdict: Verdict) -> None:
        if verdict.outcome == REFUSED:
            self.unprinted[document.pk] = Warned(verdict.code, verdict.reason)
        else:
            document.number = verdict.facts["number"]

    def told(self, verdict: Verdict) -> Verdict:
        """The verdict of a document with its number, and with a word where it could not be printed."""
        document = self.printed.get(verdict.id) if verdict.id and not verdict.of else None
        if document is None:
            return verdict
        warnings = (self.unprinted[document.pk],) if document.pk in self.unprinted else ()
        return replace(accepted(document.pk, warnings), facts=verdict.facts | {"number": document.number})


def certificate_number(kind: str, observation: Observation | None, at: datetime) -> str:
    """The number of a notice or certificate: day of issue and the tail of the observation's id, the same whenever it is asked for."""
    if observation is None or kind in choices.HANDOUTS:
        return ""
    return f"{at:%Y%m%d}-{observation.pk.hex[-10:].upper()}"


@transaction.atomic
def hand_out(batch: Sequence[NewDocument], *, by: Actor) -> list[Verdict]:
    """Write down papers handed out; a certificate of completed observation only to somebody released."""
    by.check(Permission.ISSUE_DOCUMENTS)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    persons = {person for person in subjects.persons.values() if person} | {one.person_id for one in subjects.observations}
    papers, homes = PaperBook(work, persons), places_of(persons, by=by)
    verdicts = [_hand_out(work, subjects, papers, homes, row) for row in batch]
    papers.print_all()
    verdicts = [papers.told(verdict) for verdict in verdicts]
    work.flush()
    log(work, "hand_out", verdicts)
    return verdicts


def _hand_out(work: Work, subjects: Subjects, papers: PaperBook, homes: dict[UUID, tuple[str, str]], row: NewDocument) -> Verdict:
    try:
        at = row.happened_at or work.now
        check_time(at, work.now)
        person = subjects.person_of(row)
        held = [subjects.by_id[row.observation_id]] if row.observation_id else subjects.by_person.get(person, [])
        observation = held[-1] if held else None
        _check_certificate(row.kind, observation, at)
        area, unit = homes.get(person, ("", ""))
        return papers.hand_out(
            person, row.kind, at, observation=observation, area=area, unit=unit, received_by=row.received_by, number=row.number,
            language=row.language,
        )
    except Refused as refusal:
        return refused(refusal)


def _check_certificate(kind: str, observation: Observation | None, at: datetime) -> None:
    if kind != DocumentKind.COMPLETION_CERTIFICATE:
        return
    if observation is None:
        raise Refused("no_observation", choices.NO_OBSERVATION)
    if observation.state not in (State.RELEASED, State.ENDED_BY_ITSELF) or (observation.ended_at and at < observation.ended_at):
        raise Refused("certificate_too_early", choices.CERTIFICATE_TOO_EARLY)
