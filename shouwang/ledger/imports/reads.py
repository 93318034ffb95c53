"""Doors to imports and their rows: those of the post's area (the database sees to it), of ledgers it may import."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.choices import State
from shouwang.ledger.exchange import report
from shouwang.ledger.exchange.reading import Table
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.importer import find, usable
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.lib import clocks, paths
from shouwang.lib.verdicts import ACCEPTED, REFUSED, Verdict

TOGETHER = 2000  # rows unsealed at a time when all are read


def imports(actor: Actor) -> QuerySet[ImportFile]:
    """The imports a post may see, newest first, without their contents."""
    ledgers = [importer.name for importer in usable(actor)]
    return ImportFile.objects.defer("content", "ignored").filter(ledger__in=ledgers).order_by("-created_at")


def listed(
    actor: Actor, area: str, *, ledger: str = "", state: str = "", sent_from: date | None = None,
    sent_to: date | None = None, words: str = "",
) -> QuerySet[ImportFile]:  # fmt: skip
    """The imports of an area: of a ledger, in a state, sent on days from the first to the last, named so."""
    low, high = paths.bounds(area)
    wanted: dict[str, Any] = {"area__gte": low, "area__lt": high, "ledger": ledger, "state": state, "file_name__icontains": words}
    wanted["created_at__gte"] = clocks.at(sent_from, time()) if sent_from else None
    wanted["created_at__lt"] = clocks.at(sent_to + timedelta(days=1), time()) if sent_to else None
    return imports(actor).filter(**{name: value for name, value in wanted.items() if value})


def failed(actor: Actor) -> QuerySet[ImportFile]:
    """The imports of an actor's area that stopped and wait to be ordered again."""
    return ImportFile.objects.filter(state=State.FAILED, area__startswith=actor.area).only("id")


def one(import_id: UUID, actor: Actor) -> ImportFile | None:
    """One import, or none where there is none for this post."""
    return imports(actor).filter(pk=import_id).first()


def twins(file: ImportFile) -> QuerySet[ImportFile]:
    """Other imports of the very same file, newest first."""
    same = ImportFile.objects.defer("content").filter(digest=file.digest, ledger=file.ledger, area=file.area)
    return same.exclude(pk=file.pk).order_by("-created_at")


def rows(file: ImportFile, outcome: str = "", code: str = "") -> QuerySet[ImportRow]:
    """The rows of an import in the order of the file; those of one outcome, or of one reason, only."""
    found = file.rows.order_by("number")
    found = found.filter(outcome=outcome) if outcome else found
    return found.filter(code=code) if code else found


def reasons(file: ImportFile, outcome: str) -> list[tuple[str, int]]:
    """The codes of the reasons among the rows of one outcome, the most frequent first, with their number."""
    found = file.rows.order_by().filter(outcome=outcome).values_list("code").annotate(found=Count("pk"))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def waiting(file: ImportFile) -> int:
    """How many rows wait to be recorded."""
    return file.rows.filter(pending=True).count()


def recorded(file: ImportFile) -> int:
    """How many rows are recorded."""
    return file.rows.filter(committed=True).count()


def refused_table(file: ImportFile) -> tuple[Table, list[Verdict]]:
    """The refused rows of an import with all they say."""
    found = [stored.opened(row) for row in rows(file, REFUSED).iterator(TOGETHER)]
    return replace(stored.frame_of(file), rows=[parsed for parsed, _verdict in found]), [
        verdict for _parsed, verdict in found
    ]


def verdicts_table(file: ImportFile) -> tuple[Table, list[Verdict]]:
    """Where every row stands and its verdict, without what the row says: the original brings that itself."""
    plain = rows(file, ACCEPTED).values_list("sheet", "row", "column")
    placed = [(ParsedRow(sheet, row, {}, column), Verdict(ACCEPTED)) for sheet, row, column in plain.iterator(TOGETHER)]
    for row in rows(file).exclude(outcome=ACCEPTED).iterator(TOGETHER):
        parsed, verdict = stored.opened(row)
        parsed.values = {}
        placed.append((parsed, verdict))
    return replace(stored.frame_of(file), rows=[parsed for parsed, _verdict in placed]), [
        verdict for _parsed, verdict in placed
    ]


def counts(file: ImportFile) -> dict[str, int]:
    """The counts as the report names them."""
    return report.summed(
        file.counts.get("data_rows", 0), {name: n for name, n in file.counts.items() if name != "data_rows"}
    )


def head(import_id: UUID) -> dict[str, Any]:
    """The report of an import without its verdicts."""
    file = ImportFile.objects.defer("content").get(pk=import_id)
    return report.head(stored.frame_of(file), counts(file))


def lines(import_id: UUID, actor: Actor) -> Iterator[dict[str, Any]]:
    """The verdicts of an import as the report has them, read part by part in the actor's scope."""
    last = 0
    while True:
        with acting_as(actor):
            part = list(ImportRow.objects.filter(file_id=import_id, number__gt=last).order_by("number")[:TOGETHER])
        if not part:
            return
        last = part[-1].number
        yield from (report.line(*stored.opened(row)) for row in part)


def ledger_title(file: ImportFile) -> Any:
    """What the ledger is called."""
    return find(file.ledger).title
