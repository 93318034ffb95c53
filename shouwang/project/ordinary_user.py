"""As whom PostgreSQL runs: it refuses to be root, so root hands it to somebody else."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

NAMESPACE = ("unshare", "--user", "--map-user=1000")
ACCOUNTS = ("postgres", "nobody")


class NoOrdinaryUser(Exception):
    """Nobody was found who may run the server here. The message says what to do."""


@cache
def in_namespace() -> tuple[str, ...]:
    """What to put before a command so that root is user 1000 inside; empty for others, and where it is not allowed."""
    if not _root() or not shutil.which(NAMESPACE[0]):
        return ()
    return () if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode else NAMESPACE


@cache
def stand_in() -> tuple[int, int] | None:
    """User and group who run the server for root where there are no user namespaces, as in most containers."""
    if not _root() or in_namespace():
        return None
    import pwd

    known = {entry.pw_name: (entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    return next((known[name] for name in ACCOUNTS if name in known), None)


def command(words: list[str]) -> tuple[list[str], dict[str, Any]]:
    """A command as the ordinary user runs it, and the options of Popen that belong to it."""
    if not _root() or in_namespace():
        return [*in_namespace(), *words], {}
    if (user := stand_in()) is None:
        raise NoOrdinaryUser(
            "PostgreSQL does not run as root, and this machine has neither user namespaces nor an account nobody. "
            "Run as an ordinary user, or set DATABASE_URL to a running server."
        )
    return words, {"user": user[0], "group": user[1], "extra_groups": [], "cwd": "/"}


def hand_over(folder: Path) -> None:
    """Give a folder to the stand-in. Raises NoOrdinaryUser when a folder above keeps others out."""
    if (user := stand_in()) is None:
        return
    closed = next((above for above in folder.parents if not above.stat().st_mode & 0o001), None)
    if closed:
        raise NoOrdinaryUser(
            f"PostgreSQL does not run as root, and no other account may enter {closed}. "
            "Keep everything elsewhere: SHOUWANG_HOME=/var/lib/shouwang"
        )
    os.chown(folder, *user)


def owns(folder: Path) -> bool:
    """Whether a folder belongs to us or to the stand-in."""
    user = stand_in()
    return folder.stat().st_uid in {os.geteuid(), user[0] if user else os.geteuid()}


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
