"""Counts what connections try before anybody is known, so that trying is slowed, and says so in the log.

Whoever has to wait is remembered by the process until the span is over: refusing a hostile client asks the database nothing,
and its further tries are written down ten at a time (fewer than ten are lost where the process ends meanwhile).
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.sealed import seal
from shouwang.places import reads as places
from shouwang.residents.choices import Attempt
from shouwang.residents.models import TryCount
from shouwang.residents.rules import is_slowed, logged_number, seconds_left, to_write_down, window_of

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


def waits(address: str, kind: Attempt) -> bool:
    """Whether the process remembers that a connection has to wait. Asks the database nothing."""
    return _span(address, kind).name in cache


def pace(address: str, kind: Attempt) -> Pace:
    """How a connection stands in the present span of time, without counting anything."""
    span = _span(address, kind)
    if span.name in cache:
        return _waiting(kind)
    found = TryCount.objects.filter(source=span.source, kind=kind, window=span.window).values_list("tries", flat=True).first()
    return _paced(found or 0, span)


def count_try(address: str, kind: Attempt) -> Pace:
    """Count one more try of a connection. The log gets an event when the slowing sets in and at each tenfold; no address."""
    span = _span(address, kind)
    more = to_write_down(cache.incr(span.name)) if span.name in cache else 1
    return _written(span, more) if more else _waiting(kind)


@dataclass(frozen=True, slots=True)
class _Span:
    """One connection in one span of time."""

    source: bytes
    kind: Attempt
    window: int

    @property
    def name(self) -> str:
        """Under which the process remembers that it has to wait, with how often it tried since."""
        return f"tries-{self.kind}-{self.window}-{self.source.hex()}"


def _span(address: str, kind: Attempt) -> _Span:
    _most, seconds = settings.RESIDENT_TRIES[kind]
    return _Span(_source(address), kind, window_of(clocks.now(), seconds))


def _written(span: _Span, more: int) -> Pace:
    most, _seconds = settings.RESIDENT_TRIES[span.kind]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [span.source, str(span.kind), span.window, more])
        tries = int(cursor.fetchone()[0])
    if reached := logged_number(tries - more, tries, most):
        _log(span.kind, reached)
    return _paced(tries, span)


def _source(address: str) -> bytes:
    """The connection as a keyed hash that is another one tomorrow: nobody can be followed by it."""
    return seal().index("try", f"{clocks.today()} {address}")


def _paced(tries: int, span: _Span) -> Pace:
    most, seconds = settings.RESIDENT_TRIES[span.kind]
    wait = seconds_left(clocks.now(), seconds)
    if is_slowed(tries, most):
        cache.add(span.name, 0, wait)
    return Pace(is_slowed(tries, most), wait)


def _waiting(kind: Attempt) -> Pace:
    _most, seconds = settings.RESIDENT_TRIES[kind]
    return Pace(True, seconds_left(clocks.now(), seconds))


def _log(kind: Attempt, tries: int) -> None:
    _most, seconds = settings.RESIDENT_TRIES[kind]
    for county in places.counties_in_use():
        with acting_as(system("residents' door", county)) as by:
            record_event(
                by=by, action="residents.wrong_code" if kind == Attempt.WRONG_CODE else "residents.many_declarations",
                area=county, count=tries, detail={"seconds": seconds},
            )  # fmt: skip
    TryCount.objects.filter(kind=kind, window__lt=window_of(clocks.now(), seconds) - KEPT_WINDOWS).delete()
