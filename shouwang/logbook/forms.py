"""What the log can be narrowed to, and how its entries are laid out."""

from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Role
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.logbook import reads
from shouwang.logbook.choices import ACTIONS, Kind
from shouwang.logbook.reads import Entry, Filters
from shouwang.places import reads as places
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Listing, Page
from shouwang.ui.outlines import Event
from shouwang.ui.tables import Column, Empty, Table

ANY = ("", _("all"))
# Pages of what an entry touched, by the beginning of its action, the longest first; the subject is the page's key.
PAGES = {"people.open_household": "people:household", "people.merge_households": "people:household", "people.part_households": "people:household", "people.tell_homes_apart": "people:household", "ledger.": "ledger:shown"}



class LogFilter(forms.Form):
    """Which entries. Persons and actors are named by ids: names are no part of an address."""

    kind = forms.ChoiceField(label=_("What"), choices=[ANY, *Kind.choices], required=False)
    action = forms.ChoiceField(label=_("Action"), choices=[ANY, *ACTIONS.items()], required=False)
    role = forms.ChoiceField(label=_("Duty"), choices=[ANY, *Role.choices], required=False)
    first_day = forms.DateField(label=_("From"), required=False, widget=DayInput())
    last_day = forms.DateField(label=_("To"), required=False, widget=DayInput())
    user = forms.IntegerField(required=False, widget=forms.HiddenInput())
    subject = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput())
    area = forms.CharField(max_length=21, required=False, widget=forms.HiddenInput())

    @property
    def asked(self) -> Filters:
        """What was asked for; what makes no sense is passed over."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Filters(**known)


class PurposeForm(forms.Form):
    """What the log is taken out for."""

    purpose = forms.CharField(label=_("What is the file for?"), max_length=200)

LINK = "link "  # what a resident's actor is called begins with it
NOBODY = {
    "public page": _("the public page"), "schedule": _("the schedule"), "residents' door": _("the residents' door"),
    "import": _("the import"),
}  # fmt: skip


def log_table(page: Page, listing: Listing) -> Table:
    """Entries: when and where, who in which duty, what, about whom or what, why."""
    columns = [
        Column("at", _("Time"), lambda entry: Lines(entry.event.at, [entry.place])),
        Column("actor", _("Who"), lambda entry: Lines(_who(entry, listing), [entry.role, entry.unit])),
        Column("action", _("What"), lambda entry: Lines(entry.words, [entry.event.reason])),
        Column("subject", _("About"), lambda entry: _about(entry, listing)),
        Column("count", _("How many"), lambda entry: entry.event.count, numeric=True, secondary=True),
    ]
    empty = Empty(_("No entry fits"), _("Widen the time or show all; only entries of your area are here."), icon="history")
    return Table(columns, page, listing, name="log", caption=_("Log"), row_key=lambda entry: entry.event.pk, empty=empty)


def _who(entry: Entry, listing: Listing) -> Any:
    if entry.event.user_id is None:
        return nobody(entry.event.actor)
    return Link(entry.event.actor, listing.address(user=entry.event.user_id, after=None))


def nobody(actor: str) -> Any:
    """Who acted where no user did: the product by itself, or a resident without an account."""
    if actor.startswith(LINK):
        return _("a resident's link")
    return NOBODY.get(actor, actor)


def _about(entry: Entry, listing: Listing) -> Any:
    """What an entry touched, linked, with the way to everything else about it."""
    if not entry.event.subject:
        return ""
    rest = Link(_("All about this"), listing.address(subject=entry.event.subject, after=None))
    if entry.person:
        return Lines(Link(entry.person.masked_name, reverse("people:person", args=[entry.person.id])), [rest])
    url = address_of(entry.event.action, entry.event.subject)
    return Lines(Link(_("Open it"), url) if url else Badge(_("record")), [rest])


def address_of(action: str, subject: str) -> str:
    """The page of what an action touched; empty where it has none."""
    name = next((PAGES[start] for start in sorted(PAGES, key=len, reverse=True) if action.startswith(start)), "")
    try:
        return reverse(name, args=[subject]) if name else ""
    except NoReverseMatch:
        return ""


def looks_table(looks: Any) -> Table:
    """Who looked at a person."""
    units = places.unit_names({look.unit for look in looks if look.unit})
    columns = [
        Column("at", _("Time")),
        Column("actor", _("Who"), lambda look: Lines(look.actor, [reads.role(look.role), units.get(look.unit, look.unit)])),
        Column("action", _("What"), lambda look: Lines(reads.words(look.action), [look.reason])),
    ]
    empty = Empty(_("Nobody has looked at this person"), _("Every look at a person's details is written down here by itself."), icon="eye")
    return Table(columns, Page(list(looks)), name="looks", caption=_("Who looked"), row_key=lambda look: look.at, empty=empty)


def told(person_id: Any, by: Any) -> Told:
    """The part of a person's story that says who looked."""
    return Told([
        Event(look.at, reads.words(look.action), look.reason, "eye", by=f"{look.actor} · {reads.role(look.role)}", kind=About.LOOK)
        for look in reads.looks(person_id, by=by)
    ])  # fmt: skip
