"""Steps that are skipped when nothing they depend on has changed, with visible progress. For any python3."""

import collections
import hashlib
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAMPS = ROOT / ".venv" / "stamps"
LOGS = ROOT / ".shouwang" / "log"
BEAT_SECONDS = 5
LINES_SHOWN_ON_FAILURE = 25


class Stopped(Exception):
    """A step could not be done; the message says what is missing."""


class Step:
    """A piece of work, done again only when its inputs changed or its result is gone."""

    def __init__(self, name, title, inputs, work, result=None):
        self.name = name
        self.title = title
        self.inputs = inputs
        self.work = work
        self.result = result

    def run(self):
        """Whether there was anything to do."""
        key = fingerprint(self.inputs)
        stamp = STAMPS / self.name
        if stamp.exists() and stamp.read_text() == key and (self.result is None or self.result.exists()):
            return False
        say("→ " + self.title)
        began = time.time()
        self.work()
        STAMPS.mkdir(parents=True, exist_ok=True)
        stamp.write_text(key)
        say(f"  done in {time.time() - began:.0f} s")
        return True


def fingerprint(inputs):
    """One hash over files (their content) and words."""
    total = hashlib.sha256()
    for item in inputs:
        if isinstance(item, Path):
            total.update(str(item).encode() + b"\0" + (item.read_bytes() if item.is_file() else b"-"))
        else:
            total.update(str(item).encode())
        total.update(b"\0")
    return total.hexdigest()


def files_below(folder, *skipped):
    """All files of a folder, sorted, without the folders of these names."""
    found = (file for file in Path(folder).rglob("*") if file.is_file())
    return sorted(file for file in found if not set(file.relative_to(folder).parts) & set(skipped))


def command(arguments, log, **options):
    """Run a command; its last line is shown while it works, all of it kept in a log. Raises Stopped when it fails."""
    LOGS.mkdir(parents=True, exist_ok=True)
    file = LOGS / (log + ".log")
    options.setdefault("cwd", str(ROOT))
    arguments = [str(part) for part in arguments]
    try:
        child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    except OSError as failure:
        raise Stopped(f"{arguments[0]} does not start: {failure}") from failure
    last = collections.deque(maxlen=LINES_SHOWN_ON_FAILURE)
    finished = threading.Event()
    beat = threading.Thread(target=_beat, args=(last, finished), daemon=True)
    beat.start()
    with file.open("wb") as out:
        for line in child.stdout:
            out.write(line)
            _remember(last, line.decode("utf-8", "replace").rstrip())
    finished.set()
    beat.join()
    if child.wait() != 0:
        shown = "\n".join(last)
        raise Stopped(f"{shown}\nfailed: {' '.join(arguments)}\n(all of it: {file})")


def _remember(last, line):
    """Warnings of pip about its own indexes tell the operator nothing."""
    if line.strip() and not line.startswith("WARNING: Location"):
        last.append(line)


def _beat(last, finished):
    """Every few seconds a sign of life: seconds gone and the newest line."""
    began = time.time()
    while not finished.wait(BEAT_SECONDS):
        newest = last[-1].strip() if last else "…"
        say(f"  {time.time() - began:3.0f} s  {newest[:100]}")


def say(words):
    """A line of progress."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
