"""How the lists of people are laid out."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.people.choices import Field, SealedFact, Sex
from shouwang.people.forms.inputs import NOT_ASKED, CorrectionForm
from shouwang.people.reads import PersonCard
from shouwang.ui.cells import Button, Choice, Lines, Link, Masked
from shouwang.ui.listings import Page
from shouwang.ui.tables import Column, Empty, Table


def first_values(card: PersonCard) -> dict[str, Any]:
    """What the correction form shows at first; numbers stay sealed."""
    return {name: getattr(card, name) for name in CorrectionForm.base_fields if name not in (*NOT_ASKED, "why")}


def masked(card: PersonCard, fact: SealedFact, may_reveal: bool) -> Masked | str:
    """A sealed value of a person with the way to reveal it, where the post may."""
    shown = getattr(card, fact.value)
    url = reverse("people:reveal", args=[card.id, fact.value]) if may_reveal else ""
    return Masked(shown, url, fact.label) if shown else ""


def persons_table(cards: list[PersonCard], areas: dict[str, str], **more: Any) -> Table:
    """Persons in a list: name and place, sex and age, masked numbers."""
    columns = [
        Column("full_name", _("Name"), lambda card: Lines(_to_person(card), [areas.get(card.area, "")])),
        Column(
            "sex", _("Sex and age"), lambda card: f"{Sex(card.sex).label if card.sex else ''} {card.age or ''}".strip()
        ),
        Column("document", Field.DOCUMENT.label, secondary=True),
        Column("phone", Field.PHONE.label),
        Column("masked_address", Field.ADDRESS.label, secondary=True),
    ]
    return Table(columns, Page(cards), name="persons", caption=_("Persons"), row_key=lambda card: card.id, **more)


def _to_person(card: PersonCard) -> Link:
    return Link(card.full_name, reverse("people:person", args=[card.id]))


NOBODY = Empty(
    _("Nobody was found"),
    _(
        "Search by whole identity number or telephone, by the name in either script, or by initials. Only people of your area."
    ),
    icon="user-search",
)


def household_members_table(cards: list[PersonCard]) -> Table:
    """Who is listed in a household."""
    columns = [
        Column("full_name", _("Name"), _to_person),
        Column("relation_to_head", Field.RELATION_TO_HEAD.label),
        Column(
            "sex", _("Sex and age"), lambda card: f"{Sex(card.sex).label if card.sex else ''} {card.age or ''}".strip()
        ),
        Column("present", Field.PRESENT.label),
        Column("phone", Field.PHONE.label, secondary=True),
    ]
    empty = Empty(_("Nobody is listed in this household"), _("Add somebody, or move a known person in on that person's page."), "users", _("Find the person"), reverse("people:search"))
    return Table(columns, Page(cards), name="members", caption=_("Persons"), row_key=lambda card: card.id, empty=empty)


def _to_household(row: Any) -> Link:
    return Link(home_name(row), reverse("people:household", args=[row.pk]))


def home_name(row: Any) -> str:
    """Estate, building, stairwell and door as one line; else the address or the code."""
    parts = [part for part in (row.compound, row.building, row.unit_no, row.door) if part]
    if parts == [row.door] and row.door.isdigit():
        return _text("No. %(door)s") % {"door": row.door}  # a number alone says nothing
    return " ".join(parts) or row.address or row.code


def doubles_table(cards: list[PersonCard], areas: dict[str, str]) -> Table:
    """Persons of whom one may be the same as the person asked about: each can be chosen and compared."""
    columns = [
        Column("full_name", _("Name"), lambda card: Lines(_to_person(card), [areas.get(card.area, "")])),
        Column("document", Field.DOCUMENT.label),
        Column("phone", Field.PHONE.label),
        Column("masked_address", Field.ADDRESS.label, secondary=True),
        Column("choose", "", lambda card: Choice(_("Compare"), "other", str(card.id))),
    ]
    return Table(columns, Page(cards), name="doubles", caption=_("Persons"), row_key=lambda card: card.id, empty=NOBODY)


def same_homes_table(rows: list[Any], areas: dict[str, str], address: str) -> Table:
    """Households that may be the same as the one asked about."""
    columns = [
        Column("place", pgettext_lazy("a dwelling", "Home"), lambda row: Lines(_to_household(row), [areas.get(row.area, "")])),
        Column("head_name", Field.HEAD_NAME.label),
        Column("code", Field.CODE.label, secondary=True),
        Column("residents", pgettext_lazy("how many", "People"), numeric=True),
        Column("choose", "", lambda row: Button(_("Compare"), f"{address}?other={row.pk}")),
    ]
    empty = Empty(_("No such household"), _("Look for another code, estate or head of household."), icon="home")
    return Table(columns, Page(rows), name="homes", caption=_("Households"), empty=empty)
