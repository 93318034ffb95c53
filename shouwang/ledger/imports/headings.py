"""An office says what its headings mean: the file is read again, and the next one of that office at once."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import ALREADY_RECORDED_FILE, FIELD_TWICE, NOT_A_HEADING, UNKNOWN_FIELD, State
from shouwang.ledger.exchange.ledgers import Ledger, heading_key
from shouwang.ledger.imports.importer import check_may_import, find
from shouwang.ledger.imports.steps import check_state, locked, order
from shouwang.ledger.models import HeadingChoice, ImportFile
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused

MOST_REMEMBERED = 500  # headings of one ledger and office
LONGEST = 100  # characters of a heading


def taught(ledger: str, by: Actor) -> dict[str, str]:
    """What the office of a post said its headings mean: folded heading to field, empty for the remark."""
    chosen = HeadingChoice.objects.filter(area=by.area, ledger=ledger).order_by("-chosen_at", "-pk")
    return dict(chosen.values_list("heading", "field")[:MOST_REMEMBERED])


@transaction.atomic
def choose_headings(import_id: UUID, chosen: Mapping[str, str], *, by: Actor) -> ImportFile:
    """Read a file again with headings as a person names them (heading as written to field; empty: to the remark).

    What is chosen is remembered for the office. Raises Refused not_found, not_permitted, not_now, already_recorded,
    not_a_heading, unknown_field, field_twice.
    """
    file = locked(import_id)
    importer = find(file.ledger)
    check_may_import(importer, file.area, by)
    check_state(file, (State.JUDGED, State.FAILED))
    if file.rows.filter(committed=True).exists():
        raise Refused("already_recorded", ALREADY_RECORDED_FILE)
    check_headings(importer.ledger, file, chosen)
    _remember(file.ledger, chosen, by)
    order(file, State.RECEIVED, by)
    file.judged_at = None
    file.save(update_fields=[
        "state", "tries", "done", "code", "reason", "ordered_by_user", "ordered_by_post", "judged_at",
    ])  # fmt: skip
    detail = {"ledger": file.ledger, "headings": len(chosen)}
    record_event(by=by, action="ledger.choose_headings", area=file.area, subject=file.pk, detail=detail)
    return file


def check_headings(ledger: Ledger, file: ImportFile, chosen: Mapping[str, str]) -> None:
    """Refuse headings the file has not, columns the ledger has not, and a column that two headings of a sheet claim."""
    mappings = [dict(sheet["column_mapping"]) for sheet in file.sheets]
    known = {heading for mapping in mappings for heading in mapping}
    for heading, field in chosen.items():
        if heading not in known:
            raise Refused("not_a_heading", NOT_A_HEADING, heading=heading[:40])
        if field and field not in ledger.by_name:
            raise Refused("unknown_field", UNKNOWN_FIELD, field=field[:40])
    for mapping in mappings:
        _check_once(ledger, {heading: chosen.get(heading, field) for heading, field in mapping.items()})


def _check_once(ledger: Ledger, mapping: Mapping[str, str | None]) -> None:
    seen: dict[str, str] = {}
    for heading, field in mapping.items():
        if not field or field not in ledger.by_name or field == "remark":
            continue
        if field in seen:
            title = ledger.by_name[field].title
            raise Refused("field_twice", FIELD_TWICE, column=title, first=seen[field], second=heading)
        seen[field] = heading


def _remember(ledger: str, chosen: Mapping[str, str], by: Actor) -> None:
    said = {heading_key(heading)[:LONGEST]: field for heading, field in chosen.items()}
    rows = [
        HeadingChoice(
            area=by.area, ledger=ledger, heading=key, field=field, by_post=by.post_id, chosen_at=clocks.now()
        )
        for key, field in said.items()
    ]  # fmt: skip
    HeadingChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["area", "ledger", "heading"],
        update_fields=["field", "by_post", "chosen_at"],
    )  # fmt: skip
