"""The lists of observation that people work with, each declared once: columns, filters, what can be done with many."""

from dataclasses import replace
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission
from shouwang.duty.choices import TEAM_ROLES
from shouwang.quarantine.forms.inputs import (
    AnswerForm,
    DocumentForm,
    ListFilter,
    PrintForm,
    ReasonForm,
    ReleaseForm,
)
from shouwang.quarantine.forms.tables import (
    ALERT_ICONS,
    last_of,
    measure_title,
    missing_roles,
    page_of,
    person_of,
    slot_title,
    state_badge,
)
from shouwang.ui.cells import Badge, Button, Lines, Link, Temperature
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty


class MemberForm(forms.Form):
    """Who fills a role of many teams."""

    role = forms.ChoiceField(label=_("Role"), choices=TEAM_ROLES.items())
    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


# ------------------------------------------------------------------ observations
def _observation_columns(*more: Column) -> list[Column]:
    return [
        Column("name", _("Name"), lambda line: Lines(Link(line.name, page_of(line.pk)), [line.place, line.card.address if line.card else ""])),
        Column("measure", _("Measure"), lambda line: measure_title(line.standing.measure), sortable=True),
        Column("state", _("State"), state_badge),
        *more,
        Column("day", _("Day of the measure"), lambda line: line.day, numeric=True, secondary=True),
        Column("due_on", _("Last day"), lambda line: line.standing.due_on, sortable=True),
        Column("last", _("Last check"), last_of, secondary=True),
        Column("started_at", _("Started"), lambda line: line.standing.observation.started_at, sortable=True, secondary=True),
        Column("area", _("Place"), lambda line: line.place, sortable=True, shown=False),
        Column("created_at", _("Proposed at"), lambda line: line.standing.observation.created_at, sortable=True, shown=False),
        Column("class", _("Class"), lambda line: line.standing.observation.basis or line.standing.observation.class_id, shown=False),
        Column("last_exposure_on", _("Last exposure"), lambda line: line.standing.observation.last_exposure_on, shown=False, sortable=True),
    ]


PEOPLE_PAGE = (_("People under observation"), reverse_lazy("quarantine:list"))
ROUND_PAGE = (_("Go to the round"), reverse_lazy("quarantine:round"))
NOTICES = Action(_("Print notices"), do="notices", icon="printer", permission=Permission.ISSUE_DOCUMENTS, form=PrintForm)
HAND_OUT = Action(_("Hand out a paper"), do="hand_out", icon="file-text", permission=Permission.ISSUE_DOCUMENTS, form=DocumentForm)
RELEASE = Action(
    _("Release"), do="release", icon="lock-open", permission=Permission.RELEASE, form=ReleaseForm, undo=True,
    question=_("Release these people, with release notice and certificate? Whom something stands against stays, and the reason is said."),
)  # fmt: skip
REMIND_VILLAGES = Action(
    _("Remind the villages"), do="remind", icon="bell", permission=Permission.REMIND,
    question=_("Remind the villages of these people? A message that has gone out is not taken back."),
)  # fmt: skip
PEOPLE = List(
    key="quarantine.people", title=_("People under observation"), columns=_observation_columns(), order="due_on", filters=ListFilter,
    search=_("Name, initials or whole number"), actions=[NOTICES, HAND_OUT, RELEASE],
    empty=Empty(
        _("Nobody is under observation here"), _("Returnees come here by their class; anybody else by an order. Or choose another filter."), "home-heart",
    ),
)  # fmt: skip
# The wide temperature sheet, as it is exported: the same rows, village by village.
SHEET = replace(PEOPLE, key="quarantine.sheet", title=_("Temperature sheet"), order="area", actions=())

