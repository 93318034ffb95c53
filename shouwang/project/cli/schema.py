"""``shouwang migrate``, and Django's own commands for developers."""

import argparse
import warnings
from typing import TYPE_CHECKING

from shouwang.project.cli.frame import Failed, answer, database_running, product, ready, say, takes_json

DEVELOPERS = ("manage", "makemigrations")

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``migrate``, ``makemigrations`` and ``manage``."""
    migrate = commands.add_parser("migrate", help="prepare or upgrade the database; safe to repeat")
    migrate.add_argument("--check", action="store_true", help="only say whether there is anything to migrate")
    takes_json(migrate)
    migrate.set_defaults(run=run)
    commands.add_parser("makemigrations", help="for developers: write migrations of changed tables", add_help=False)
    commands.add_parser("manage", help="for developers: any command of Django", add_help=False)


def run(options: argparse.Namespace) -> int:
    """Make the database and the roles, migrate as the owner, apply grants and policies."""
    if options.check:
        return check()
    with database_running():
        applied = migrate()
    answer(options, {"applied": applied}, f"The database is ready ({applied} migrations applied).")
    return 0


def check() -> int:
    """1 when the database is not there or of another version."""
    from shouwang.project.database import reachable

    with product():
        from django.db import connections

        if not reachable() or _due(connections["owner"]):
            raise Failed("The database is not prepared for this version. Run: shouwang migrate")
        check_keys()
    return 0


def check_keys(remember: bool = False) -> None:
    """Refuse keys that are not the database's; with ``remember`` a database without a mark is given one."""
    from shouwang.project import database, keys

    owner = database.databases()["owner"]
    with database.connect(owner, owner["NAME"]) as connection:
        try:
            keys.check(connection)
        except keys.OtherKeys as failure:
            raise Failed(str(failure)) from failure
        if remember:
            keys.mark(connection)


def migrate() -> int:
    """Bring the database of the running server up to date; how many migrations were applied."""
    from shouwang.project.database import prepare

    prepare()
    check_keys(remember=True)
    ready()
    from django.core.management import call_command
    from django.db import connections, transaction

    from shouwang.accounts.enforcement import enforce, lay_ground

    owner = connections["owner"]
    due = _due(owner)
    lay_ground(owner)
    if due:
        say(f"applying {due} migrations …")
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    with transaction.atomic(using="owner"):  # nobody meets a table between two policies
        enforce(owner)
    connections.close_all()
    return due


def _due(owner: "BaseDatabaseWrapper") -> int:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(owner)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def django(arguments: list[str]) -> int:
    """Run one of Django's commands: ``manage NAME …`` with a database, ``makemigrations …`` without."""
    from django.core.management import execute_from_command_line

    if arguments[0] == "manage":
        with product():
            execute_from_command_line(arguments)
        return 0
    ready()
    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    execute_from_command_line(["shouwang", *arguments])
    return 0
