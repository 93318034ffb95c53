"""Where this installation keeps what is its own: the embedded database, secrets, logs, stamps."""

import hashlib
import os
import re
import secrets
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SECRET_BYTES = 32


def home() -> Path:
    """``$SHOUWANG_HOME``, else ``.shouwang`` in a source checkout, else the user's data folder. Not created here."""
    if chosen := os.environ.get("SHOUWANG_HOME"):
        return Path(chosen).expanduser().absolute()
    return CHECKOUT / ".shouwang" if in_checkout() else _user_data() / "shouwang"


def in_checkout() -> bool:
    """Whether the package runs from its source folder, not from an installed wheel."""
    return (CHECKOUT / "pyproject.toml").is_file()


def private_folder(*names: str) -> Path:
    """A folder below home that only this operating-system user may open; made when missing."""
    folder = home().joinpath(*names)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def secret(name: str) -> bytes:
    """A secret of 32 bytes: from the environment (``SHOUWANG_<NAME>``), else kept in home, generated once.

    In the environment 64 hexadecimal digits are the bytes themselves; any other text is hashed to 32 bytes.
    """
    if given := os.environ.get(f"SHOUWANG_{name.upper()}"):
        return _from_text(given)
    file = secret_file(name)
    if not file.exists():
        _write_once(file, secrets.token_hex(SECRET_BYTES))
    return _from_text(file.read_text("ascii").strip())


def keep_secret(name: str, value: bytes) -> None:
    """Keep this value from now on; another one that was kept before is set aside, not lost."""
    file = secret_file(name)
    if file.exists():
        if _from_text(file.read_text("ascii").strip()) == value:
            return
        file.rename(file.with_name(f"{name}.before.{secrets.token_hex(4)}"))
    _write_once(file, value.hex())


def secret_file(name: str) -> Path:
    """The file that keeps a secret."""
    return home() / "secrets" / name


def _from_text(text: str) -> bytes:
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    return hashlib.sha256(text.encode()).digest()


def _write_once(file: Path, text: str) -> None:
    """Write a file that appears whole or not at all; of two processes at once the first wins."""
    private_folder("secrets")
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _user_data() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
