"""Imports by API: send a file, ask how far it is, read the verdicts, mend, record, take back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from shouwang.accounts.doors import actor_of
from shouwang.ledger import imports, jobs
from shouwang.ledger.choices import NOT_FOUND
from shouwang.ledger.exchange import report
from shouwang.ledger.exchange.workbooks import MOST_BYTES, TOO_LARGE
from shouwang.ledger.imports import areas, reads
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.importer import usable
from shouwang.ledger.schemas import VerdictOut, answer
from shouwang.lib.refusals import Refused

router = Router(tags=["imports"])
MOST_ROWS = 500


class ColumnOut(Schema):
    """A column of a ledger."""

    name: str
    title: str
    type: str
    required: bool


class LedgerOut(Schema):
    """A ledger that the post may import."""

    name: str
    title: str
    columns: list[ColumnOut]


class SendIn(Schema):
    """What is said about a file; ``area`` as path or official code, the post's own if empty.

    ``at_once`` records the rows that fit without waiting for anybody.
    """

    ledger: str
    area: str = ""
    as_of: datetime | None = None
    at_once: bool = False


class ImportOut(Schema):
    """How far an import is."""

    id: UUID
    ledger: str
    area: str
    file_name: str
    state: str
    done: int
    total: int
    counts: dict[str, int]
    code: str = ""
    reason: str = ""
    created_at: datetime


class Which(Schema):
    """Which verdicts: of one outcome only, rows beyond ``after``."""

    outcome: str = ""
    after: int = 0
    limit: int = 100


class VerdictsOut(Schema):
    """Verdicts in the order of the file, each with its ``number``; the next ones come with ``after``."""

    verdicts: list[dict[str, Any]]
    after: int | None


class MendIn(Schema):
    """Words for a row's fields as somebody would type them; what is not named stays."""

    values: dict[str, str]


class UndoIn(Schema):
    """Why an import is taken back."""

    reason: str = ""


def _file(request: HttpRequest, import_id: UUID) -> Any:
    file = reads.one(import_id, actor_of(request))
    if file is None:
        raise Refused("not_found", NOT_FOUND)
    return file


def _out(file: Any) -> dict[str, Any]:
    plain = {
        name: getattr(file, name)
        for name in ("ledger", "area", "file_name", "state", "done", "total", "code", "reason", "created_at")
    }
    return plain | {"id": file.pk, "counts": reads.counts(file)}


@router.get("/ledgers", response=list[LedgerOut])
def ledgers(request: HttpRequest) -> list[dict[str, Any]]:
    """The ledgers the post may import, with their columns."""
    return [
        {
            "name": importer.name,
            "title": str(importer.title),
            "columns": [vars(column) for column in importer.ledger.columns],
        }
        for importer in usable(actor_of(request))
    ]


@router.post("", response=ImportOut)
def send(request: HttpRequest, said: Form[SendIn], file: File[UploadedFile]) -> dict[str, Any]:
    """Send a file; it is read and judged in the background."""
    actor = actor_of(request)
    area = areas.path_of(said.area, actor)
    if area is None:
        raise Http404
    if (file.size or 0) > MOST_BYTES:
        raise Refused("FILE_TOO_LARGE", TOO_LARGE, most="64 MB")
    received = imports.receive_file(
        ledger=said.ledger, filename=file.name or "", content=file.read(), area=area, as_of=said.as_of,
        at_once=said.at_once, by=actor,
    )  # fmt: skip
    jobs.enqueue(received.pk)
    return _out(received)


@router.get("", response=list[ImportOut])
def listed(request: HttpRequest, limit: int = 50) -> list[dict[str, Any]]:
    """The imports of the own area, newest first."""
    return [_out(file) for file in reads.imports(actor_of(request))[: max(1, min(limit, MOST_ROWS))]]


@router.get("/{uuid:import_id}", response=ImportOut)
def one(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    """How far an import is."""
    return _out(_file(request, import_id))


@router.get("/{uuid:import_id}/verdicts", response=VerdictsOut)
def verdicts(request: HttpRequest, import_id: UUID, which: Query[Which]) -> dict[str, Any]:
    """The verdicts row by row."""
    file = _file(request, import_id)
    size = max(1, min(which.limit, MOST_ROWS))
    found = list(reads.rows(file, which.outcome).filter(number__gt=which.after)[: size + 1])
    lines = [report.line(*stored.opened(row)) | {"number": row.number, "id": row.record_id} for row in found[:size]]
    imports.log_look(file.pk, len(lines), by=actor_of(request))
    return {"verdicts": lines, "after": found[size - 1].number if len(found) > size else None}


@router.post("/{uuid:import_id}/rows/{int:number}", response=VerdictOut)
def mend(request: HttpRequest, import_id: UUID, number: int, said: MendIn) -> dict[str, Any]:
    """Put other words into a refused row; the verdict on the mended row."""
    verdict = imports.mend_row(_file(request, import_id).pk, number, said.values, by=actor_of(request))
    return answer([verdict])["verdicts"][0]


@router.post("/{uuid:import_id}/record", response=ImportOut)
def record(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    """Have the rows that fit recorded, in the background."""
    file = imports.order_commit(_file(request, import_id).pk, by=actor_of(request))
    jobs.enqueue(file.pk)
    return _out(file)


@router.post("/{uuid:import_id}/undo", response=ImportOut)
def undo(request: HttpRequest, import_id: UUID, said: UndoIn) -> dict[str, Any]:
    """Have the whole import taken back, in the background."""
    file = imports.order_undo(_file(request, import_id).pk, by=actor_of(request), reason=said.reason)
    jobs.enqueue(file.pk)
    return _out(file)
