"""Background work of imports: the step that waits, at once; and every minute whatever was left lying after a break."""

from uuid import UUID

from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from shouwang.ledger import imports

SLICE_SECONDS = 10.0  # below the patience of a clean stop


def fresh_connection() -> None:
    """Let go of a connection that the server has closed meanwhile; a request does that by itself, a job does not."""
    if not connection.in_atomic_block:
        close_old_connections()


@app.task(name="ledger.go_on")
def go_on(import_id: str) -> None:
    """Do the step an import waits for. A long one makes way for other jobs now and then, and for a clean stop."""
    fresh_connection()
    if imports.go_on(UUID(import_id), seconds=SLICE_SECONDS):
        enqueue(UUID(import_id))


def enqueue(import_id: UUID) -> None:
    """Have the import worked on soon; asked twice it is done once."""
    try:
        with transaction.atomic():
            go_on.configure(queueing_lock=f"import {import_id}").defer(import_id=str(import_id))
    except AlreadyEnqueued:
        pass


@app.periodic(cron="* * * * *")
@app.task(name="ledger.take_up_again", queueing_lock="ledger.take_up_again")
def take_up_again(timestamp: int) -> None:
    """Imports that a killed worker or server left in the middle go on."""
    del timestamp
    fresh_connection()
    for import_id in imports.unfinished():
        enqueue(import_id)
