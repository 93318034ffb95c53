"""Finds a headless browser and Chinese fonts for the journeys, and installs them where they are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHOSEN = "SHOUWANG_CHROMIUM"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "/System/Library/Fonts")
CHINESE_FONTS = ("Noto*CJK*", "SourceHan*", "wqy*", "PingFang*", "DroidSansFallback*", "STHeiti*", "Hiragino Sans GB*")
NO_BROWSER = (
    "No chromium was found and none could be installed. "
    "Install chromium, or name one: SHOUWANG_CHROMIUM=/path/to/chromium"
)
NO_FONTS = "No Chinese font was found and none could be installed. Install one, on Debian: apt install fonts-noto-cjk"


class Missing(Exception):
    """What the journeys need is not there; the message says how to get it."""


def find() -> str | None:
    """The browser named in ``SHOUWANG_CHROMIUM``, on the path, or fetched before by playwright's installer."""
    named = os.environ.get(CHOSEN) or next(filter(None, map(shutil.which, NAMES)), None)
    return named or _fetched()


def has_fonts() -> bool:
    """Whether some font on the machine has Chinese characters."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(next(folder.rglob(pattern), None) for folder in folders for pattern in CHINESE_FONTS)


def provide() -> str:
    """The browser's full name, installed first where needed. Raises Missing; never goes on without."""
    if not find() and not _apt("chromium"):
        _shown([sys.executable, "-m", "playwright", "install", "--with-deps" if _root() else "--no-shell", "chromium"])
    if not has_fonts() and not (_apt("fonts-noto-cjk") and has_fonts()):
        raise Missing(NO_FONTS)
    browser = find()
    if browser is None:
        raise Missing(NO_BROWSER)
    return browser


def _fetched() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _apt(package: str) -> bool:
    """Whether the package is installed now; only tried as root on a Debian system."""
    if not _root() or not shutil.which("apt-get") or not Path("/etc/debian_version").exists():
        return False
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    _shown(["apt-get", "update", "-q"], quiet)
    return _shown(["apt-get", "install", "-q", "-y", "--no-install-recommends", package], quiet)


def _shown(command: list[str], environment: dict[str, str] | None = None) -> bool:
    sys.stdout.write(f"→ {' '.join(command)}\n")
    sys.stdout.flush()
    return subprocess.run(command, env=environment, check=False).returncode == 0


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
