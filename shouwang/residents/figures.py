"""What the daily report says of requests for help (DOMAIN 3.24, command)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import Stock
from shouwang.ledger.subjects import Day
from shouwang.residents.models import HelpRequest
from shouwang.residents.reads import open_help


def standing(day: Day) -> QuerySet[HelpRequest]:
    """Requests that were open at the cut-off."""
    return open_help(day.end).order_by("-asked_at", "-pk")


FIGURES = [Stock(name="care_requests_open", title=_("Requests for help not closed"), group="command", standing=standing)]
