"""Counts what connections try before anybody is known, so that trying is slowed, and says so in the log."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.sealed import seal
from shouwang.places import reads as places
from shouwang.residents.choices import Attempt
from shouwang.residents.models import TryCount
from shouwang.residents.rules import is_logged, is_slowed, seconds_left, window_of

KEPT_WINDOWS = 3  # older counts are of no use to anybody
COUNT = """
    INSERT INTO residents_trycount (source, kind, "window", tries) VALUES (%s, %s, %s, %s)
    ON CONFLICT (source, kind, "window") DO UPDATE SET tries = residents_trycount.tries + excluded.tries
    RETURNING tries
"""


@dataclass(frozen=True)
class Pace:
    """How a connection stands: whether it has to wait, and how many seconds."""

    slowed: bool
    wait: int


def pace(address: str, kind: Attempt) -> Pace:
    """How a connection stands in the present span of time, without counting anything."""
    return _paced(_count(address, kind, 0), kind)


def count_try(address: str, kind: Attempt) -> Pace:
    """Count one more try of a connection. The log gets an event when the slowing sets in and at each tenfold; no address."""
    most, _seconds = settings.RESIDENT_TRIES[kind]
    tries = _count(address, kind, 1)
    if is_logged(tries, most):
        _log(kind, tries)
    return _paced(tries, kind)


def _count(address: str, kind: Attempt, more: int) -> int:
    _most, seconds = settings.RESIDENT_TRIES[kind]
    window, source = window_of(clocks.now(), seconds), _source(address)
    if not more:
        found = TryCount.objects.filter(source=source, kind=kind, window=window).values_list("tries", flat=True).first()
        return found or 0
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [source, str(kind), window, more])
        return int(cursor.fetchone()[0])


def _source(address: str) -> bytes:
    """The connection as a keyed hash that is another one tomorrow: nobody can be followed by it."""
    return seal().index("try", f"{clocks.today()} {address}")


def _paced(tries: int, kind: Attempt) -> Pace:
    most, seconds = settings.RESIDENT_TRIES[kind]
    return Pace(is_slowed(tries, most), seconds_left(clocks.now(), seconds))


def _log(kind: Attempt, tries: int) -> None:
    _most, seconds = settings.RESIDENT_TRIES[kind]
    for county in places.counties_in_use():
        with acting_as(system("residents' door", county)) as by:
            record_event(
                by=by, action="residents.wrong_code" if kind == Attempt.WRONG_CODE else "residents.many_declarations",
                area=county, count=tries, detail={"seconds": seconds},
            )  # fmt: skip
    TryCount.objects.filter(kind=kind, window__lt=window_of(clocks.now(), seconds) - KEPT_WINDOWS).delete()
