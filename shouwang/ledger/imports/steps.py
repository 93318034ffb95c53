"""What every step of an import stands on.

One process at a time, the post in whose name it is done, an end when it cannot go on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.choices import BROKE_OFF, NOT_FOUND, NOT_NOW, POST_ENDED, State
from shouwang.ledger.imports.importer import Context
from shouwang.ledger.models import ImportFile
from shouwang.lib.refusals import Refused

MOST_TRIES = 5  # starts without getting further before a person has to look


@contextmanager
def alone(import_id: UUID) -> Iterator[bool]:
    """Whether this process is the one that works on the import.

    The lock dies with the connection, so a killed worker holds nothing.
    """
    key = int.from_bytes(import_id.bytes[-8:], signed=True)
    if connection.in_atomic_block:  # then the transaction holds the lock and lets it go
        yield _asked("SELECT pg_try_advisory_xact_lock(%s)", key)
        return
    free = _asked("SELECT pg_try_advisory_lock(%s)", key)
    try:
        yield free
    finally:
        if free:
            _asked("SELECT pg_advisory_unlock(%s)", key)


def _asked(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        return bool(cursor.fetchone()[0])


def locked(import_id: UUID) -> ImportFile:
    """The import, for this transaction alone, without its content. Raises Refused not_found."""
    file = ImportFile.objects.select_for_update().defer("content").filter(pk=import_id).first()
    if file is None:
        raise Refused("not_found", NOT_FOUND)
    return file


def check_state(file: ImportFile, states: tuple[State, ...]) -> None:
    """Refuse what cannot be done in the import's present state."""
    if file.state not in states:
        raise Refused("not_now", NOT_NOW, state=file.get_state_display())


def context_of(file: ImportFile, by: Actor) -> Context:
    """What a feature is told about the import."""
    return Context(by, file.area, file.as_of or file.sheet_as_of, file.pk)


def order(file: ImportFile, state: State, by: Actor) -> None:
    """Put the import into the state of a step that begins, in the name of ``by``; not saved."""
    file.state, file.tries, file.done, file.code, file.reason = state, 0, 0, "", ""
    file.ordered_by_user, file.ordered_by_post = by.user_id, by.post_id


def begin(import_id: UUID, states: tuple[State, ...], by: Actor) -> ImportFile | None:
    """Count one more start of a step; None where there is nothing to do any more, or it was tried too often."""
    with acting_as(by):
        file = locked(import_id)
        if file.state not in states:
            return None
        file.tries += 1
        if file.tries > MOST_TRIES:
            stop(file, Refused("broke_off", BROKE_OFF, tries=MOST_TRIES))
            return None
        file.save(update_fields=["tries"])
        return file


def stop(file: ImportFile, refusal: Refused) -> None:
    """The import cannot go on; a person has to decide."""
    file.state, file.code, file.reason = State.FAILED, refusal.code[:40], str(refusal)
    file.save(update_fields=["state", "code", "reason", "tries"])


def in_whose_name(file: ImportFile) -> Actor:
    """The post that ordered the present step, as it stands today. Raises Refused post_ended."""
    if file.ordered_by_user is None:
        return system("import", file.area)
    for post in accounts.posts_in_force(file.ordered_by_user):
        if post.pk == file.ordered_by_post and post.user.is_active:
            return accounts.actor_in(post.user, post)
    raise Refused("post_ended", POST_ENDED)


def facts_of(file: ImportFile) -> dict[str, Any]:
    """What the log says of an import: nothing of its rows."""
    return {"ledger": file.ledger, **file.counts}
