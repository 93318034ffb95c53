"""Makes one person of two, and two again: records, names, facts that only the other had, questions about doubles."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from shouwang.lib import clocks
from shouwang.people.choices import Decision
from shouwang.people.models import NameVariant, Person, Suspicion
from shouwang.people.rules.suspicions import common_area, in_order
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.merging import Moved, move_rows, move_rows_back

PHONE = ("phone", "phone_index", "phone_masked")
FILLED = ("sex", "birth_date", "registered_address", "address", "employer", "household_id", "relation_to_head")


def merge_persons(kept: Person, gone: Person) -> Moved:
    """Everything of ``gone`` becomes ``kept``'s; answers what is needed to take it back. Raises Refused as ``move_rows``."""
    moved = move_rows(Person, gone.pk, kept.pk)
    moved |= {"kept": str(kept.pk), "gone": str(gone.pk), "filled": _fill(kept, gone), "names": _take_names(kept, gone)}
    moved["questions"] = _take_questions(kept, gone)
    count_listed([gone.household_id, kept.household_id])
    return moved


def unmerge_persons(moved: Moved) -> None:
    """Two persons again, each as they were; what was recorded since stays with whom it is about."""
    kept, gone = (Person.objects.get(pk=moved[name]) for name in ("kept", "gone"))
    homes = [kept.household_id, gone.household_id]
    move_rows_back(Person, gone.pk, kept.pk, moved)
    _empty(kept, gone, moved["filled"])
    NameVariant.objects.filter(pk__in=moved["names"]).delete()
    for question in moved["questions"]:
        _put_back(question)
    count_listed(homes)


def _fill(kept: Person, gone: Person) -> list[str]:
    """What only the other was known by; the columns that were blank."""
    blank = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
    blank += PHONE if not kept.phone and gone.phone else ()
    _set(kept, {name: getattr(gone, name) for name in blank})
    return blank


def _empty(kept: Person, gone: Person, filled: list[str]) -> None:
    """Take back what was filled in, unless somebody has corrected it since."""
    own = [name for name in filled if getattr(kept, _compared(name)) == getattr(gone, _compared(name))]
    _set(kept, {name: None if Person._meta.get_field(name).null else "" for name in own})  # type: ignore[union-attr]


def _compared(name: str) -> str:
    return "phone_index" if name in PHONE else name


def _set(person: Person, values: dict[str, Any]) -> None:
    """Change columns and nothing else: when somebody last corrected the person stays as it was."""
    for name, value in values.items():
        setattr(person, name, value)
    if values:
        person.save(update_fields=[name.removesuffix("_id") for name in values])


def _take_names(kept: Person, gone: Person) -> list[int]:
    """Whoever searched for the one finds the other; the names that are new."""
    now = clocks.now()
    names = {gone.full_name: gone.name_key} | dict(NameVariant.objects.filter(person=gone).values_list("full_name", "name_key"))
    known = {kept.full_name, *NameVariant.objects.filter(person=kept).values_list("full_name", flat=True)}
    new = [
        NameVariant(person=kept, area=kept.area, full_name=name, name_key=key, created_at=now)
        for name, key in names.items() if name not in known
    ]  # fmt: skip
    return [variant.pk for variant in NameVariant.objects.bulk_create(new)]


def _take_questions(kept: Person, gone: Person) -> list[dict[str, Any]]:
    """Questions about the other, open or answered "not the same", are questions about the one who stays.

    Where that was asked already, the old question is taken away. Answers the questions as they were.
    """
    before = []
    about = Suspicion.objects.select_related("one", "other").filter(Q(one=gone) | Q(other=gone)).exclude(decision=Decision.SAME)
    for question in about.order_by("pk"):
        third = question.other if question.one_id == gone.pk else question.one
        if third.pk == kept.pk:
            continue
        before.append(_as_json(question))
        one, other = in_order(kept.pk, third.pk)
        if Suspicion.objects.filter(one=one, other=other).exists():
            question.delete()
        else:
            question.one_id, question.other_id, question.area = one, other, common_area(kept.area, third.area)
            question.save(update_fields=["one", "other", "area"])
    return before


def _as_json(question: Suspicion) -> dict[str, Any]:
    values = {field.attname: getattr(question, field.attname) for field in question._meta.concrete_fields}
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _put_back(question: dict[str, Any]) -> None:
    """A question as it was, unless somebody answered it since."""
    row = Suspicion(**{field.attname: field.to_python(question[field.attname]) for field in Suspicion._meta.concrete_fields})
    now = Suspicion.objects.filter(pk=row.pk).first()
    if now is None or now.decision == row.decision:
        row.save(force_insert=now is None, force_update=now is not None)
