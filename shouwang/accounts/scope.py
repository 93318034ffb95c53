"""Tells the database whose rows may be seen: app.lo, app.hi and app.login for the current transaction.

Row-level security reads these three settings; while they are unset or empty, no scoped row exists for anybody. While a
resident is answered, the connection is another role, which reads the rows named in app.own and writes nothing. app.guests names people of
other areas whom the post looks after for a time (``hosting``).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.enforcement import RESIDENT_ROLE
from shouwang.lib.paths import bounds


class Settings(NamedTuple):
    """What the database is told: the area's bounds, who is signed in, whom the post hosts, or instead the ids that are a resident's own."""

    low: str = ""
    high: str = ""
    login: str = ""
    own: str = ""
    guests: str = ""


NOBODY = Settings()
_current: ContextVar[Settings] = ContextVar("scope", default=NOBODY)
_found: ContextVar[dict[Any, Any] | None] = ContextVar("found", default=None)  # by ``once_a_scope``; None: nothing is kept


def _apply(settings: Settings, leaving: Settings) -> None:
    statement, values = "SET LOCAL app.lo = %s; SET LOCAL app.hi = %s; SET LOCAL app.login = %s", list(settings[:3])
    if settings.own or leaving.own:
        role = RESIDENT_ROLE if settings.own else "NONE"
        statement, values = f"{statement}; SET LOCAL app.own = %s; SET LOCAL ROLE {role}", list(settings[:4])
    if settings.guests or leaving.guests:
        statement, values = f"{statement}; SET LOCAL app.guests = %s", [*values, settings.guests]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def _within(settings: Settings) -> Iterator[None]:
    before = _current.get()
    with _keeping(), transaction.atomic():
        token = _current.set(settings)
        _apply(settings, before)
        try:
            yield
        finally:
            _current.reset(token)
        # After a failure the rollback itself puts the settings back.
        if not connection.needs_rollback:
            _apply(before, settings)


@contextmanager
def _keeping() -> Iterator[None]:
    """From the outermost scope's beginning to its end, and no longer."""
    if _current.get() != NOBODY:
        yield
        return
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def once_a_scope[Found](find: Callable[[], Found]) -> Callable[[], Found]:
    """Asks the database once for what a page wants again and again: facts about the whole county, the same for everybody.

    Whoever writes such facts calls ``keep_nothing``. Outside of any scope it is asked each time.
    """

    @wraps(find)
    def asked() -> Found:
        kept = _found.get()
        if kept is None:
            return find()
        if find not in kept:
            kept[find] = find()
        return kept[find]

    return asked


def keep_nothing() -> None:
    """From now to the end of the scope everything is asked anew: it changes here, and may be taken back."""
    _found.set(None)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which ``actor`` sees the rows of the own area and no others."""
    with _within(Settings(*bounds(actor.area), str(actor.user_id or ""))):
        yield actor


@contextmanager
def hosting(ids: Iterable[UUID]) -> Iterator[None]:
    """Within the present scope, also the rows about these ids in the tables whose ``Scope.also`` or ``Scope.shown`` is ``guests_by``: people of another area in our care."""
    with _within(_current.get()._replace(guests=",".join(str(key) for key in ids))):
        yield


def guests_by(column: str) -> str:
    """The condition on rows about people whom the post hosts, for ``Scope.also`` or ``Scope.shown``. Worked out once for a statement, not for every row."""
    return f"{column} = ANY ((SELECT string_to_array(nullif(current_setting('app.guests', true), ''), ','))::uuid[])"


@contextmanager
def known_user(user_id: int | None) -> Iterator[None]:
    """One transaction in which a user who has not chosen a post sees the own posts and nothing else."""
    with _within(Settings(login=str(user_id or ""))):
        yield


@contextmanager
def own_rows(ids: Iterable[UUID]) -> Iterator[None]:
    """One transaction that reads the rows about these ids (persons, a household, their observations) and changes nothing."""
    with _within(Settings(own=",".join(str(key) for key in ids) or str(UUID(int=0)))):
        yield


def enter(actor: Actor) -> None:
    """Widen the current transaction from a known user to the actor, until it ends."""
    settings, before = Settings(*bounds(actor.area), str(actor.user_id or "")), _current.get()
    _current.set(settings)
    _apply(settings, before)


def leave() -> None:
    """Narrow the current transaction to nobody, until it ends: a page for everybody answers a signed-in post like any stranger."""
    before = _current.get()
    if before != NOBODY:
        _current.set(NOBODY)
        _apply(NOBODY, before)


def show_key(digest: bytes) -> None:
    """Tell the database the hash of a key somebody shows, until the transaction ends: it lets the one row of it be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.shown = %s", [digest.hex()])
