"""An observation told in time, for its own page and as a part of the person's story; the checks as a drawn curve."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.policy import class_words
from shouwang.policy.explanations import Explanation, sentence
from shouwang.quarantine import reads
from shouwang.quarantine.choices import ActKind, AlertKind, CheckState, EventKind, StayEnd, Symptom
from shouwang.quarantine.forms.tables import measure_title, slot_title
from shouwang.quarantine.reads.stories import CheckCell, Story
from shouwang.quarantine.rules.slots import slots_of
from shouwang.ui import formats
from shouwang.ui.cells import Badge, Lines, Temperature
from shouwang.ui.charts import Chart, Series
from shouwang.ui.listings import Page
from shouwang.ui.outlines import Event
from shouwang.ui.tables import Column, Empty, Table

FROM_A_MEASURE = {EventKind.SENT_TO_CLINIC: About.ALERT, EventKind.BREACH: About.ALERT, EventKind.OBJECTED: About.OBJECTION}
CHECK_TONES = {CheckState.DONE: "good", CheckState.LATE: "warn", CheckState.MISSED: "alert", CheckState.OPEN: "info"}
SYMPTOM_TITLES = {one.value: one.label for one in Symptom}
TAKEN_BACK = {ActKind.ORDER: _("The order was taken back"), ActKind.RELEASE: _("The release was taken back")}
TONES = {
    EventKind.BREACH: "alert", EventKind.BECAME_CASE: "alert", EventKind.RELEASED: "good", EventKind.ENDED_BY_ITSELF: "good",
    EventKind.OBJECTED: "warn", EventKind.EXTENDED: "warn", EventKind.RECOMPUTED: "warn",
}  # fmt: skip


def reason_of(observation: Any) -> str:
    """Why somebody is under observation, in one sentence in the reader's language; as it was written down, where that is the county's or no rule can say it."""
    kept, language = observation.rule.get("explanation"), get_language() or settings.LANGUAGE_CODE
    if not kept or not observation.sentence or language == settings.LANGUAGE_CODE:
        return str(observation.sentence or observation.basis)
    return sentence(Explanation(kept["key"], kept["facts"]), language)


def told(person_id: UUID, by: Actor) -> Told:
    """Every observation of a person; each entry leads to the observation it belongs to."""
    found = reads.stories(reads.observations_of(person_id, by=by), by=by)
    entries = [event for story in found for event in events(story, url=reverse("quarantine:observation", args=[story.observation.pk]))]
    return Told(entries + _loose(person_id, by), [curve(story, _curve_title(story)) for story in found if story.cells])


def curve(story: Story, title: Any = "") -> Chart:
    """The temperatures of one observation, check by check; a missed check is a marked gap, late and self-reported ones look otherwise."""
    readings = [cell.shown for cell in story.cells]
    values = [float(one.temperature_c) if one and one.temperature_c is not None else None for one in readings]
    notes = [_note(cell) for cell in story.cells]
    labels = [f"{cell.check.day.month}/{cell.check.day.day}" for cell in story.cells]
    return Chart(
        title or _("Temperatures"), labels, [Series(_("Temperature"), values, notes=notes)], unit=" °C", low=35.5, high=max([39.0, *[one for one in values if one]]),
        threshold=story.terms.fever_c, threshold_label=_("Fever"),
    )


def _note(cell: CheckCell) -> str:
    if cell.shown is not None and cell.shown.self_reported:
        return "reported"
    return {CheckState.LATE: "late", CheckState.MISSED: "missing"}.get(cell.state, "")


def checks_table(story: Story) -> Table:
    """The same checks as a table, the latest first: what was found, when, by whom, and what is missing."""
    fever = story.terms.fever_c
    columns = [
        Column("day", _("Day"), lambda cell: cell.check.day),
        Column("slot", _("Check"), lambda cell: slot_title(cell.check.slot)),
        Column("value", _("Temperature"), lambda cell: _found_in(cell, fever)),
        Column("state", _("State"), _check_marks),
        Column("at", _("Measured"), lambda cell: cell.shown.happened_at if cell.shown else ""),
        Column("observer", _("Measured by"), lambda cell: cell.reading.observer if cell.reading else "", secondary=True),
    ]
    empty = Empty(_("No check was due yet"), _("The first one is due in the next half day."), "thermometer")
    return Table(columns, Page(list(reversed(story.cells))), name="checks", caption=_("Checks"), row_key=lambda cell: cell.check.key, empty=empty)


def _found_in(cell: CheckCell, fever: float) -> Any:
    reading = cell.shown
    if reading is None:
        return "–"
    value = Temperature(reading.temperature_c, fever) if reading.temperature_c is not None else reading.get_kind_display()
    return Lines(value, [SYMPTOM_TITLES.get(one, one) for one in reading.symptoms])


def _check_marks(cell: CheckCell) -> list[Any]:
    marks: list[Any] = [Badge(cell.state.label, CHECK_TONES.get(cell.state, "neutral"))]
    if cell.shown is not None and cell.shown.self_reported:
        marks.append(Badge(_("self-reported") if cell.reading else _("self-reported, not confirmed"), "info", "user"))
    return marks


def _curve_title(story: Story) -> Any:
    first = formats.day(story.observation.from_date)
    return format_lazy("{title} · {measure} · {first}", title=_("Temperatures"), measure=measure_title(story.standing.measure), first=first)


def events(story: Story, url: str = "") -> list[Event]:
    """The story in time, newest first."""
    found = [
        Event(
            one.happened_at, _event_title(one), _event_text(one), "flag", TONES.get(EventKind(one.kind), "neutral"), one.author, url,
            FROM_A_MEASURE.get(EventKind(one.kind), About.MEASURE),
        )
        for one in story.events
    ]  # fmt: skip
    found += _of_order(story, url) + _of_alerts(story, url)
    found += [
        Event(one.happened_at, format_lazy("{check} · {mode}", check=_("Spot check"), mode=one.get_mode_display()), _joined(one.get_result_display(), one.note), "eye", url=url, kind=About.SPOT_CHECK)
        for one in story.looks
    ]
    found += [Event(one.happened_at, _("Sample"), one.get_outcome_display(), "vaccine", url=url, kind=About.SPOT_CHECK) for one in story.samples]
    found += [_paper(one, url) for one in story.documents] + [event for one in story.stays for event in _of_stay(one, url)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_order(story: Story, url: str) -> list[Event]:
    """The measure itself, the home it is carried out in, and the team that looks after it."""
    one = story.observation
    found = [
        Event(
            look.happened_at, _("Home assessed"), _("Suitable") if look.suitable else _("Not suitable"), "home-check",
            "neutral" if look.suitable else "warn", _joined(look.community_signer, look.health_signer), url, About.TEAM,
        )
        for look in story.assessments
    ]  # fmt: skip
    if story.team:
        members = [f"{title}: {member.name}" for _role, title, member in story.team.places if member]
        found.append(Event(story.team.from_at, _("Team"), _joined(*members), "users", url=url, kind=About.TEAM))
    if one.started_at and not any(event.kind == EventKind.STARTED for event in story.events):
        found.append(Event(one.started_at, _("In force by class"), reason_of(one), "flag", url=url, kind=About.MEASURE))
    if one.started_at is None:
        found.append(Event(one.created_at, _("Measure proposed"), _joined(measure_title(one.measure), reason_of(one) if one.sentence else ""), "flag", "info", url=url, kind=About.MEASURE))
    return found


def _of_alerts(story: Story, url: str) -> list[Event]:
    found = [
        Event(one.opened_at, AlertKind(one.kind).label, _joined(formats.temperature(one.temperature_c) if one.temperature_c else "", one.note), "bell", "alert", url=url, kind=About.ALERT)
        for one in story.alerts
    ]
    found += [
        Event(one.closed_at, _("Alert closed"), one.closed_why, "circle-check", "good", one.closed_by, url, About.ALERT)
        for one in story.alerts if one.closed_at
    ]  # fmt: skip
    return found + [event for one in story.referrals for event in _of_referral(one, url, sent=False)]


def _of_referral(one: Any, url: str, *, sent: bool) -> list[Event]:
    """What a clinic answered, and, where no event of a measure says so, that somebody was sent there."""
    found = [Event(one.made_at, EventKind.SENT_TO_CLINIC.label, one.note, "stethoscope", "alert", one.made_by, url, About.ALERT)] if sent else []
    if one.answered_at:
        found.append(Event(one.answered_at, one.get_answer_display(), one.note, "stethoscope", by=one.answered_by, url=url, kind=About.ALERT))
    return found


def _of_stay(one: Any, url: str) -> list[Event]:
    """Into a room of an isolation site, into another one, and out."""
    room, came = one.room.number if one.room else "", _("Another room") if one.continues else _("Came to the isolation site")
    found = [Event(one.in_at, came, room, "bed", url=url, kind=About.MEASURE)]
    if one.out_at is not None and one.out_kind != StayEnd.OTHER_ROOM:
        found.append(Event(one.out_at, _("Left the isolation site"), one.get_out_kind_display(), "logout", url=url, kind=About.MEASURE))
    return found


def _paper(one: Any, url: str = "") -> Event:
    return Event(one.happened_at, one.get_kind_display(), one.number, "file-text", by=one.received_by, url=url, kind=About.PAPER)


def _loose(person_id: UUID, by: Actor) -> list[Event]:
    """Referrals and papers of a person that belong to no observation."""
    referrals, papers = reads.loose_records(person_id, by=by)
    return [event for one in referrals for event in _of_referral(one, "", sent=True)] + [_paper(one) for one in papers]


def _event_title(one: Any) -> Any:
    """What happened; of what was taken back, which act it was."""
    return TAKEN_BACK.get(one.detail.get("what", ""), one.get_kind_display()) if one.kind == EventKind.TAKEN_BACK else one.get_kind_display()


def _event_text(one: Any) -> str:
    return _joined(measure_title(one.measure) if one.measure else "", *_new_rules(one), one.reason)


def _new_rules(one: Any) -> list[str]:
    """What changed for somebody who was put under other rules."""
    if one.kind != EventKind.RECOMPUTED:
        return []
    said = one.detail
    pairs = [(_last_day(said, "before"), _last_day(said, "after")), (_slots(said, "checks_before"), _slots(said, "checks"))]
    return [f"{before} → {after}" for before, after in pairs if before != after]


def _last_day(said: Any, name: str) -> str:
    day = said.get(name, "None")
    return formats.day(date.fromisoformat(day)) if day != "None" else ""


def _slots(said: Any, name: str) -> str:
    return class_words.slots_words(slots_of(said[name])) if name in said else ""


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
