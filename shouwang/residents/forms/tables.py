"""How the office's queues are laid out."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import FIELD_TITLES, Transport
from shouwang.quarantine.choices import Symptom
from shouwang.residents.choices import DeclarationState, HelpState, LinkState, Outcome, Way
from shouwang.residents.writes import Told
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.listings import Listing, Page
from shouwang.ui.tables import Action, Column, Empty, Table

LINK_TONES = {LinkState.LIVE: "good", LinkState.REVOKED: "alert", LinkState.EXPIRED: "warn", LinkState.LEFT: "warn"}
HELP_TONES = {HelpState.OPEN: "warn", HelpState.ACCEPTED: "info", HelpState.DONE: "good", HelpState.CANCELLED: "neutral"}
OUTCOME_TONES = {Outcome.GRANTED: "good", Outcome.PARTLY: "info", Outcome.REJECTED: "neutral"}
ELSEWHERE = _("not in your area")
OVERDUE = _("overdue")
WHO_FIRST_MARK = _("Settle who it is")
TOLD_TITLES = {**FIELD_TITLES, "full_name": _("Name"), "id_number": _("Identity number"), "phone": _("Phone")}


def _who(row: Any) -> Any:
    """The person, with a way to the page, and the place."""
    if row.card is None:
        return Lines(ELSEWHERE, [row.place])
    return Lines(Link(row.card.full_name, reverse("people:person", args=[row.card.id])), [row.place])


def _due(row: Any, due: Any) -> Any:
    return Lines(due, [Badge(OVERDUE, "alert", "clock-exclamation")] if row.is_late else [])


def links_table(page: Page, listing: Listing, actions: Sequence[Action]) -> Table:
    """The links given: to whom, state, last use."""
    columns = [
        Column("who", _("Given to"), _target),
        Column("state", _("State"), lambda row: Badge(row.state.label, LINK_TONES[row.state])),
        Column("given", _("Given"), lambda row: Lines(row.link.created_at, [row.link.given_by])),
        Column("used", _("Last used"), lambda row: row.link.last_used_on or _("never")),
        Column("until", _("Until"), lambda row: row.link.expires_at, secondary=True),
    ]
    empty = Empty(_("No links yet"), _("Give somebody a link on the person's page, or print them for a village."), "qrcode")
    return Table(columns, page, listing, name="links", caption=_("Residents' links"), actions=actions, empty=empty)


def _target(row: Any) -> Any:
    if row.home is not None:
        name = row.home.head_name or row.home.code or _("Household")
        return Lines(Link(name, reverse("people:household", args=[row.home.pk])), [_("Household"), row.place])
    return _who(row)


def help_table(page: Page, listing: Listing, actions: Sequence[Action]) -> Table:
    """Requests for help."""
    columns = [
        Column("who", _("Name"), _who),
        Column("kind", _("Needs"), lambda row: Lines(_kind(row.request), [row.request.words])),
        Column("asked", _("Asked"), lambda row: row.request.asked_at),
        Column("due", _("To be done by"), lambda row: _due(row, row.request.due_at)),
        Column("state", _("State"), lambda row: Lines(_help_state(row.request), [row.request.handled_by, row.request.answer])),
    ]
    empty = Empty(_("Nobody waits for help"), _("What residents ask for by their link stands here."), "home-heart")
    return Table(columns, page, listing, name="help", caption=_("Requests for help"), actions=actions, empty=empty, row_tone=_tone)


def _kind(request: Any) -> Any:
    return Badge(request.get_kind_display(), "alert", "alert-triangle") if request.urgent else request.get_kind_display()


def _help_state(request: Any) -> Badge:
    return Badge(request.get_state_display(), HELP_TONES[HelpState(request.state)])


def _tone(row: Any) -> str:
    return "alert" if row.is_late else ""


def objections_table(page: Page, listing: Listing) -> Table:
    """Objections and requests for correction."""
    columns = [
        Column("number", _("File number"), lambda row: Link(row.objection.number, reverse("residents:objection", args=[row.pk]))),
        Column("who", _("Name"), _who),
        Column("what", _("About"), lambda row: Lines(row.objection.get_kind_display(), [row.objection.words])),
        Column("due", _("Answer by"), lambda row: _due(row, row.objection.due_at)),
        Column("answer", _("Answer given"), lambda row: _outcome(row.objection)),
    ]
    empty = Empty(_("No objections wait"), _("Objections and requests for correction stand here until they are answered."), "message")
    return Table(columns, page, listing, name="objections", caption=_("Objections"), empty=empty, row_tone=_tone)


def _outcome(objection: Any) -> Any:
    if not objection.outcome:
        return Badge(_("Waits for an answer"), "warn")
    return Lines(Badge(objection.get_outcome_display(), OUTCOME_TONES[Outcome(objection.outcome)]), [objection.answered_by])


def declarations_table(page: Page, listing: Listing, actions: Sequence[Action]) -> Table:
    """Declared returns."""
    columns = [
        Column("number", _("File number"), lambda row: Link(row.pk.hex[-8:].upper(), reverse("residents:declaration", args=[row.pk]))),
        Column("way", _("How it came"), lambda row: Badge(row.declaration.get_way_display(), "warn" if row.declaration.way == Way.POSTER else "info")),
        Column("place", _("Place"), lambda row: Lines(row.place, [row.card.full_name if row.card else ""])),
        Column("declared", _("Declared"), lambda row: row.declaration.declared_at),
        Column("due", _("Look at it by"), lambda row: _due(row, row.declaration.due_at)),
        Column("state", _("State"), lambda row: _declared(row.declaration)),
    ]
    empty = Empty(_("No declarations wait"), _("Returns that people declare themselves stand here until somebody has looked."), "inbox")
    return Table(columns, page, listing, name="declarations", caption=_("Declared returns"), actions=actions, empty=empty, row_tone=_tone)


def _declared(declaration: Any) -> Any:
    if declaration.state == DeclarationState.WAITING and declaration.unnamed:
        return Lines(Badge(WHO_FIRST_MARK, "alert", "user-question"), [declaration.why])
    tone = {DeclarationState.WAITING: "warn", DeclarationState.REGISTERED: "good"}.get(declaration.state, "neutral")
    return Lines(Badge(declaration.get_state_display(), tone), [declaration.settled_by, declaration.why])


def told_facts(told: Told) -> list[tuple[Any, Any]]:
    """What a declaration says, field by field; what it is silent on is left out."""
    named = [(one.name, getattr(told, one.name)) for one in fields(told) if one.name not in ("key", "area")]
    return [(TOLD_TITLES[name], _shown(name, value)) for name, value in named if value not in (None, "", [])]


def _shown(name: str, value: Any) -> Any:
    if name == "symptoms":
        return ", ".join(str(Symptom(word).label) if word in Symptom.values else word for word in value)
    if name == "transport" and value in Transport.values:
        return Transport(value).label
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value