WAITING = List(
    key="quarantine.waiting", title=_("Measures to start"), columns=_observation_columns(), order="created_at",
    actions=[
        Action(_("Start"), do="start", icon="player-play", permission=Permission.ORDER_OBSERVATION, undo=True, question=_("Start the proposed measures of these people?")),
        NOTICES, HAND_OUT,
    ],
    empty=Empty(_("Nothing waits to be started"), _("What classes propose comes here by itself. To order a measure for anybody else, find the person."), "circle-check", _("Find the person"), reverse_lazy("people:search")),
)  # fmt: skip
UNASSESSED = List(
    key="quarantine.unassessed", title=_("Homes to assess"), columns=_observation_columns(), order="started_at",
    empty=Empty(_("Every home has been assessed"), _("Measures at home come here until somebody found the home suitable. Assess on the page of the person."), "circle-check", *PEOPLE_PAGE),
)  # fmt: skip
UNSIGNED = List(
    key="quarantine.unsigned", title=_("Assessments to sign"), columns=_observation_columns(), order="started_at",
    actions=[
        Action(_("Sign for the community"), do="sign_community", icon="edit", permission=Permission.ASSESS_HOME, question=_("Sign these assessments for the community?")),
        Action(_("Sign as health worker"), do="sign_health", icon="edit", permission=Permission.ASSESS_HOME, question=_("Sign these assessments as health worker?")),
    ],
    empty=Empty(_("Every assessment is signed"), _("An assessment comes here until the community and a health worker have signed it."), "circle-check", *PEOPLE_PAGE),
)  # fmt: skip
TEAMS = List(
    key="quarantine.teams", title=_("Teams not complete"), columns=_observation_columns(Column("missing", pgettext_lazy("roles of a team", "Missing"), missing_roles)), order="started_at",
    actions=[
        Action(_("Assign somebody"), do="assign", icon="users", permission=Permission.ORDER_OBSERVATION, form=MemberForm), REMIND_VILLAGES,
    ],
    empty=Empty(_("Every team is complete"), _("A measure comes here as soon as a role of its team is filled by nobody. See who is on duty where."), "circle-check", _("Who looks after what"), reverse_lazy("duty:coverage")),
)  # fmt: skip
RELEASES = List(
    key="quarantine.releases", title=_("To release"), columns=_observation_columns(), order="due_on", actions=[RELEASE],
    empty=Empty(_("Nobody's last day is reached"), _("Whoever reaches the last day comes here by itself. To end a measure earlier, open the page of the person."), "calendar-check", *PEOPLE_PAGE),
)  # fmt: skip


# ------------------------------------------------------------------ what happened
ALERTS = List(
    key="quarantine.alerts", title=_("Alerts"), order="opened_at",
    columns=[
        Column("person", _("Name"), person_of),
        Column("kind", _("Alert"), lambda one: Badge(one.row.get_kind_display(), "alert", ALERT_ICONS.get(one.row.kind, "bell")), sortable=True),
        Column("opened_at", _("Since"), lambda one: one.row.opened_at, sortable=True),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c) if one.row.temperature_c else "", sortable=True),
        Column("highest_c", _("Highest temperature"), lambda one: Temperature(one.row.highest_c) if one.row.highest_c else "", sortable=True),
        Column("note", _("Note"), lambda one: one.row.note, secondary=True),
        Column("refer", _("Clinic"), lambda one: Button(_("Refer"), reverse("quarantine:refer", args=[one.row.observation_id]), "truck")),
    ],
    actions=[Action(_("Close"), do="close", icon="circle-check", permission=Permission.REFER, form=ReasonForm, undo=True)],
    empty=Empty(_("No open alert"), _("Fevers, symptoms, people not at home and bad spot checks come here at once. Go on with the round."), "circle-check", *ROUND_PAGE),
    row_key=lambda one: one.row.pk,
)  # fmt: skip
class ReferralFilter(forms.Form):
    """Which referrals to list."""

    waiting = forms.ChoiceField(label=_("Answer"), required=False, choices=[("", _("All")), ("any", _("Waits for the clinic")), ("late", _("Waits for more than a day"))])


