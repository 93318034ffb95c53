"""Corrections: a new record takes the place of the old one, keeps its day, and is classified again."""

from collections.abc import Mapping, Sequence
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import DecidedBy, State
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.rulings import Rules
from shouwang.arrivals.writes.histories import DECIDED, decided, keep_decisions
from shouwang.arrivals.writes.measures import Followed, move_fevers, propose_measures
from shouwang.ledger import tallies
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.policy.reads import rulebook

CHUNK = 1000
SAYS_THE_CLASS = ("arrival_class", "measure", "from_date", "to_date")
OF_THE_NEW_RECORD = ("id", "received", "supersedes", "why", "by_post", "entered_at", "live")


def supersede(
    changed: Sequence[tuple[Arrival, Mapping[str, Any]]], *, actor: Actor, why: str, device: str = ""
) -> list[Arrival]:
    """Write a record with the new facts in place of each old one, under the same root and on the same day."""
    olds = [old for old, _ in changed]
    news = [_successor(old, {**facts, "device": device}, actor, why) for old, facts in changed]
    tallies.withdraw(Arrival, [old.pk for old in olds])
    Arrival.objects.bulk_create(news, batch_size=CHUNK)
    tallies.post(Arrival, [new.pk for new in news])
    return news


def reclassify(arrivals: Sequence[Arrival], *, actor: Actor, why: str) -> list[Arrival]:
    """Seek the class again of returns whose facts or place changed; an officer's decision stays. Answers who moved."""
    rules, now = Rules(rulebook(), arrivals), clocks.now()
    changed: list[Followed] = []
    for arrival in arrivals:
        if arrival.decided_by == DecidedBy.OFFICER or arrival.state == State.ANNOUNCED:
            continue
        found = rules.classify(arrival)
        columns = decided(found, arrival.classified_at or now)
        if any(getattr(arrival, name) != columns[name] for name in SAYS_THE_CLASS):
            for name, value in columns.items():
                setattr(arrival, name, value)
            changed.append(Followed(arrival, found, found.pack))
    moved = [one.arrival for one in changed]
    Arrival.objects.bulk_update(moved, DECIDED, batch_size=CHUNK)
    keep_decisions(moved, actor=actor, book=rules.book, at=now, reasons={one.root: why for one in moved})
    propose_measures(changed, actor=actor, at=now)
    return moved


def recount_fevers(arrivals: Sequence[Arrival], *, actor: Actor) -> None:
    """Tell quarantine again of the fevers of returns whose facts or place changed."""
    rules = Rules(rulebook(), arrivals)
    move_fevers([Followed(arrival, None, rules.pack(arrival)) for arrival in arrivals], actor=actor)


def _successor(old: Arrival, facts: Mapping[str, Any], actor: Actor, why: str) -> Arrival:
    kept = {
        field.attname: getattr(old, field.attname)
        for field in Arrival._meta.concrete_fields
        if field.attname not in OF_THE_NEW_RECORD
    }
    new = {"id": uuid7(), "supersedes": old.pk, "why": why[:200], "by_post": actor.post_id, "entered_at": clocks.now()}
    return Arrival(**{**kept, **new, **facts})
