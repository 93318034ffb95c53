"""Keeps a few child processes alive together, and ends them together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

LOOK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a child that lived this long starts again without a pause
GRACE_SECONDS = 25.0
PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


class Child:
    """One process that is started again when it dies, more slowly each time it dies at once."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._began = self._not_before = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start it if it does not run and its pause is over."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            say(f"{self.name} ended with {self._process.returncode}; it starts again")
            self._bury(now)
        if self._process is None and now >= self._not_before:
            self._began = now
            self._process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
            )

    def ask_to_end(self) -> None:
        """Tell it to finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_until(self, deadline: float) -> None:
        """Wait for its end; after the deadline it is killed with everything it started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.1, deadline - time.monotonic()))
        self._kill_group()
        self._process.wait()

    def _bury(self, now: float) -> None:
        self._kill_group()
        self._pause = FIRST_PAUSE_SECONDS if now - self._began > STEADY_SECONDS else self._pause * 2
        self._not_before = now + min(self._pause, LONGEST_PAUSE_SECONDS)
        self._process = None

    def _kill_group(self) -> None:
        """Whatever the child itself had started goes with it; otherwise it would hold the port."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def supervise(children: Sequence[Child], each_look: Callable[[], None], say: Callable[[str], None]) -> None:
    """Keep the children running until a signal says stop, then end them all. ``each_look`` is called between."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        while not stop.is_set():
            each_look()
            for child in children:
                child.look_after(say)
            stop.wait(LOOK_SECONDS)
    finally:
        end(children)


def end(children: Sequence[Child]) -> None:
    """Ask all to end, wait for all, kill who does not."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait_until(deadline)


def _end_with_parent() -> None:
    """On Linux a child is told to end when its parent was killed and could not tell it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
