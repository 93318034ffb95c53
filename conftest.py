"""One database for each test process: a copy of a template that is built once for a given schema.

The ``default`` connection is the application's role in tests too, so that row-level security is really tested; a test
that needs the owner names it: ``@pytest.mark.django_db(databases=["default", "owner"])``.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache as remembered
from django.db import connections
from django.test import TransactionTestCase

from shouwang.lib import clocks
from shouwang.project import database
from shouwang.project.filelocks import FileLock
from shouwang.project.home import home
from shouwang.project.postgres import Server

ROOT = Path(__file__).parent
SCHEMA = (
    "**/migrations/*.py",
    "**/models.py",
    "**/models/*.py",
    "**/sql/*",
    "accounts/enforcement*",
    "lib/fields.py",
    "ledger/*.py",
)
FROM_OTHERS = ("django", "django-allauth", "procrastinate")
TEMPLATE = "shouwang_template_"
COPY = "shouwang_test_"
DEMO_RESIDENTS = 240
DEMO_TOWNSHIPS = ("411621101", "411621001", "411621205")
TEMPLATES_KEPT = 4  # several working states of one checkout may be tested at once


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Point both connections at this process's own copy of the template; drop it at the end."""
    with _server() as where, django_db_blocker.unblock():
        _point_at({**where, "NAME": f"{COPY}{os.getpid()}"})
        _drop_leftovers()
        _renew()
        TransactionTestCase._fixture_teardown = lambda _case: _renew()
        yield
        connections.close_all()
        with _owner() as owner:
            database.drop_database(owner, _name())


@contextmanager
def _server() -> Iterator[dict[str, str]]:
    """The server in DATABASE_URL, else one of our own that the last test process stops."""
    if database.external():
        with nullcontext({}) as nothing:
            yield nothing
        return
    own = Server(home() / "test", durable=False)
    own.ensure()
    try:
        yield own.connection_settings()
    finally:
        own.leave()


def _point_at(where: dict[str, str]) -> None:
    connections["owner"].settings_dict.update(where)
    connections["default"].settings_dict.update(where | {"USER": database.APP_ROLE})


def _renew(content: str = "") -> None:
    """Put a fresh copy in place: after a test that committed, whatever it left is gone, triggers or not."""
    connections.close_all()
    with _alone(), _owner() as owner:
        template = content or TEMPLATE + _schema_key()
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            _build(owner, template)
        database.drop_database(owner, _name())
        database.make_database(owner, _name(), template)


def _build(owner: psycopg.Connection, template: str) -> None:
    """Migrate and enforce under a passing name, so that a template is whole or not there."""
    from django.core.management import call_command

    from shouwang.accounts.enforcement import enforce, lay_ground

    draft, name = f"{template}_draft", _name()
    database.make_role(owner)
    database.drop_database(owner, draft)
    database.make_database(owner, draft)
    _point_at({"NAME": draft})
    lay_ground(connections["owner"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    enforce(connections["owner"])
    connections.close_all()
    _point_at({"NAME": name})
    owner.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')


def _drop_leftovers() -> None:
    """Old templates, and copies whose process is gone."""
    with _alone(), _owner() as owner:
        newest_first = owner.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
        templates = [name for (name,) in newest_first if name.startswith(TEMPLATE)]
        copies = [name for (name,) in newest_first if name.startswith(COPY)]
        gone = [name for name in copies if not _process_lives(name.removeprefix(COPY).partition("_")[0])]
        for name in templates[TEMPLATES_KEPT:] + gone:
            database.drop_database(owner, name)


def _process_lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass
    return True


@cache
def _schema_key() -> str:
    """A hash of everything the schema is made from."""
    package = ROOT / "shouwang"
    files = sorted({file for pattern in SCHEMA for file in package.glob(pattern)})
    parts = [file.relative_to(package).as_posix().encode() + file.read_bytes() for file in files]
    parts += [f"{name} {version(name)}".encode() for name in FROM_OTHERS]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One test process at a time builds the template."""
    folder = home() / "test"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "template.lock").exclusive():
        yield


def _owner() -> psycopg.Connection:
    return database.connect(connections["owner"].settings_dict, database.MAINTENANCE)


def _name() -> str:
    return str(connections["owner"].settings_dict["NAME"])


DEMO_NOW = datetime(2026, 3, 12, 16, 30, tzinfo=clocks.COUNTY_ZONE)


@pytest.fixture(scope="session")
def demo_template(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A small demo county on the afternoon of 12 March 2026, filled once a session; the name of its database."""
    from shouwang.demo.fill import fill

    name = f"{COPY}{os.getpid()}_demo"
    with django_db_blocker.unblock(), clocks.stopped(DEMO_NOW):
        _renew()
        fill(DEMO_RESIDENTS, say=lambda _words: None, townships=DEMO_TOWNSHIPS, a_day=24)
        connections.close_all()
        with _owner() as owner:
            database.drop_database(owner, name)
            database.make_database(owner, name, _name())
        _renew()
    yield name
    with django_db_blocker.unblock(), _owner() as owner:
        database.drop_database(owner, name)


@pytest.fixture
def demo(demo_template: str, transactional_db: None) -> Iterator[None]:
    """The demo county in the test's own database, on its afternoon, in every thread."""
    _renew(demo_template)
    with clocks.stopped_everywhere(DEMO_NOW):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Tries at sign-in and drawn boards live in the memory of the process: those of the test before do not count."""
    remembered.clear()


@pytest.fixture(autouse=True)
def _password_is_enough(settings: pytest.FixtureRequest) -> None:
    """Tests sign in without a second factor; those about it ask for it themselves."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def _messages_stay_in_the_house(settings: pytest.FixtureRequest) -> None:
    """No test sends anything to a service: messages are written down."""
    settings.MESSAGES_LEAVE_THE_HOUSE = False
