"""What the writes of a sheet share: the server sequence at this moment, and one after the other where two act on one sheet."""

from collections.abc import Iterable

from django.db import connection

IN_TURN = "SELECT count(pg_advisory_xact_lock(hashtextextended(sheet, 0))) FROM (SELECT unnest(%s::text[]) AS sheet) AS sheets"


def received_mark() -> int:
    """The last number of the server sequence: what is received from now on has a greater one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM ledger_received_seq")
        return int(cursor.fetchone()[0])


def in_turn(sheets: Iterable[str]) -> None:
    """Wait until nobody else writes about these sheets, in one order for everybody; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN, [sorted(set(sheets))])
