"""Which of many words are somebody's name: for texts that may name nobody."""

from collections.abc import Iterable
from itertools import batched

from shouwang.lib.names import name_key
from shouwang.people.models import NameVariant, Person

PART = 2000


def known_names(words: Iterable[str]) -> set[str]:
    """Those of the words that a person of the reader's area bears or bore as name, in whatever script. Says nothing about whom."""
    keys: dict[str, set[str]] = {}
    for word in words:
        keys.setdefault(name_key(word), set()).add(word)
    found: set[str] = set()
    for part in batched(keys, PART):
        found |= set(Person.objects.filter(name_key__in=part).values_list("name_key", flat=True))
        found |= set(NameVariant.objects.filter(name_key__in=part).values_list("name_key", flat=True))
    return {word for key in found for word in keys.get(key, ())}
