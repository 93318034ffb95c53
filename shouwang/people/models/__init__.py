"""Tables of people: households, persons, other names, suspected duplicates, and the running count of residents."""

from shouwang.people.models.doubles import HomesSuspicion, HouseholdMerge, Suspicion
from shouwang.people.models.homes import (
    VILLAGE_LENGTH,
    GridGiven,
    Household,
    HouseholdChange,
    ResidentCount,
)
from shouwang.people.models.persons import NameVariant, Person
from shouwang.people.models.registered import SortedKey

__all__ = [
    "VILLAGE_LENGTH",
    "GridGiven",
    "HomesSuspicion",
    "Household",
    "HouseholdChange",
    "HouseholdMerge",
    "NameVariant",
    "Person",
    "ResidentCount",
    "SortedKey",
    "Suspicion",
]
