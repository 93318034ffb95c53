"""What the pages of the rules need from higher floors: open cases, names of units, official codes; and what waits for a second person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.reads import outlooks as arrivals
from shouwang.ledger.duties import Duty
from shouwang.lib import paths
from shouwang.places import reads as places
from shouwang.policy import outlooks, surroundings
from shouwang.policy import reads as policy
from shouwang.policy.outlooks import Source
from shouwang.quarantine.reads import outlooks as quarantine

COUNTY_CODE_LENGTH = 6
SOURCES = [
    Source("arrivals", _("Returnees"), Permission.VIEW_ARRIVALS, arrivals.held_by_rules, arrivals.lines_of),
    Source(
        "quarantine", _("Under observation, not from a return"), Permission.VIEW_OBSERVATION, quarantine.held_by_class,
        quarantine.lines_of,
    ),
    Source("begun", _("Measures already begun, if they follow these rules"), Permission.VIEW_OBSERVATION, quarantine.held_begun, quarantine.lines_of, begun=True),
]  # fmt: skip


def fill() -> None:
    """Supply everything; called once when Django is ready."""
    outlooks.supply(*SOURCES)
    surroundings.supply(places.unit_names, county_code)


def county_code(area: str) -> str:
    """The official code of the county an area lies in; empty above a county."""
    try:
        county = paths.cut(area, "county")
    except ValueError:
        return ""
    return places.codes_of([county]).get(county, "")[:COUNTY_CODE_LENGTH]


def due(actor: Actor, now: datetime) -> list[Duty]:
    """Rules that another person proposed and that wait for this one's yes or no; late on the last day before they expire."""
    waiting = policy.to_confirm(by=actor)
    late = sum((one.expires_at - now).days < 1 for one in waiting)
    return [Duty("policy", _("Rules to confirm"), len(waiting), late, reverse("policy:index"), order=15)]
