"""The queue of persons who may be one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import paths
from shouwang.lib.names import name_key
from shouwang.people.models import Suspicion
from shouwang.people.reads.cards import PersonCard, card
from shouwang.people.rules.suspicions import in_order


@dataclass(frozen=True)
class SuspicionCard:
    """Two persons side by side, why they may be one, and what was decided."""

    suspicion: Suspicion
    one: PersonCard
    other: PersonCard


def suspicions(*, by: Actor, decided: bool = False, area: str = "", why: str = "", words: str = "") -> QuerySet[Suspicion]:
    """What is open in the post's area, oldest first; or what was decided, newest first.

    Narrowed, if given, to pairs of whom one lives in an ``area``, to a reason, and to a name or initials as written.
    """
    by.check(Permission.VIEW_PEOPLE)
    rows = Suspicion.objects.select_related("one__merged_into", "other__merged_into")
    rows = rows.filter(why=why) if why else rows
    rows = rows.filter(_either(name_key=name_key(words)) | _either(initials=name_key(words))) if words else rows
    if area and area != by.area:
        low, high = paths.bounds(area)
        rows = rows.filter(_either(area__gte=low, area__lt=high))
    if decided:
        return rows.exclude(decision="").order_by("-decided_at", "-pk")
    one, other = (Coalesce(f"{side}__merged_into", side) for side in ("one", "other"))
    return rows.filter(decision="").exclude(Exact(one, other)).order_by("created_at", "pk")


def _either(**facts: str) -> Q:
    """One or the other of the two is such."""
    one, other = (Q(**{f"{side}__{name}": value for name, value in facts.items()}) for side in ("one", "other"))
    return one | other


def side_by_side(row: Suspicion) -> SuspicionCard:
    """A suspicion with the cards of both; an open one asks about whoever stayed of those merged since."""
    if row.decision:
        return SuspicionCard(row, card(row.one), card(row.other))
    return SuspicionCard(row, card(row.one.merged_into or row.one), card(row.other.merged_into or row.other))


def open_suspicions(*, by: Actor) -> int:
    """How many wait for a decision in the post's area."""
    return suspicions(by=by).count()


def open_between(pairs: Iterable[tuple[UUID, UUID]]) -> list[UUID]:
    """The open questions whether these two are one, whichever of the two is named first; one query."""
    wanted = {in_order(*pair) for pair in pairs}
    rows = Suspicion.objects.filter(decision="", one__in=[one for one, _other in wanted], other__in=[other for _one, other in wanted])
    return [key for key, one, other in rows.order_by("pk").values_list("pk", "one", "other") if (one, other) in wanted]


def suspicion(suspicion_id: UUID, *, by: Actor) -> SuspicionCard | None:
    """One suspicion, or none."""
    by.check(Permission.VIEW_PEOPLE)
    row = Suspicion.objects.select_related("one__merged_into", "other__merged_into").filter(pk=suspicion_id).first()
    return side_by_side(row) if row else None
