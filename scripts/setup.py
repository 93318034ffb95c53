"""Sets a checkout up: interpreter, packages, front end, catalogues. Needs nothing but python3's standard library.

Safe to run twice: each step is skipped when nothing it depends on has changed.
"""

import os
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import interpreters
import node
from steps import ROOT, Step, Stopped, command, files_below, say

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements-dev.txt"
DESKTOP = ROOT / "desktop"
BUILT = ROOT / "shouwang" / "ui" / "static" / "ui"
ICONS = ROOT / "shouwang" / "ui" / "icons.txt"
UTF8 = dict(os.environ, PYTHONUTF8="1", PIP_DISABLE_PIP_VERSION_CHECK="1")


def main():
    """Set up; the exit code is 1 when something is missing, and the last line says what."""
    began = time.time()
    try:
        with alone():
            make_environment()
            done = [step.title for step in python_steps() if step.run()]
            done += [step.title for step in front_end_steps() if step.run()]
    except Stopped as failure:
        sys.stderr.write(f"make setup: {failure}\n")
        return 1
    say(f"Set-up: done in {time.time() - began:.0f} s." if done else "Set-up: nothing to do.")
    return 0


def make_environment():
    """A virtual environment in .venv with an interpreter that is new enough."""
    known = interpreters.ask([str(PYTHON)]) if PYTHON.exists() else None
    if known is not None and tuple(known[0]) >= interpreters.OLDEST:
        return
    found = interpreters.find()
    if found is None:
        raise Stopped(interpreters.NOT_FOUND)
    say(f"→ Virtual environment with {found}")
    shutil.rmtree(str(VENV), ignore_errors=True)
    command([found, "-m", "venv", VENV], "venv")


def python_steps():
    """Packages by the lock, the command itself, the message catalogues."""
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    locked = [*pip, "--require-hashes", "-r", LOCK]
    editable = [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT]
    described = [ROOT / "pyproject.toml", ROOT / "requirements.in", ROOT / "scripts" / "wheel.py"]
    catalogues = sorted((ROOT / "shouwang").glob("**/locale/*/LC_MESSAGES/*.po"))
    compiled = [PYTHON, ROOT / "scripts" / "catalogues.py"]
    result = catalogues[-1].with_suffix(".mo") if catalogues else None
    yield Step("packages", "Python packages", [LOCK], lambda: command(locked, "packages", env=UTF8))
    yield Step("command", "The command shouwang", described, lambda: command(editable, "command", env=UTF8))
    yield Step("catalogues", "Message catalogues", catalogues, lambda: command(compiled, "catalogues"), result)


def front_end_steps():
    """The pages' styles and scripts, from npm packages that are never committed."""
    if not (DESKTOP / "package.json").exists():
        return
    npm, environment = node.find(PYTHON)
    options = {"cwd": str(DESKTOP), "env": environment}
    packages = [DESKTOP / "package.json", DESKTOP / "package-lock.json"]
    sources = [*files_below(DESKTOP, "node_modules"), ICONS]
    modules = DESKTOP / "node_modules"
    yield Step("npm", "Front-end packages", packages, lambda: command([*npm, "ci"], "npm", **options), modules)
    build = [*npm, "run", "build"]
    yield Step("front-end", "Front end", sources, lambda: command(build, "front-end", **options), BUILT / "app.css")


@contextmanager
def alone():
    """One set-up at a time in a checkout."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = ROOT / ".shouwang"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another set-up of this checkout is at work; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
