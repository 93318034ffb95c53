"""Papers of the story: notices handed over at the door with their receipt, one withdrawn and issued again."""

from collections.abc import Sequence
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.papers import reads, writes
from shouwang.papers.choices import AT_THE_START, PaperKind
from shouwang.quarantine import writes as quarantine

A_DAY = 6  # homes whose papers the story tells
MISTAKE = "地址写错，已收回并重新出具"


def hand_over(observations: Sequence[UUID], *, by: Actor) -> None:
    """The papers of a new measure, for the first homes of a day: door notice printed, the notice handed over and signed for."""
    chosen = list(observations)[:A_DAY]
    kinds = [kind for kind in AT_THE_START if kind != PaperKind.START_NOTICE]
    quarantine.print_papers([quarantine.NewPrint(key, kind) for key in chosen for kind in kinds], by=by)
    quarantine.hand_out([quarantine.NewDocument(observation_id=key, kind=PaperKind.START_NOTICE, received_by="本人") for key in chosen], by=by)


def withdraw_one(observation: UUID, *, by: Actor) -> None:
    """One door notice was wrong: taken back with the reason, and issued again."""
    wrong = [card.id for card in reads.about([observation], by=by).get(observation, []) if card.kind == PaperKind.DOOR_NOTICE]
    writes.withdraw([writes.Withdrawal(key, MISTAKE) for key in wrong], by=by)
    quarantine.print_papers([quarantine.NewPrint(observation, PaperKind.DOOR_NOTICE, "zh-hant")], by=by)
