"""Kernel file locks: gone with the process that held them, however it ended."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """A lock on a file. Many may share it, or one may hold it alone."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: int | None = None

    def share(self) -> None:
        """Be one of many; waits while somebody holds it alone. Sharing twice is sharing once."""
        fcntl.flock(self._open(), fcntl.LOCK_SH)

    def claim(self) -> bool:
        """Hold it alone, unless another process shares it. Answers at once."""
        try:
            fcntl.flock(self._open(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold it alone inside the block; waits for everybody else."""
        fcntl.flock(self._open(), fcntl.LOCK_EX)
        try:
            yield
        finally:
            self.release()

    def _open(self) -> int:
        if self._handle is None:
            self._handle = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        return self._handle
