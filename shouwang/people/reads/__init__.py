"""Doors to persons and households for one acting post."""

from shouwang.people.reads.assessments import judge
from shouwang.people.reads.cards import PersonCard, guests, person, persons
from shouwang.people.reads.double_homes import homes_decided, homes_suspected, open_homes_suspicions
from shouwang.people.reads.households import (
    HouseholdPage,
    Listed,
    household,
    households,
    households_by_area,
    households_by_code,
    households_of,
    listed,
)
from shouwang.people.reads.known import by_documents
from shouwang.people.reads.likely import Likely, likely_persons
from shouwang.people.reads.merges import (
    Merge,
    decided_apart,
    everyone,
    household_merges,
    households_alike,
    merged_household,
    merges,
    registration,
    told_apart,
)
from shouwang.people.reads.named import known_names
from shouwang.people.reads.search import search
from shouwang.people.reads.suspicions import (
    SuspicionCard,
    open_between,
    open_suspicions,
    side_by_side,
    suspicion,
    suspicions,
)

__all__ = [
    "HouseholdPage",
    "Likely",
    "Listed",
    "Merge",
    "PersonCard",
    "SuspicionCard",
    "by_documents",
    "decided_apart",
    "everyone",
    "guests",
    "homes_decided",
    "homes_suspected",
    "household",
    "household_merges",
    "households",
    "households_alike",
    "households_by_area",
    "households_by_code",
    "households_of",
    "judge",
    "known_names",
    "likely_persons",
    "listed",
    "merged_household",
    "merges",
    "open_between",
    "open_homes_suspicions",
    "open_suspicions",
    "person",
    "persons",
    "registration",
    "search",
    "side_by_side",
    "suspicion",
    "suspicions",
    "told_apart",
]
