"""Opens a link: whose it is, and which rows of the database are that resident's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import WHOLE_TREE, Actor, resident
from shouwang.accounts.scope import own_rows, show_key
from shouwang.arrivals import reads as arrivals
from shouwang.arrivals.choices import State as Return
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.choices import State as Observed
from shouwang.residents.choices import LinkState
from shouwang.residents.models import Link
from shouwang.residents.rules import has_moved, link_state

LEFT_RETURNS = (Return.LEFT_AGAIN, Return.FORWARDED)
LEFT_OBSERVATIONS = (Observed.LEFT_AGAIN, Observed.TRANSFERRED_OUT)
READER = resident(WHOLE_TREE, "")  # what a page asks with; the database lets it see the own rows only


@dataclass(frozen=True)
class Opened:
    """A link that somebody shows: its state, whom it is about, and everything that is theirs."""

    link: Link
    state: LinkState
    persons: tuple[UUID, ...] = ()
    own: tuple[UUID, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it opens anything."""
        return self.state == LinkState.LIVE and bool(self.persons)

    @property
    def name(self) -> str:
        """Who acts, for the log: the link, never the person."""
        return f"link {str(self.link.pk)[-12:]}"

    def actor(self, area: str) -> Actor:
        """Who writes for this resident, in the smallest area that holds what is written."""
        return resident(area, self.name)


@transaction.atomic
def open_link(code_index: bytes) -> Opened | None:
    """The link with this keyed hash, or none. The database shows its row to nobody who does not bring the hash."""
    show_key(code_index)
    link = Link.objects.filter(code_index=code_index).first()
    if link is None:
        return None
    persons = [] if link.revoked_at else _persons(link)
    state = link_state(revoked_at=link.revoked_at, expires_at=link.expires_at, left=not persons, now=clocks.now())
    if state != LinkState.LIVE:
        return Opened(link, state)
    _note_use(link)
    return Opened(link, state, tuple(persons), tuple(_own(link, persons)))


def _persons(link: Link) -> list[UUID]:
    """Everybody the link is about who still lives there."""
    with own_rows([key for key in (link.person_id, link.household_id) if key]):
        here = [card.id for card in _cards(link) if not has_moved(link.area, card.area)]
    gone = _gone(here)
    return [person for person in here if person not in gone]


def _cards(link: Link) -> Sequence[Any]:
    if link.person_id:
        return list(people.persons([link.person_id], by=READER).values())
    home = people.household(link.household_id, by=READER) if link.household_id else None
    return home.persons if home and home.household.to_day is None else []


def _gone(persons: list[UUID]) -> set[UUID]:
    """Who left again or was handed over to another place, and has not come back since."""
    with own_rows(persons):
        return {person for person in persons if _has_left(person)}


def _has_left(person: UUID) -> bool:
    returns = arrivals.of_person(person, by=READER)
    if returns and returns[0].state in LEFT_RETURNS:
        return True
    observed = quarantine.of_person(person, by=READER)
    if not observed or observed[0].observation.state not in LEFT_OBSERVATIONS:
        return False
    ended = observed[0].observation.ended_at
    return not any(ended and one.happened_at > ended for one in returns)


def _own(link: Link, persons: list[UUID]) -> list[UUID]:
    """The ids behind which the rows of these persons stand."""
    with own_rows(persons):
        observed = quarantine.observation_ids(persons)
        roots = arrivals.roots(persons)
    return [*persons, *([link.household_id] if link.household_id else []), *observed, *roots]


def _note_use(link: Link) -> None:
    today = clocks.today()
    if link.last_used_on != today:
        Link.objects.filter(pk=link.pk).update(last_used_on=today)
