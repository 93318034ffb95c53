"""Two persons who may be one: which stays, and who may see it."""

from itertools import takewhile
from typing import Any
from uuid import UUID

from shouwang.lib.documents import RESIDENT_ID
from shouwang.lib.paths import LEVELS, SKIPPED, WIDTH
from shouwang.lib.refusals import Refused
from shouwang.people.choices import NOT_YOURS, TWO_DOCUMENTS


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The two ids as a suspicion keeps them: a pair has one order only."""
    return (one, other) if one < other else (other, one)


def common_area(one: str, other: str) -> str:
    """The smallest area that holds both paths."""
    shared = one[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))]
    shared = shared[: len(shared) // WIDTH * WIDTH]
    while shared.endswith(SKIPPED):
        shared = shared[:-WIDTH]
    return shared


def keeper(one: Any, other: Any) -> tuple[Any, Any]:
    """Of two persons the one that stays and the one that gives way: a resident id before another document before none,
    then the one registered first."""
    ranks = {RESIDENT_ID: 0, "": 2}
    kept, gone = sorted(
        (one, other), key=lambda person: (ranks.get(person.document_kind, 1), person.created_at, person.pk)
    )
    return kept, gone


def check_one_person(kept: Any, gone: Any) -> None:
    """Refuses to make one of two persons who each have a resident identity number of their own."""
    if kept.document_kind == gone.document_kind == RESIDENT_ID:
        raise Refused("TWO_DOCUMENTS", TWO_DOCUMENTS)


def check_take_back(decided_by: int | None, by: Any) -> None:
    """Refuses to take back what another post decided, unless the acting post is of the township or above."""
    above = len(by.area) <= WIDTH * (LEVELS.index("township") + 1)
    if by.post_id != decided_by and not above:
        raise Refused("NOT_YOURS", NOT_YOURS)
