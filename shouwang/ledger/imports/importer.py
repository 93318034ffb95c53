"""What a feature says about a ledger it takes in: its columns, who may, and what to do with rows that could be read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.exchange.ledgers import Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict

UNKNOWN_LEDGER = _("There is no ledger called %(ledger)s that can be imported.")


@dataclass(frozen=True)
class Context:
    """Who imports into which area; as of when the sheet speaks (none: now); the stored import, if there is one."""

    by: Actor
    area: str
    as_of: datetime | None = None
    import_id: UUID | None = None


Work = Callable[[list[ParsedRow], Context], list[Verdict]]
Undo = Callable[[list[UUID], Context], None]


def who(row: ParsedRow) -> Hashable:
    """Whom or what a row is about, as far as its words say."""
    return str(row.values.get("id_number") or row.values.get("full_name") or "")


@dataclass(frozen=True)
class Importer:
    """One ledger that can be imported.

    ``judge`` says what ``record`` would answer and changes nothing; ``record`` writes, in the caller's transaction.
    Both get rows that could be read and are no exact repetition, and answer in their order; a verdict's ``id`` names
    the record.
    ``undo`` takes back records by these ids, in the caller's transaction; None: the ledger cannot be taken back.
    ``noted``: ``record`` notes what it does to rows (``changes``), and ``undo`` goes by these notes instead of ids.
    Rows that are equal in ``about`` are always judged together.
    """

    ledger: Ledger
    title: Any
    permission: Permission
    judge: Work
    record: Work
    undo: Undo | None = None
    about: Callable[[ParsedRow], Hashable] = who
    noted: bool = False

    @property
    def name(self) -> str:
        """The ledger's name in code."""
        return self.ledger.name


_importers: dict[str, Importer] = {}


def register(*importers: Importer) -> None:
    """Make ledgers known, once at start-up; one registered again takes the place of the earlier."""
    _importers.update({importer.name: importer for importer in importers})


def known() -> list[Importer]:
    """Every ledger that is known, in the order they were registered."""
    return list(_importers.values())


def find(ledger: str) -> Importer:
    """The importer of a ledger. Raises Refused unknown_ledger."""
    if ledger not in _importers:
        raise Refused("unknown_ledger", UNKNOWN_LEDGER, ledger=ledger)
    return _importers[ledger]


def usable(actor: Actor) -> list[Importer]:
    """The ledgers a post may import, in the order they were registered."""
    if not actor.can(Permission.IMPORT_FILES):
        return []
    return [importer for importer in _importers.values() if actor.can(importer.permission)]


def check_may_import(importer: Importer, area: str, actor: Actor) -> None:
    """Refuse who may not import this ledger into this area. Raises Refused not_permitted or out_of_area."""
    actor.check(Permission.IMPORT_FILES, area)
    actor.check(importer.permission, area)
