"""What the daily report says of returnees (DOMAIN 3.24, arrivals).

Returnees are counted on the statistics day they were registered, by the place they came from, whatever their class;
each person once per return. Who came from within the county or from an unknown place stands in none of the four and so
not in their sum.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import COUNTED_ORIGINS, HandOverStep, State
from shouwang.arrivals.models import Arrival, HandOver, Violation
from shouwang.ledger.figures import Flow, Stock
from shouwang.ledger.subjects import Day
from shouwang.policy.choices import OriginKind

GROUP = "arrivals"
HERE = ~Q(state=State.ANNOUNCED)


def _returnees(name: str, title: Any, *origins: OriginKind) -> Flow:
    return Flow(name=name, title=title, group=GROUP, model=Arrival, where=HERE & Q(origin__in=origins))


def unclassified(day: Day) -> QuerySet[Arrival]:
    """Who was registered by the cut-off and had no class at that moment, or ``undecided``."""
    open_then = Q(classified_at__isnull=True) | Q(classified_at__gt=day.end)
    return Arrival.objects.filter(HERE, open_then, live=True, happened_at__lte=day.end).order_by("-happened_at", "-pk")


FIGURES = [
    _returnees("returnees_key_area", _("Returnees from key areas"), OriginKind.KEY_AREA),
    _returnees("returnees_other_province", _("Returnees from other provinces"), OriginKind.OTHER_PROVINCE),
    _returnees("returnees_in_province", _("Returnees from within the province"), OriginKind.IN_PROVINCE),
    _returnees("returnees_overseas", _("Returnees from abroad"), OriginKind.OVERSEAS),
    _returnees("returnees_total", _("Returnees, total"), *COUNTED_ORIGINS),
    Stock(name="arrivals_unclassified", title=_("Returnees without a class"), group=GROUP, standing=unclassified),
    Flow(
        name="persons_transferred", title=_("Persons transferred point to point"), group=GROUP, model=HandOver,
        where=Q(step=HandOverStep.ARRIVAL),
    ),
    Flow(name="transfer_violations", title=_("Pick-ups organised against the rules"), group=GROUP, model=Violation),
]  # fmt: skip
