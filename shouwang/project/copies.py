"""Copies of everything: one file with the database and what belongs to it, but never the keys.

The keys that open sealed fields go to a file of their own, so that a lost copy alone opens nobody's identity number.
"""

import json
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from shouwang import __version__
from shouwang.lib import clocks
from shouwang.project import binaries, database, keys
from shouwang.project.home import home, keep_secret, secret

MANIFEST = "manifest.json"
DUMP = "database.dump"
LAST_COPY = "last-copy"  # a file in home: when the last copy was written
FORMAT = 1
BLOCK_BYTES = 1024 * 1024
PROGRESS_SECONDS = 2

Say = Callable[[str], None]


class CopyFailed(Exception):
    """A copy could not be written or taken back. The message says why; nothing was changed."""


def back_up(file: Path, say: Say) -> dict[str, Any]:
    """Write the whole database to a file that appears whole or not at all. Returns its manifest.

    Raises CopyFailed when the database cannot be read or the file not written.
    """
    manifest = _manifest()
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            _write(out, manifest, say)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as failure:
        raise CopyFailed(f"{file} cannot be written: {failure.strerror}") from failure
    finally:
        draft.unlink(missing_ok=True)
    _note(manifest)
    return manifest


def last_made() -> datetime | None:
    """When the last copy of this installation was written whole; none that is known of, if it was never."""
    try:
        return datetime.fromisoformat((home() / LAST_COPY).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _note(manifest: dict[str, Any]) -> None:
    """Remember when a copy was written, for whoever watches over it; a copy counts even where this cannot be noted."""
    with suppress(OSError):
        (home() / LAST_COPY).write_text(manifest["made_at"] + "\n", "ascii")


def write_keys(file: Path) -> None:
    """Write the keys to a file only its owner may read. Raises CopyFailed rather than overwrite one."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump({name: secret(name).hex() for name in keys.NAMES}, out)
    except FileExistsError as failure:
        raise CopyFailed(f"{file} exists; keys are never written over. Choose another name.") from failure


def restore(file: Path, keys_file: Path | None, force: bool, say: Say) -> dict[str, Any]:
    """Put a copy in place of the database; the manifest of the copy.

    A database that holds tables is replaced only with ``force``, and only after the copy was read whole.
    Raises CopyFailed when the file is no copy, its keys are missing, or the database is in use or not empty.
    """
    with _opened(file) as archive:
        manifest = _read_manifest(archive)
        given = _read_keys(keys_file) if keys_file else {name: secret(name) for name in keys.SEALING}
        _check_keys(manifest, given)
        _check_target(force)
        with archive.open(DUMP) as dump:
            _put_in_place(dump, say)
    for name, key in given.items() if keys_file else ():
        keep_secret(name, key)
    return manifest


def _manifest() -> dict[str, Any]:
    owner = database.databases()["owner"]
    try:
        with database.connect(owner, owner["NAME"]) as connection:
            applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    except psycopg.Error as failure:
        raise CopyFailed("There is no prepared database to copy. Run: shouwang migrate") from failure
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": clocks.now().isoformat(timespec="seconds"),
        "keys": keys.fingerprints(),
        "migrations": [list(row) for row in applied],
    }


def _write(out: IO[bytes], manifest: dict[str, Any], say: Say) -> None:
    command = [binaries.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        with _piped(command, "stdout") as dumped, archive.open(DUMP, "w", force_zip64=True) as member:
            _pour(dumped, member, "copied", say)


def _put_in_place(dump: IO[bytes], say: Say) -> None:
    """Restore into a new database, then let it take the name of the old one."""
    name = str(database.databases()["owner"]["NAME"])
    draft = f"{name}_restoring"
    database.prepare()
    with database.maintenance() as owner:
        database.drop_database(owner, draft)
        database.make_database(owner, draft)
        try:
            _read_into(draft, dump, say)
        except CopyFailed as failure:
            database.drop_database(owner, draft)
            raise CopyFailed(f"The copy could not be read in; nothing was changed: {failure}") from failure
        database.drop_database(owner, name)
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    database.take_stock()


def _read_into(name: str, dump: IO[bytes], say: Say) -> None:
    command = [binaries.program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}"]
    with _piped(command, "stdin") as wanted:
        try:
            _pour(dump, wanted, "read", say)
        except BrokenPipeError:
            pass  # the program says itself why it stopped
        except zipfile.BadZipFile as failure:
            raise CopyFailed("it is damaged") from failure


@contextmanager
def _piped(command: list[str], stream: str) -> Iterator[IO[bytes]]:
    """The pipe into or out of one of PostgreSQL's programs. Raises CopyFailed with its own words when it fails."""
    pipe: dict[str, Any] = {stream: subprocess.PIPE}
    environment = os.environ | database.environment()
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, env=environment, stderr=words, **pipe) as running,
    ):
        yield getattr(running, stream)
        running.communicate()
        if running.returncode:
            words.seek(0)
            said = words.read().decode("utf-8", "replace").strip().splitlines()
            raise CopyFailed(f"{Path(command[0]).name}: {said[0] if said else running.returncode}")


def _pour(source: IO[bytes], target: IO[bytes], verb: str, say: Say) -> None:
    done, next_words = 0, time.monotonic() + PROGRESS_SECONDS
    while block := source.read(BLOCK_BYTES):
        target.write(block)
        done += len(block)
        if time.monotonic() > next_words:
            say(f"{done / BLOCK_BYTES:.0f} MB {verb} …")
            next_words += PROGRESS_SECONDS


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile) as failure:
        raise CopyFailed(f"{file} cannot be read as a copy made by `shouwang backup`.") from failure


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as failure:
        raise CopyFailed("The file is no copy made by `shouwang backup`.") from failure
    if manifest.get("format") != FORMAT:
        raise CopyFailed(f"The copy was made by version {manifest.get('version')}, which this version cannot read.")
    return manifest


def _read_keys(file: Path) -> dict[str, bytes]:
    try:
        content = json.loads(file.read_text("ascii"))
        given = {name: bytes.fromhex(content[name]) for name in keys.SEALING}
        return given | {name: bytes.fromhex(content[name]) for name in (keys.SIGNING,) if name in content}  # older files have none
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CopyFailed(f"{file} cannot be read as a file of keys.") from failure


def _check_keys(manifest: dict[str, Any], given: dict[str, bytes]) -> None:
    if any(manifest["keys"][name] != keys.fingerprint(given[name]) for name in keys.SEALING):
        raise CopyFailed("The copy was sealed with other keys than these. Name the file that holds them: --keys FILE")


def _check_target(force: bool) -> None:
    if not database.reachable():
        return
    owner = database.databases()["owner"]
    with database.connect(owner, owner["NAME"]) as connection:
        if _in_use(connection):
            raise CopyFailed("The database is in use. Stop the server first.")
        if not force and connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
            raise CopyFailed("The database is not empty. With --force it is replaced, and what it holds now is lost.")


def _in_use(connection: psycopg.Connection) -> bool:
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename = %s LIMIT 1"
    return connection.execute(others, [database.APP_ROLE]).fetchone() is not None
