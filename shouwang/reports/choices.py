"""Levels of the signing chain, states of a sheet, refusals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The steps of the chain, bottom up; a policy pack says which of them a county uses."""

    VILLAGE = "village", _("Village")
    TOWNSHIP = "township", _("Township group")
    HEALTH_CENTRE = "health_centre", _("Township health centre")
    COUNTY = "county", _("County command post")
    PREFECTURE = "prefecture", _("Prefecture")


class SheetState(TextChoices):
    """Where a unit's sheet of one day stands; derived, never stored."""

    NOT_DUE = "not_due", _("Not due yet")
    AWAITED = "awaited", _("Awaited")
    ZERO_CONFIRMED = "zero_confirmed", _("Zero confirmed")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    LATE = "late", _("Late")
    MISSING = "missing", _("Missing")
    FROZEN = "frozen", _("Frozen")


class Act(TextChoices):
    """What a signer did with a sheet."""

    SIGN = "sign", _("Signed")
    RETURN = "return", _("Returned with a remark")


DERIVED_FIGURE = _(
    "The figure %(item)s is counted from records and cannot be typed. Open its rows, and correct or add the record that is wrong."
)
FUTURE_DAY = _("The day %(day)s has not begun yet: a report cannot be signed ahead.")
WRONG_LEVEL = _("Your post cannot sign at the level %(level)s.")
WRONG_HEIGHT = _("The sheet of %(area)s is not signed at the level %(level)s: each level signs the sheet of its own area.")
NOT_ABOVE = _("Only a level above %(level)s returns its sheet.")
NOTHING_TO_RETURN = _("Nobody has signed this sheet at the level %(level)s: there is nothing to return. Send a reminder instead.")
FROZEN_DAY = _("The county froze this day at %(at)s: its sheets cannot be returned any more. Correct the records; the change shows as a revision.")
NO_SUCH_AREA = _("There is no area %(area)s on that day.")
REMARK_MISSING = _("Say what is to be mended when you return a report.")
BELOW_MISSING = _("Still missing below: %(count)s of %(expected)s. Say why you sign without them.")
ALREADY_SIGNED = _("This sheet is signed at this level already.")
ZERO_CONTRADICTED = _("Zero was confirmed, but the records of the day show: %(items)s.")
EMPTY_DUTY = _("Name an area or a unit that has to report.")

GROUP_TITLES = {
    "organisation": _("Organisation"),
    "checkpoints": _("Checkpoints"),
    "arrivals": _("Returnees"),
    "observation": _("Observation"),
    "command": _("Reports"),
}

# What a row behind a number is, where it does not say so itself by a kind: in words, by the label of its table.
RECORDS = {
    "places.Area": _("Area"), "places.Site": _("Site"), "people.Household": _("Household"), "duty.Assignment": _("Duty"),
    "arrivals.Arrival": _("Return"), "arrivals.HandOver": _("Handover"), "arrivals.Violation": _("Pick-up against the rules"),
    "quarantine.Document": _("Paper handed out"), "quarantine.Stage": _("Measure"), "quarantine.Event": _("Event of a measure"),
    "quarantine.DueSlot": _("Due check"), "quarantine.FeverSign": _("Fever"), "quarantine.Observation": _("Observation order"),
    "quarantine.SpotCheck": _("Spot check"), "residents.HelpRequest": _("Request for help"), "reports.Signature": _("Confirmation of the daily report"),
}  # fmt: skip


class Personal(TextChoices):
    """What may not stand in a text for everybody."""

    NAME = "name", _("name of a person")
    DOCUMENT = "document", _("identity number")
    PHONE = "phone", _("mobile number")
    PLATE = "plate", _("number plate")
    DOOR = "door", _("door number")
    AGE = "age", _("age with sex or place")


class BriefState(TextChoices):
    """Where a public brief stands."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Approved by one person")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Put aside")


BRIEF_TITLE = _("Brief of %(place)s on epidemic prevention and control")
AS_OF = _("Figures as of %(time)s on %(day)s.")
# Sentences of the brief, one for each figure it may name: the figure, its column, the sentence.
BRIEF_SENTENCES = [
    ("cases_confirmed", "today", _("New confirmed cases: %(today)s; cumulative: %(total)s.")),
    ("cases_asymptomatic", "today", _("New asymptomatic infected persons: %(today)s; cumulative: %(total)s.")),
    ("cases_recovered", "today", _("Recovered: %(today)s; cumulative: %(total)s.")),
    ("returnees_total", "today", _("Returnees registered: %(today)s; cumulative: %(total)s.")),
    ("home_observed", "now", _("Under home observation: %(now)s (%(change)s against the day before).")),
    ("central_isolated", "now", _("In central isolation: %(now)s (%(change)s against the day before).")),
    ("health_monitored", "now", _("Under health monitoring: %(now)s (%(change)s against the day before).")),
    ("home_observation_released", "today", _("Released from home observation: %(today)s; cumulative: %(total)s.")),
]
BRIEF_COLUMNS = [
    ("cases_confirmed", "total", _("Confirmed cases, cumulative")), ("returnees_total", "today", _("Returnees, new")),
    ("home_observed", "now", _("Under home observation")), ("central_isolated", "now", _("In central isolation")),
]
VILLAGE_COLUMN = ("home_observed", "now", _("Under home observation"))
PERSONAL_DATA = _("A public text holds no personal data. Found, with the place in the text: %(found)s. Write it without, such as “a resident of the township”.")
NOT_FROZEN = _("The figures of %(day)s are not frozen yet: a brief is made from frozen figures only.")
BRIEF_HEIGHT = _("A public brief is made for a county or a township, not below.")
NO_BRIEF = _("This brief is not there.")
BRIEF_CLOSED = _("This brief is %(state)s: nothing more is decided about it.")
SAME_PERSON = _("You have approved this brief already. The second approval is given by somebody else.")
WHY_MISSING = _("Say what was wrong, for everybody to read.")
