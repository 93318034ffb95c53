"""Gives links to persons and households, and takes them back at once. The code itself is shown once and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.codes import new_code
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.people import reads as people
from shouwang.policy import reads as policy
from shouwang.residents import choices, rules
from shouwang.residents.models import Link

PURPOSE = "resident_link"
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link for one person, or for everybody listed in a household. It takes the place of an earlier one."""

    person_id: UUID | None = None
    household_id: UUID | None = None


def index_of(code: str) -> bytes:
    """The keyed hash under which a code is known."""
    return seal().index(PURPOSE, code)


@transaction.atomic
def give_links(batch: Sequence[NewLink], *, by: Actor) -> list[Verdict]:
    """Give links. The verdict's facts hold the ``code``, for the paper that is printed now; it cannot be read again.

    Refused per row: no_target (unknown, or not of the post's area). Raises Refused not_permitted.
    """
    by.check(Permission.GIVE_LINKS)
    places = _places(batch, by)
    codes = [new_code() if (row.person_id, row.household_id) in places else "" for row in batch]
    _revoke(Link.objects.filter(_of(batch), revoked_at__isnull=True), REPLACED)
    rules_now = policy.rulebook()
    links = [_link(row, code, places, rules_now, by) for row, code in zip(batch, codes, strict=True) if code]
    Link.objects.bulk_create(links)
    made = iter(links)
    verdicts = [_given(next(made), code) if code else refused(Refused("no_target", choices.NO_TARGET)) for code in codes]
    subject = (batch[0].person_id or batch[0].household_id) if len(batch) == 1 else ""
    record_event(by=by, action="residents.give_links", area=by.area, count=len(links), subject=subject or "")
    return verdicts


def _places(batch: Sequence[NewLink], by: Actor) -> dict[tuple[UUID | None, UUID | None], tuple[str, str]]:
    """Area and unit of everybody and every household that the post may give a link to."""
    persons = people.persons([row.person_id for row in batch if row.person_id], by=by)
    homes = people.households_of([row.household_id for row in batch if row.household_id and not row.person_id], by=by)
    found: dict[tuple[UUID | None, UUID | None], tuple[str, str]] = {}
    found |= {(key, None): (card.area, card.unit) for key, card in persons.items()}
    found |= {(None, key): (home.area, home.unit) for key, home in homes.items()}
    return found


def _of(batch: Sequence[NewLink]) -> Q:
    return Q(person__in=[row.person_id for row in batch if row.person_id]) | Q(
        household__in=[row.household_id for row in batch if row.household_id]
    )


def _link(row: NewLink, code: str, places: dict[Any, tuple[str, str]], rules_now: policy.Rulebook, by: Actor) -> Link:
    now = clocks.now()
    area, unit = places[row.person_id, row.household_id]
    lives = timedelta(days=rules_now.residents_for(area, clocks.local(now).date()).link_days)
    return Link(
        area=area, unit=unit, created_at=now, created_by=by.post_id, given_by=by.name[:80], person_id=row.person_id,
        household_id=row.household_id, code_index=index_of(code), expires_at=now + lives,
    )  # fmt: skip


def _given(link: Link, code: str) -> Verdict:
    return accepted(link.pk, code=code, expires_at=link.expires_at)


@transaction.atomic
def revoke_links(link_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take links back; from this moment they open nothing. Refused per row: not_found, already_revoked. Raises reason_missing."""
    by.check(Permission.GIVE_LINKS)
    why = rules.check_reason(reason)
    found = {link.pk: link for link in Link.objects.filter(pk__in=list(link_ids)).select_for_update() if by.covers(link.area)}
    verdicts = [_revoked(found.get(key)) for key in link_ids]
    taken = [verdict.id for verdict in verdicts if verdict.taken]
    _revoke(Link.objects.filter(pk__in=taken), why)
    one = found.get(link_ids[0]) if len(link_ids) == 1 else None
    subject = (one.person_id or one.household_id) if one else ""
    record_event(by=by, action="residents.revoke_links", area=by.area, count=len(taken), subject=subject or "", reason=why)
    return verdicts


def _revoked(link: Link | None) -> Verdict:
    if link is None:
        return refused(Refused("not_found", choices.LINK_UNKNOWN))
    if link.revoked_at is not None:
        return refused(Refused("already_revoked", choices.ALREADY_REVOKED))
    return accepted(link.pk)


def _revoke(links: Any, why: str) -> None:
    links.update(revoked_at=clocks.now(), revoked_why=why[:200])
