"""The keys of sealed fields, and the mark by which a database knows which ones are its own."""

import hmac

import psycopg
from psycopg import sql

from shouwang.project import database
from shouwang.project.home import home, secret

SEALING = ("sealing", "index")  # what was sealed with them cannot be read or found without them
SIGNING = "signing"  # of papers; one lost is replaced, for the public keys of papers signed before stay published
NAMES = (*SEALING, SIGNING)
MARK = "shouwang keys "


class OtherKeys(Exception):
    """The keys at hand are not those of the database. The message says what to do."""


def fingerprints() -> dict[str, str]:
    """Tell the keys at hand apart without giving them away."""
    return {name: fingerprint(secret(name)) for name in SEALING}


def fingerprint(key: bytes) -> str:
    """Of one key."""
    return hmac.digest(key, b"shouwang copy", "sha256").hex()[:16]


def check(connection: psycopg.Connection) -> None:
    """Refuse to work on with keys that cannot open what the database holds. Raises OtherKeys."""
    said = _mark_of(connection)
    if said and said != _mark():
        raise OtherKeys(
            f"The keys in {home() / 'secrets'} are not those of this database: what was sealed cannot be read. "
            "Put the right ones back, or take a copy back with: shouwang restore FILE --keys FILE --force"
        )


def mark(connection: psycopg.Connection) -> None:
    """Let the database know its keys."""
    if not _mark_of(connection):
        name = sql.Identifier(str(database.databases()["owner"]["NAME"]))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(_mark())))


def _mark() -> str:
    return MARK + " ".join(fingerprints().values())


def _mark_of(connection: psycopg.Connection) -> str:
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    found = connection.execute(asked).fetchone()
    return found[0] if found and found[0] and found[0].startswith(MARK) else ""
