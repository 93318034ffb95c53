"""Two packs held against each other, in words: what was changed, added and taken away, part by part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.policy.described import Part, Statement, described
from shouwang.policy.packs import Pack

CHANGED, ADDED, REMOVED, MOVED = "changed", "added", "removed", "moved"


@dataclass(frozen=True)
class Difference:
    """One statement that is not the same: what it was and what it is; one of the two is empty when added or removed."""

    kind: str
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class PartDifference:
    """The differences of one part."""

    title: str
    found: tuple[Difference, ...]


def differences(was: Pack, now: Pack) -> list[PartDifference]:
    """What a reader has to know who knows ``was``; parts without a difference are left out."""
    old, new = ({part.key: part for part in described(pack)} for pack in (was, now))
    keys = list(dict.fromkeys([*old, *new]))
    found = [_of_part(old.get(key), new.get(key)) for key in keys]
    return [one for one in found if one.found]


def count_of(found: list[PartDifference]) -> int:
    """How many statements differ."""
    return sum(len(part.found) for part in found)


def _of_part(was: Part | None, now: Part | None) -> PartDifference:
    old = {one.key: one for one in was.statements} if was else {}
    new = {one.key: one for one in now.statements} if now else {}
    changed = [_changed(old[key], new[key]) for key in new if key in old and _differs(old[key], new[key])]
    added = [Difference(ADDED, one.name, "", one.text) for key, one in new.items() if key not in old]
    removed = [Difference(REMOVED, one.name, one.text, "") for key, one in old.items() if key not in new]
    moved = _moved(list(old), list(new), new) if now and now.ordered else []
    title = now.title if now else was.title if was else ""
    return PartDifference(title, (*changed, *moved, *added, *removed))


def _differs(was: Statement, now: Statement) -> bool:
    return (was.label, was.text) != (now.label, now.text)


def _changed(was: Statement, now: Statement) -> Difference:
    if was.label == now.label:
        return Difference(CHANGED, now.name, was.text, now.text)
    named = _("%(label)s: %(text)s")
    texts = (named % {"label": one.label, "text": one.text} for one in (was, now))
    return Difference(CHANGED, now.label, *texts)


def _moved(old: list[str], new: list[str], statements: dict[str, Statement]) -> list[Difference]:
    """The order matters where the first line that fits decides."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before == after:
        return []
    order = (" → ".join(statements[key].label for key in keys) for keys in (before, after))
    return [Difference(MOVED, _("Order of the lines"), *order)]
