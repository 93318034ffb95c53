"""What commands share: the database running, Django ready, answers in two forms, failures in one sentence."""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shouwang.accounts.actors import Actor

BEAT_SECONDS = 2


class Failed(Exception):
    """A command could not do what was asked. The message is all the operator sees."""


@contextmanager
def database_running() -> Iterator[None]:
    """The embedded server runs inside the block; nothing to do where DATABASE_URL names another."""
    from shouwang.project import database
    from shouwang.project.binaries import NoPostgres

    try:
        with nullcontext() if database.external() else _embedded():
            yield
    except (NoPostgres, database.NoDatabase) as failure:
        raise Failed(str(failure)) from failure


@contextmanager
def _embedded() -> Iterator[None]:
    from shouwang.project.ordinary_user import NoOrdinaryUser
    from shouwang.project.postgres import ServerFailed, server

    try:
        with server():
            yield
    except (ServerFailed, NoOrdinaryUser) as failure:
        raise Failed(str(failure)) from failure


@contextmanager
def product() -> Iterator[None]:
    """The database runs, Django is ready, and refusals and database failures become one sentence."""
    with database_running():
        ready()
        from django.db import InterfaceError, OperationalError, ProgrammingError, connections

        from shouwang.lib.refusals import Refused

        try:
            yield
        except Refused as refusal:
            raise Failed(f"{refusal} [{refusal.code}]") from refusal
        except ProgrammingError as failure:
            if "does not exist" not in str(failure):
                raise
            raise Failed("The database is not prepared. Run: shouwang migrate") from failure
        except (OperationalError, InterfaceError) as failure:
            first_line = str(failure).partition("\n")[0]
            raise Failed(f"The database stopped answering; run the command again ({first_line})") from failure
        finally:
            connections.close_all()


def ready() -> None:
    """Django is set up and speaks the terminal's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.project.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(terminal_language())


def terminal_language() -> str:
    """The language of the terminal among those the product speaks; English where it says nothing."""
    said = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").lower()
    if said.startswith(("zh_tw", "zh_hk", "zh_mo", "zh_hant")):
        return "zh-hant"
    return "zh-hans" if said.startswith("zh") else "en"


def takes_json(command: argparse.ArgumentParser) -> None:
    """The command answers, to people in words and to programs in JSON."""
    command.add_argument("--json", action="store_true", help="answer as one JSON object")


def takes_area(command: argparse.ArgumentParser, required: bool = False) -> None:
    """The command takes an area."""
    command.add_argument("--area", required=required, metavar="CODE", help="management path (0…) or official code")


def area_path(text: str) -> str:
    """The management path of a path or an official code. Raises Failed for what is no area."""
    from shouwang.places.reads import path_of

    if path := path_of(text):
        return path
    raise Failed(f"There is no area {text}.")


@contextmanager
def operator() -> "Iterator[Actor]":
    """One transaction as the operator at the machine, who may do everything below the whole tree."""
    from shouwang.accounts.actors import system
    from shouwang.accounts.scope import acting_as

    with acting_as(system()) as actor:
        yield actor


def answer(options: argparse.Namespace, facts: dict[str, Any], words: str) -> None:
    """Print the answer in the form asked for."""
    if options.json:
        from django.core.serializers.json import DjangoJSONEncoder

        words = json.dumps(facts, ensure_ascii=False, cls=DjangoJSONEncoder)
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@contextmanager
def working(words: str) -> Iterator[None]:
    """A sign of life every few seconds while the block works."""
    done = threading.Event()

    def beat() -> None:
        began = time.monotonic()
        while not done.wait(BEAT_SECONDS):
            say(f"{words} … {time.monotonic() - began:.0f} s")

    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def say(words: str) -> None:
    """Progress, on the error stream so that answers stay clean."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
