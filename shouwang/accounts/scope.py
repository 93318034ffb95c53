"""Tells the database whose rows may be seen: app.lo, app.hi and app.login for the current transaction.

Row-level security reads these three settings; while they are unset or empty, no scoped row exists for anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.lib.paths import bounds

_current: ContextVar[tuple[str, str, str]] = ContextVar("scope", default=("", "", ""))


def _apply(settings: tuple[str, str, str]) -> None:
    low, high, user = settings
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.lo = %s; SET LOCAL app.hi = %s; SET LOCAL app.login = %s", [low, high, user])


@contextmanager
def _within(settings: tuple[str, str, str]) -> Iterator[None]:
    before = _current.get()
    with transaction.atomic():
        token = _current.set(settings)
        _apply(settings)
        try:
            yield
        finally:
            _current.reset(token)
        # After a failure the rollback itself puts the settings back.
        if not connection.needs_rollback:
            _apply(before)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which ``actor`` sees the rows of the own area and no others."""
    with _within((*bounds(actor.area), str(actor.user_id or ""))):
        yield actor


@contextmanager
def known_user(user_id: int | None) -> Iterator[None]:
    """One transaction in which a user who has not chosen a post sees the own posts and nothing else."""
    with _within(("", "", str(user_id or ""))):
        yield


def enter(actor: Actor) -> None:
    """Widen the current transaction from a known user to the actor, until it ends."""
    settings = (*bounds(actor.area), str(actor.user_id or ""))
    _current.set(settings)
    _apply(settings)
