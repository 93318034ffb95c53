"""The process that takes a file apart: the file comes in, sheets or a refusal go out, then it is over.

Each message is a length of four bytes and marshalled content: ("sheet", name, hidden, count, width, batches,
merged), ("unfit", code, most, unit) or ("end",). Whoever reads them and finds no end knows that this process was stopped.
"""

import marshal
import sys
from dataclasses import astuple
from typing import Any

from shouwang.ledger.exchange.unpacking.bounds import MOST_MEMORY, MOST_SECONDS, Unfit
from shouwang.ledger.exchange.unpacking.files import sheets


def main() -> None:
    """Read from standard input, write to standard output."""
    content = sys.stdin.buffer.read()
    _limit()
    try:
        for sheet in sheets(content):
            _say("sheet", *astuple(sheet))
    except Unfit as unfit:
        _say("unfit", unfit.code, unfit.most, unfit.unit)
    _say("end")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits: the patience of whoever waits is the only one
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _say(*message: Any) -> None:
    said = marshal.dumps(message)
    sys.stdout.buffer.write(len(said).to_bytes(4, "big") + said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
