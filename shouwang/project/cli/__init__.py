"""The command ``shouwang``: what an operator types.

Each module in this folder is one command: ``declare`` says its options, ``run`` does it and answers the exit code.
Heavy imports happen in ``run``, so that ``--help`` comes at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from shouwang.project.cli import (
    accounts,
    certificates,
    channels,
    copies,
    demo,
    doubles,
    figures,
    imports,
    places,
    policy,
    schema,
    serving,
)
from shouwang.project.cli.frame import Failed
from shouwang.project.home import home

COMMANDS = (serving, schema, demo, places, policy, imports, figures, doubles, channels, accounts, copies, certificates)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code: 0 done, 1 refused or failed, 2 not understood."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in schema.DEVELOPERS:
        return schema.django(given)
    options = parser().parse_args(given)
    try:
        return options.run(options)
    except Failed as failure:
        sys.stderr.write(f"shouwang: {failure}\n")
        return 1
    except BrokenPipeError:  # whoever read the answer had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as failure:  # a folder that cannot be made, a disk that is full
        if not failure.strerror:
            raise
        where = f" ({failure.filename})" if failure.filename else ""
        sys.stderr.write(f"shouwang: {failure.strerror}{where}. Everything is kept in SHOUWANG_HOME, now {home()}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(prog="shouwang", description="Runs the grass-roots half of an outbreak.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.declare(commands)
    return top
