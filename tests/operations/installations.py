"""An installation in a passing folder, and the command ``shouwang`` as an operator types it."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Installation:
    """A home, and the command ``shouwang`` in it."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see: no database but the own one, English words."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {"SHOUWANG_HOME": str(self.home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return self.python("-m", "shouwang", *arguments, typed=typed)

    def python(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One python process of this installation, to its end."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A python process of this installation that goes on; its error stream can be read."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen([sys.executable, *arguments], env=self.environment, text=True, **pipes)
