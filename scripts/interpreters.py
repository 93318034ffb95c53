"""Finds a Python that is new enough. Runs under any python3, so it keeps to old words."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 12)
PREFERRED = ((3, 13), (3, 14), (3, 12))
ASK = "import sys, json, ensurepip, venv; print(json.dumps([list(sys.version_info[:2]), sys.executable]))"
NOT_FOUND = (
    "Python 3.12 or newer was not found on the path, under pyenv or by `py`: install Python 3.13 "
    "(Debian and Ubuntu: apt install python3 python3-venv; any system: https://www.python.org/downloads/)."
)


def find():
    """The full name of the best interpreter, or None."""
    for version in PREFERRED:
        for command in candidates(version):
            answer = ask(command)
            if answer is not None and tuple(answer[0]) == version:
                return answer[1]
    return None


def candidates(version):
    """The commands that may start this version, each as a list."""
    name = "{}.{}".format(*version)
    yield ["python" + name]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for folder in sorted(pyenv.glob(name + ".*"), reverse=True):
        yield [str(folder / "bin" / "python")]
    if shutil.which("py"):
        yield ["py", "-" + name]
    yield ["python3"]
    yield [sys.executable]


def ask(command):
    """Version and place of the interpreter a command starts; None where it does not run or cannot make a venv."""
    try:
        done = subprocess.run([*command, "-c", ASK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
        return json.loads(done.stdout.decode()) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
