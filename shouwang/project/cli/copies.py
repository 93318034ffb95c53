"""``shouwang backup`` and ``shouwang restore``."""

import argparse
from pathlib import Path

from shouwang.project.cli.frame import Failed, answer, database_running, say, takes_json

KEYS_APART = (
    "The keys are not in it. Without them sealed identity numbers and phones stay unreadable: "
    "save them once with --keys FILE and keep that file somewhere else."
)


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``backup`` and ``restore``."""
    backup = commands.add_parser("backup", help="copy the whole database to one file; the server may run meanwhile")
    backup.add_argument("file", type=Path, metavar="FILE", help="where to write the copy")
    backup.add_argument("--keys", type=Path, metavar="FILE", help="also write the keys, to this file: keep it apart")
    takes_json(backup)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="put a copy in place of the database; stop the server first")
    restore.add_argument("file", type=Path, metavar="FILE", help="a copy written by backup")
    restore.add_argument("--keys", type=Path, metavar="FILE", help="the keys, where this machine has others")
    restore.add_argument("--force", action="store_true", help="replace a database that is not empty")
    takes_json(restore)
    restore.set_defaults(run=run_restore)


def run_backup(options: argparse.Namespace) -> int:
    """Write the copy, and the keys where asked."""
    from shouwang.project.copies import CopyFailed, back_up, write_keys

    try:
        with database_running():
            if options.keys:
                write_keys(options.keys)
            manifest = back_up(options.file, say)
    except CopyFailed as failure:
        raise Failed(str(failure)) from failure
    size = options.file.stat().st_size
    facts = {"file": str(options.file), "bytes": size, "made_at": manifest["made_at"], "keys": bool(options.keys)}
    answer(options, facts, f"{options.file}: {size / 1e6:.1f} MB.")
    if not options.keys:
        say(KEYS_APART)
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Put the copy in place and bring it up to this version."""
    from shouwang.project.cli.schema import migrate
    from shouwang.project.copies import CopyFailed, restore

    try:
        with database_running():
            manifest = restore(options.file, options.keys, options.force, say)
            applied = migrate()
    except CopyFailed as failure:
        raise Failed(str(failure)) from failure
    facts = {"made_at": manifest["made_at"], "version": manifest["version"], "applied": applied}
    answer(options, facts, f"The database is as it was at {manifest['made_at']}.")
    return 0
