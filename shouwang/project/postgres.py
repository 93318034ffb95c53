"""The embedded PostgreSQL server: made, started, shared between processes, stopped by the last one out.

It listens on a unix socket in a folder only its operating-system user may open, never on the network. Whether it
is alive is judged by a real connection, never by a file. Kernel file locks count its users, so that a killed process
counts no more the moment it is gone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from shouwang.project import binaries, ordinary_user, postgres_config
from shouwang.project.filelocks import FileLock
from shouwang.project.home import home

OWNER = "shouwang_owner"
PORT = 5432  # names the socket file; no network port is opened
SOCKET_FILE = f".s.PGSQL.{PORT}"
NOT_IN_SOCKET_PATH = set(",'\"\\")  # the setting is a list with quoting rules of its own
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 104 to 108 bytes
LONGEST_LOG_BYTES = 10_000_000
ORPHANS = "pre-existing shared memory block"  # what the server says while a killed server's children still end
QUIET_SECONDS = 2
PATIENCE_SECONDS = 600  # a large database that was killed reads its log again before it answers


class ServerFailed(Exception):
    """The server could not be made or started. The message says why and where its log is."""


class Server:
    """One database cluster in a folder of its own.

    ``durable=False`` trades safety against power loss for speed: for tests only.
    """

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.data = folder / "data"
        self.log = folder / "server.log"
        self._starting = FileLock(folder / "starting.lock")
        self._users = FileLock(folder / "users.lock")
        self._uses = 0  # by this process

    @property
    def socket(self) -> Path:
        """The folder of the unix socket: below the cluster, or a short one in /tmp where that would be too long."""
        here = self.folder / "socket"
        fits = len(os.fsencode(here / SOCKET_FILE)) <= LONGEST_SOCKET_PATH
        if fits and not set(str(here)) & NOT_IN_SOCKET_PATH:
            return here
        return Path("/tmp") / f"shouwang-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"

    def connection_settings(self) -> dict[str, str]:
        """Host, port and owner as Django's DATABASES names them. Starts nothing."""
        return {"HOST": str(self.socket), "PORT": str(PORT), "USER": OWNER}

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as the owner, in autocommit."""
        where: dict[str, Any] = {"host": str(self.socket), "port": str(PORT), "user": OWNER, "dbname": database}
        return psycopg.connect(autocommit=True, connect_timeout=5, **where)

    def ensure(self) -> None:
        """The server runs, and this process counts among its users until it ends or calls ``leave``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._starting.exclusive():
            self._users.share()
            self._start()
        self._uses += 1

    def leave(self) -> None:
        """One use by this process ends; the last process out stops the server."""
        self._uses -= 1
        if self._uses:
            return
        with self._starting.exclusive():
            if self._users.claim():
                self._stop()
            self._users.release()

    def revive(self) -> None:
        """Start the server again if its process is gone; for a process that counts among its users already."""
        if self.process() is None:
            with self._starting.exclusive():
                self._start()

    def alive(self) -> bool:
        """Whether the server answers a query."""
        try:
            with self.connect() as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def process(self) -> int | None:
        """The process id of this cluster's server, also while it starts up or shuts down; None when there is none."""
        pid = _first_number(self.data / "postmaster.pid")
        return pid if pid and str(self.data) in _command_line(pid) else None

    def _start(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.alive():
            if time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL does not answer; see {self.log}")
            if self.process() is not None or not self._launch():
                time.sleep(0.05)

    def _launch(self) -> bool:
        """Start the server. False when what a killed server left behind still dies, and a second try will do."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        _make_private(self.socket)
        self._clear_strangers_marks()
        self._trim_log()
        postgres_config.write(self.data, self.socket, self.durable)
        try:
            self._run("pg_ctl", "start", "-D", str(self.data), "-w", "-t", str(PATIENCE_SECONDS), "-l", str(self.log))
        except ServerFailed as failure:
            if self._last_words(ORPHANS):
                return False
            raise ServerFailed(f"{failure} {self._last_words('FATAL')}") from failure
        return True

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a killed start leaves nothing half."""
        ordinary_user.hand_over(self.folder)
        draft = self.folder / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        sync = [] if self.durable else ["--no-sync"]
        self._run("initdb", "-D", str(draft), "-U", OWNER, *sync, *postgres_config.locale(binaries.major()))
        draft.rename(self.data)

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != binaries.major():
            raise ServerFailed(
                f"The database in {self.data} was made by PostgreSQL {made_by}, but this is PostgreSQL "
                f"{binaries.major()}. Back up with the version before, then restore with this one."
            )

    def _clear_strangers_marks(self) -> None:
        """After a reboot the number in a dead server's lock file may be a stranger's; the server would wait for it."""
        for mark in (self.data / "postmaster.pid", self.socket / f"{SOCKET_FILE}.lock"):
            pid = _first_number(mark)
            if pid and _exists(pid):
                mark.unlink()

    def _trim_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.before"))

    def _last_words(self, holding: str) -> str:
        """The last lines of the server's log that hold these words."""
        lines = self.log.read_text("utf-8", "replace").splitlines()[-10:] if self.log.exists() else []
        return " ".join(line for line in lines if holding in line)

    def _stop(self) -> None:
        if self.process() is not None:
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(PATIENCE_SECONDS))

    def _run(self, name: str, *arguments: str) -> None:
        command, options = ordinary_user.command([binaries.program(name), *arguments])
        output = self.folder / "command.log"
        with output.open("wb") as out:  # a file, no pipe: the server inherits it and would hold a pipe open
            streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": subprocess.STDOUT}
            try:
                running = subprocess.Popen(command, **streams, **options)
            except PermissionError as failure:
                raise ServerFailed(f"{command[0]} may not be run by the account PostgreSQL runs as.") from failure
            code = _wait(running, f"PostgreSQL: {name} is at work …")
        if code:
            said = output.read_text("utf-8", "replace").strip().splitlines()[-2:]
            raise ServerFailed(f"{name}: {' '.join(said)} (log: {self.log})")


_here: dict[Path, Server] = {}


def embedded() -> Server:
    """This installation's own server, below home. Starts nothing."""
    folder = home() / "postgres"
    return _here.setdefault(folder, Server(folder))


def connection_settings() -> dict[str, str]:
    """How to reach this installation's own server. Starts nothing."""
    return embedded().connection_settings()


def ensure() -> None:
    """This installation's own server runs, and stays when this process ends."""
    embedded().ensure()


@contextmanager
def server() -> Iterator[Server]:
    """This installation's own server runs inside the block; the last process out stops it."""
    own = embedded()
    own.ensure()
    try:
        yield own
    finally:
        own.leave()


def _command_line(pid: int) -> str:
    """What a process was started with; empty for one that is gone or only waits to be buried."""
    if (Path("/proc") / "self").exists():
        try:
            return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout


def _first_number(file: Path) -> int:
    """Zero where there is none."""
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _wait(process: subprocess.Popen[Any], words: str) -> int:
    """The exit code; says the words when it takes long."""
    try:
        return process.wait(QUIET_SECONDS)
    except subprocess.TimeoutExpired:
        _say(words)
        return process.wait()


def _make_private(folder: Path) -> None:
    """The folder exists, is ours and nobody else may open it; a stranger's folder of that name is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or not ordinary_user.owns(folder):
        raise ServerFailed(f"{folder} belongs to another user of this machine; remove it first.")
    ordinary_user.hand_over(folder)
    folder.chmod(0o700)


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
