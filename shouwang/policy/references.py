"""How pages name a pack: one from the shelf, one that is or was in force, one that is proposed, or the own file just read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.lib.refusals import Refused
from shouwang.policy import reads, shelf, words
from shouwang.policy.models import PackInForce, Proposal
from shouwang.policy.overlays import Overlay, effective
from shouwang.policy.pack_files import read_pack
from shouwang.policy.pack_tables import PackFaulty
from shouwang.policy.packs import Pack
from shouwang.ui import formats

SHELF, HELD, PROPOSAL, DRAFT = "shelf", "held", "proposal", "draft"
DRAFT_IN_SESSION = "policy_draft"


@dataclass(frozen=True)
class Referred:
    """A pack that a page shows, and where it comes from. ``overlay``: the unit's rules that were laid over it."""

    ref: str
    pack: Pack
    origin: str
    held: PackInForce | None = None
    proposal: Proposal | None = None
    overlay: Overlay | None = None
    below: Pack | None = None  # the pack under the unit's rules

    @property
    def pack_content(self) -> Mapping[str, Any]:
        """The tables of the pack, as a file would have them."""
        lines = [line for line, unit in self.pack.source.lines if not unit]
        return {**self.pack.source.parts, "class": lines}

    @property
    def label(self) -> str:
        """Title, version and origin in one line."""
        facts = {"title": words.titled(self.pack.titles), "version": self.pack.version, "origin": self.origin}
        return _("%(title)s, version %(version)s: %(origin)s") % facts


def find(ref: str, *, by: Actor, session: Mapping[str, Any]) -> Referred | None:
    """The pack that a reference names, as far as this post may see it; none where there is no such."""
    kind, _dot, key = ref.partition(".")
    try:
        return _FINDERS[kind](key, by, session) if kind in _FINDERS else None
    except (PackFaulty, Refused):
        return None


def of_held(row: reads.Held) -> Referred:
    """A pack that is or was in force."""
    return Referred(
        f"{HELD}.{row.row.pk}", row.pack, _("in force from %(day)s") % {"day": formats.day(row.row.valid_from)}, row.row
    )


def of_period(period: reads.PackPeriod) -> Referred:
    """The pack of a period."""
    return Referred(
        f"{HELD}.{period.id}",
        reads.pack_of(period),
        _("in force from %(day)s") % {"day": formats.day(period.valid_from)},
    )


def on_shelf() -> list[Referred]:
    """The packs that come with the product."""
    found = (_of_shelf(pack_id, None, {}) for pack_id in shelf.files())
    return [one for one in found if one is not None]


def _of_shelf(key: str, _by: Any, _session: Any) -> Referred | None:
    return Referred(f"{SHELF}.{key}", shelf.pack(key), _("comes with the product")) if key in shelf.files() else None


def _of_held(key: str, by: Actor, _session: Any) -> Referred | None:
    row = reads.content_in_force(int(key), area=by.area) if key.isascii() and key.isdigit() and len(key) < 18 else None
    if row is None:
        return None
    return of_held(reads.Held(row, read_pack(row.content, file=f"{row.pack_id}.toml"), row.valid_to))


def _of_proposal(key: str, by: Actor, _session: Any) -> Referred | None:
    try:
        found = reads.proposal(UUID(key), by=by)
    except ValueError:
        return None
    return of_proposal(found) if found else None


def of_proposal(found: Proposal) -> Referred:
    """A proposed pack; a unit's proposed rules as they would lie over the pack in force. Raises Refused no_pack."""
    ref, origin = f"{PROPOSAL}.{found.pk}", _("proposed by %(name)s") % {"name": found.proposed_name}
    if not found.unit:
        return Referred(ref, read_pack(found.content, file=f"{found.pack_id}.toml"), origin, proposal=found)
    below = reads.rulebook().pack_for(found.area, found.valid_from)
    overlay = Overlay(found.unit, found.content, found.digest)
    return Referred(ref, effective(below, (overlay,)), origin, proposal=found, overlay=overlay, below=below)


def _of_draft(_key: str, _by: Any, session: Mapping[str, Any]) -> Referred | None:
    kept = session.get(DRAFT_IN_SESSION)
    if not kept:
        return None
    origin = _("file %(name)s, seen only by you") % {"name": kept["file"]}
    return Referred(DRAFT, read_pack(kept["content"], file=kept["file"]), origin)


_FINDERS: dict[str, Any] = {SHELF: _of_shelf, HELD: _of_held, PROPOSAL: _of_proposal, DRAFT: _of_draft}
