"""Which database, and as whom: the application's role owns nothing, the owner migrates."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

from shouwang.project.home import secret

APP_ROLE = "shouwang_app"
RESIDENT_ROLE = "shouwang_resident"  # what the application becomes while it answers a resident
MAINTENANCE = "postgres"  # the database one connects to in order to make another
PREPARING = 7_300_001  # advisory lock: two migrations at once prepare one after the other


class NoDatabase(Exception):
    """The database cannot be reached or prepared. The message says what to do."""


def databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: ``default`` connects as ``shouwang_app``, ``owner`` as the owner. Starts nothing."""
    owner = _common() | (_from_url(url) if (url := external()) else _embedded())
    app = owner | {"USER": APP_ROLE, "PASSWORD": app_password() if external() else ""}
    return {"default": app, "owner": owner}


def external() -> str:
    """The address in ``DATABASE_URL``; empty when the embedded server serves."""
    return os.environ.get("DATABASE_URL", "")


def app_password() -> str:
    """The application role's password on a server that others may reach."""
    return secret("app_password").hex()


def prepare() -> None:
    """Make the database and the application's role where they are missing. Safe to repeat.

    Raises NoDatabase when the owner may not do that; the message says which statement to run by hand.
    """
    owner = databases()["owner"]
    try:
        # Not every server lets its users into the database "postgres".
        with connect(owner, owner["NAME"] if reachable() else MAINTENANCE) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            make_role(connection)
            make_database(connection, owner["NAME"])
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise NoDatabase(_by_hand(owner["NAME"])) from refusal
    except psycopg.OperationalError as failure:
        raise NoDatabase(f"The database does not answer: {str(failure).strip()}") from failure


def reachable() -> bool:
    """Whether the product's database is there and lets the owner in."""
    owner = databases()["owner"]
    try:
        connect(owner, owner["NAME"]).close()
    except psycopg.OperationalError:
        return False
    return True


def make_role(connection: psycopg.Connection) -> None:
    """The application's role: it may sign in and nothing else."""
    role = sql.Identifier(APP_ROLE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION").format(role)
        if _is_superuser(connection)
        else sql.SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE").format(role)
    )
    make_resident_role(connection)
    if external():
        hashed = connection.pgconn.encrypt_password(app_password().encode(), APP_ROLE.encode()).decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(hashed)))


def make_resident_role(connection: psycopg.Connection) -> None:
    """The role a resident's page is read with: nobody signs in as it; the application may become it, and inherits nothing."""
    role, app = sql.Identifier(RESIDENT_ROLE), sql.Identifier(APP_ROLE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RESIDENT_ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    connection.execute(sql.SQL("ALTER ROLE {} NOINHERIT").format(app))
    connection.execute(sql.SQL("GRANT {} TO {}").format(role, app))


def make_database(connection: psycopg.Connection, name: str, template: str = "") -> None:
    """Make a database unless it is there, as a copy of another if one is named; only the two roles may enter it."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    database = sql.Identifier(name)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(database) + copied)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, sql.Identifier(APP_ROLE))
    )


def drop_database(connection: psycopg.Connection, name: str) -> None:
    """Remove a database and whoever is connected to it."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def maintenance() -> psycopg.Connection:
    """A connection as the owner, in autocommit, to a database that is always there."""
    return connect(databases()["owner"], MAINTENANCE)


def environment() -> dict[str, str]:
    """The owner's connection as PostgreSQL's own programs read it, so that no password stands on a command line."""
    owner = databases()["owner"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(owner[key]) for variable, key in names.items() if owner[key]}
    options = {f"PG{key.upper()}": str(value) for key, value in owner["OPTIONS"].items()}
    return found | options


def _common() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "PASSWORD": "",
        "OPTIONS": {},
    }


def _embedded() -> dict[str, str]:
    from shouwang.project import postgres

    return postgres.connection_settings() | {"NAME": os.environ.get("SHOUWANG_DATABASE") or "shouwang"}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise NoDatabase("DATABASE_URL must look like postgresql://user:password@host:5432/database")
    options = dict(parse_qsl(parts.query))
    return {
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path.lstrip("/")),
        "OPTIONS": options,
    }


def connect(settings: dict[str, Any], name: str) -> psycopg.Connection:
    """A connection in autocommit to the named database, as one entry of DATABASES says."""
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: settings[named] for key, named in names.items() if settings.get(named)}
    return psycopg.connect(dbname=name, autocommit=True, connect_timeout=10, **given, **settings["OPTIONS"])


def take_stock() -> None:
    """Let the server count anew what its tables hold: after filling or restoring it plans badly until it does so by itself."""
    owner = databases()["owner"]
    with connect(owner, str(owner["NAME"])) as connection:
        connection.execute("ANALYZE")


def _is_superuser(connection: psycopg.Connection) -> bool:
    found = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(found and found[0])


def _by_hand(name: str) -> str:
    return (
        "The owner in DATABASE_URL may not make roles or databases. Let an administrator of that server run: "
        f'ALTER ROLE <owner> CREATEROLE; CREATE ROLE {APP_ROLE}; CREATE ROLE {RESIDENT_ROLE}; GRANT {RESIDENT_ROLE} TO {APP_ROLE}; CREATE DATABASE "{name}" OWNER <owner>;'
    )
