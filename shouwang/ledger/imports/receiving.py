"""A file arrives, is read, and gets its verdicts row by row."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import HEADER_NOT_FOUND, HEADINGS_TO_NAME, State
from shouwang.ledger.exchange import reading
from shouwang.ledger.exchange.reading import Limits, Table
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.contents import FILE_PURPOSE
from shouwang.ledger.imports.headings import taught
from shouwang.ledger.imports.importer import Context, Importer, check_may_import, find
from shouwang.ledger.imports.judging import PART, asked, merged, own_verdict, parts
from shouwang.ledger.imports.rows import Numbered
from shouwang.ledger.imports.steps import alone, begin, context_of, facts_of, locked, stop
from shouwang.ledger.models import ImportFile
from shouwang.lib import clocks, rubbish
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import accepted
from shouwang.policy.reads import pack_for

TO_JUDGE = (State.RECEIVED, State.JUDGING)


@transaction.atomic
def receive_file(
    *,
    ledger: str,
    filename: str,
    content: bytes,
    area: str,
    by: Actor,
    as_of: datetime | None = None,
    at_once: bool = False,
    id: UUID | None = None,
) -> ImportFile:
    """Take a file in; it is read and judged later. ``at_once``: then also recorded without waiting for anybody.

    Raises Refused unknown_ledger, not_permitted, out_of_area.
    """
    check_may_import(find(ledger), area, by)
    file = ImportFile(
        id=id or uuid7(), area=area, unit=by.unit, ledger=ledger, file_name=filename[-200:], size=len(content), 
        as_of=as_of, content=seal().close_bytes(FILE_PURPOSE, content), digest=digest_of(content), at_once=at_once,
        language=get_language() or "", by_user=by.user_id, by_post=by.post_id, by_name=by.name[:80],
        ordered_by_user=by.user_id, ordered_by_post=by.post_id,
        created_at=clocks.now(),
    )  # fmt: skip
    file.save(force_insert=True)
    record_event(by=by, action="ledger.receive_file", area=area, subject=file.pk, detail=facts_of(file))
    return file


def digest_of(content: bytes) -> bytes:
    """The keyed index of a file: equal files have equal ones."""
    return seal().index(FILE_PURPOSE, hashlib.sha256(content).hexdigest())


def judge_file(import_id: UUID, *, by: Actor) -> None:
    """Read a received file and put a verdict on every row. After a break it begins anew.

    Does nothing while another process is at it.
    """
    with alone(import_id) as free:
        if not free or not (file := begin(import_id, TO_JUDGE, by)):
            return
        importer = find(file.ledger)
        check_may_import(importer, file.area, by)
        with acting_as(by):
            content, said = content_of(file), taught(file.ledger, by)
        try:
            table = read_table(importer, content, file.file_name, file.area, file.as_of, said)
        except Refused as refusal:
            with acting_as(by):
                stop(locked(import_id), refusal)
            return
        if not table.found:
            _ask_for_headings(import_id, importer, table, by)
            return
        keep_table(import_id, importer, table, by=by)


def _ask_for_headings(import_id: UUID, importer: Importer, table: Table, by: Actor) -> None:
    """No table: keep what may be its headings, so that a person can name them."""
    with acting_as(by):
        file = locked(import_id)
        file.rows.all().delete()
        file.sheets, file.counts = stored.sheets_of(replace(table, sheets=table.guessed)), {}
        file.ignored = [(line.sheet, line.row, line.what) for line in table.ignored]
        file.save(update_fields=["sheets", "ignored", "counts"])
        stop(file, _no_table(importer, guessed=bool(table.guessed)))


def content_of(file: ImportFile) -> bytes:
    """The original file."""
    return seal().open_bytes(FILE_PURPOSE, file.content)


def read_table(
    importer: Importer, content: bytes, filename: str, area: str, as_of: datetime | None, said: Mapping[str, str]
) -> Table:
    """The file as a table, its headings read as the office ``said``. Raises Refused with a FILE_ code."""
    ledger = importer.ledger.teach(said)
    return reading.read(ledger, content, filename, as_of=as_of, limits=limits_for(area, as_of))


def limits_for(area: str, as_of: datetime | None) -> Limits:
    """Plausible temperatures and fever by the pack in force; the usual ones where there is none."""
    try:
        signs = pack_for(area, clocks.local(as_of or clocks.now()).date()).signs
    except Refused:
        return Limits()
    return Limits(signs.plausible_low_c, signs.plausible_high_c, signs.fever_c)


def _no_table(importer: Importer, *, guessed: bool) -> Refused:
    needed = "、".join(importer.ledger.by_name[name].title for name in importer.ledger.required)
    sentence = HEADINGS_TO_NAME if guessed else HEADER_NOT_FOUND
    return Refused("HEADER_NOT_FOUND", sentence, title=importer.ledger.title, columns=needed)


def moment_of(table: Table) -> datetime | None:
    """As of when the sheets speak by their own date lines: the end of that statistics day, but not later than now."""
    days = [sheet.sheet_date for sheet in table.sheets if sheet.sheet_date]
    return min(clocks.now(), clocks.at(max(days), clocks.DEFAULT_CUTOFF)) if days else None


@rubbish.not_searched_for()
def keep_table(import_id: UUID, importer: Importer, table: Table, *, by: Actor) -> None:
    """Store every row with its verdict, part by part, so that progress shows.

    What was stored before a break is thrown away.
    """
    context = _open(import_id, table, by)
    own = [at for at, row in enumerate(table.rows) if own_verdict(row) is not None]
    for start in range(0, len(own), PART):
        _store(import_id, table, own[start : start + PART], importer, context, judged=False)
    for part in parts(importer, table.rows):
        _store(import_id, table, part, importer, context, judged=True)
    _close(import_id, by)


def _open(import_id: UUID, table: Table, by: Actor) -> Context:
    with acting_as(by):
        file = locked(import_id)
        file.rows.all().delete()
        file.state, file.done, file.total = State.JUDGING, 0, len(table.rows)
        file.sheets, file.sheet_as_of = stored.sheets_of(table), moment_of(table)
        file.ignored = [(line.sheet, line.row, line.what) for line in table.ignored]
        file.save(update_fields=["state", "done", "total", "sheets", "ignored", "sheet_as_of"])
        return context_of(file, by)


def _store(
    import_id: UUID, table: Table, part: list[int], importer: Importer, context: Context, *, judged: bool
) -> None:
    """One transaction: the part's verdicts, its rows, the progress. Then the part's values are let go."""
    with acting_as(context.by):
        file = locked(import_id)
        rows = [table.rows[at] for at in part]
        verdicts: list[Any] = [own_verdict(row) for row in rows]
        if judged and file.at_once:
            verdicts = [merged(row, accepted(None)) for row in rows]
        elif judged:
            verdicts = asked(importer.judge, rows, context)
        stored.store(
            file, (Numbered(at + 1, row, verdict) for at, row, verdict in zip(part, rows, verdicts, strict=True))
        )
        file.done += len(part)
        file.save(update_fields=["done"])
    for row in rows:
        row.values = {}


def _close(import_id: UUID, by: Actor) -> None:
    with acting_as(by):
        file = locked(import_id)
        file.judged_at, file.counts, file.tries = clocks.now(), stored.counts(file), 0
        file.state = State.COMMITTING if file.at_once else State.JUDGED
        if file.at_once:
            file.done, file.total = 0, file.rows.filter(pending=True).count()
        file.save(update_fields=["judged_at", "counts", "tries", "state", "done", "total"])
        record_event(
            by=by, action="ledger.judge_file", area=file.area, count=file.total, subject=file.pk, detail=facts_of(file)
        )