REFERRALS = List(
    key="quarantine.referrals", title=_("Referrals"), order="made_at", filters=ReferralFilter,
    columns=[
        Column("person", _("Name"), person_of),
        Column("to_unit", _("Clinic"), lambda one: one.unit, sortable=True),
        Column("made_at", pgettext_lazy("a patient to a clinic", "Sent"), lambda one: one.row.made_at, sortable=True),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c) if one.row.temperature_c else ""),
        Column("answer", _("Answer"), lambda one: Badge(one.row.get_answer_display(), "warn" if one.row.answer == "sent" else "info"), sortable=True),
        Column("do", _("To do"), lambda one: Button(pgettext_lazy("what a clinic does", "Answer"), reverse("quarantine:answer", args=[one.row.pk]), "stethoscope")),
    ],
    actions=[
        Action(_("Answer of the clinic"), do="answer", icon="stethoscope", permission=Permission.ANSWER_REFERRAL, form=AnswerForm),
        Action(
            _("Remind the clinics"), do="remind", icon="bell", permission=Permission.REMIND,
            question=_("Remind the clinics of these people? A message that has gone out is not taken back."),
        ),
    ],
    empty=Empty(_("Nobody is on the way to a clinic"), _("Refer somebody from the alerts or from the page of the person."), "circle-check", _("Open alerts"), reverse_lazy("quarantine:alerts")), row_key=lambda one: one.row.pk,
)  # fmt: skip
FLAGS = List(
    key="quarantine.flags", title=_("Checks to look at"), order="-created_at",
    columns=[
        Column("person", _("Name"), person_of),
        Column("pattern", _("Why"), lambda one: Lines(one.row.get_pattern_display(), [_("%(n)s homes") % {"n": one.row.homes}] if one.row.homes > 1 else []), sortable=True),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.reading.temperature_c)),
        Column("slot", _("Check"), lambda one: Lines(slot_title(one.row.reading.slot), [one.row.reading.slot_date])),
        Column("observer", _("Measured by"), lambda one: one.row.reading.observer),
        Column("created_at", _("Marked"), lambda one: one.row.created_at, sortable=True, secondary=True),
    ],
    actions=[
        Action(_("Credible"), do="credible", icon="check", permission=Permission.DECIDE_MEASURE, form=ReasonForm, undo=True),
        Action(_("Not credible"), do="not_credible", icon="x", permission=Permission.DECIDE_MEASURE, form=ReasonForm, undo=True, tone="alert"),
    ],
    empty=Empty(_("Nothing looks wrong"), _("Rounds that cannot have been made as they were written down come here. To look for yourself, draw a spot check."), "circle-check", _("Draw people"), reverse_lazy("quarantine:new_draw")),
    row_key=lambda one: one.row.pk,
)  # fmt: skip
REPORTED = List(
    key="quarantine.self_reports", title=_("Self-reported checks"), order="slot_date",
    columns=[
        Column("person", _("Name"), person_of),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c, one.row.observation.terms.get("fever_c")), sortable=True),
        Column("slot_date", _("Check"), lambda one: Lines(slot_title(one.row.slot), [one.row.slot_date]), sortable=True),
        Column("happened_at", _("Reported"), lambda one: one.row.happened_at, sortable=True, secondary=True),
        Column("own", _("Own value"), lambda one: _own_value(one)),
    ],
    actions=[Action(_("Confirm"), do="confirm", icon="check", permission=Permission.RECORD_READINGS, tone="good", question=_("Are these values right? They then count as measured by the team."))],
    empty=Empty(_("No self-reported check waits to be confirmed"), _("What people report by their link comes here. Give somebody a link on the page of the person."), "circle-check", *PEOPLE_PAGE),
    row_key=lambda one: one.row.pk,
)  # fmt: skip
MISSED = List(
    key="quarantine.missed", title=_("Missed checks"), order="-missed",
    columns=[
        Column("person", _("Name"), person_of),
        Column("missed", _("Missed checks of two days"), lambda one: one.row.missed, numeric=True, sortable=True, order="missed"),
        Column("last_at", _("Last missed"), lambda one: one.row.last_at, sortable=True, order="last_at"),
        Column("state", _("State"), lambda one: Badge(_("Township is told"), "alert", "bell") if one.row.is_escalated else ""),
        Column("check", _("To do"), lambda _one: Button(_("Round"), reverse("quarantine:round"), "checklist")),
    ],
    actions=[REMIND_VILLAGES],
    empty=Empty(_("Nobody was missed"), _("Checks that nobody made in time come here by themselves. Make those of today in the round."), "circle-check", *ROUND_PAGE),
    row_key=lambda one: one.observation_id if hasattr(one, "observation_id") else one.row.observation_id,
)  # fmt: skip


def _own_value(one: Any) -> Any:
    address = f"{reverse('quarantine:round')}?day={one.row.slot_date}&slot={one.row.slot}#visit-{one.row.observation_id}"
    return Button(_("Take the temperature"), address, "temperature-plus")
