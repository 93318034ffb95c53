"""``shouwang serve``: web and worker live together, come back when they die, and end together."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.operations.installations import Installation, free_port

pytestmark = pytest.mark.slow
LONGEST_WAIT_SECONDS = 60


def until(asked: Callable[[], bool]) -> bool:
    """Wait for something to become true."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        if asked():
            return True
        time.sleep(0.2)
    return False


class Served:
    """A running ``shouwang serve``."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        self.home = installation.home
        self.process = installation.start("-m", "shouwang", "serve", "--port", str(self.port), "--workers", "1")

    def answers(self) -> bool:
        """Whether the sign-in page comes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/account/login/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def child(self, word: str) -> int:
        """The process id of the child whose command has this word; 0 while there is none."""
        shown = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return next((int(line.split()[0]) for line in shown.stdout.splitlines() if word in line), 0)

    def database(self) -> int:
        """The process id of the database server."""
        return int((self.home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def served(prepared: Installation) -> Iterator[Served]:
    running = Served(prepared)
    try:
        assert until(running.answers), "no first page"
        yield running
    finally:
        running.process.terminate()
        running.process.communicate(timeout=60)


def gone(pid: int) -> bool:
    """Whether a process has ended."""
    file = Path(f"/proc/{pid}/cmdline")
    return not file.exists() or not file.read_bytes()


def test_on_sigterm_web_worker_and_database_end_and_the_exit_code_is_0(served: Served) -> None:
    children = [served.child("granian"), served.child("procrastinate"), served.database()]
    assert all(children)

    served.process.send_signal(signal.SIGTERM)
    _, said = served.process.communicate(timeout=60)

    assert served.process.returncode == 0
    assert f"http://127.0.0.1:{served.port}/" in said
    assert all(until(lambda pid=pid: gone(pid)) for pid in children)


def test_a_killed_child_and_a_killed_database_come_back(served: Served) -> None:
    web, worker, database = served.child("granian"), served.child("procrastinate"), served.database()
    for pid in (database, web, worker):
        os.kill(pid, signal.SIGKILL)

    assert until(lambda: served.child("granian") not in (0, web) and served.answers())
    assert until(lambda: served.child("procrastinate") not in (0, worker))
    assert served.database() != database


def test_children_end_when_their_supervisor_is_killed(served: Served) -> None:
    children = [served.child("granian"), served.child("procrastinate")]
    served.process.kill()
    assert all(until(lambda pid=pid: gone(pid)) for pid in children)


def test_a_taken_port_is_refused_before_anything_starts(prepared: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = prepared.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port" in done.stderr


def test_an_unprepared_database_is_refused_in_words(empty: Installation) -> None:
    done = empty.run("serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "shouwang migrate" in done.stderr
