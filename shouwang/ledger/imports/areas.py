"""Areas a file may be meant for. The tables that know them stand higher, so ``project`` supplies the answers."""

from collections.abc import Callable
from dataclasses import dataclass

from shouwang.accounts.actors import Actor

Named = list[tuple[str, str]]  # management path, name


@dataclass
class _Source:
    path_of: Callable[[str], str | None] = lambda text: text
    below: Callable[[str], Named] = lambda _path: []


_source = _Source()


def supply(path_of: Callable[[str], str | None], below: Callable[[str], Named]) -> None:
    """Say which path a path or official code means, and which areas lie one level below an area."""
    _source.path_of, _source.below = path_of, below


def path_of(text: str, actor: Actor) -> str | None:
    """The area somebody names by path or official code, if it lies in the post's area; the post's own for no text."""
    path = _source.path_of(text) if text else actor.area
    return path if path and actor.covers(path) else None


def offered(actor: Actor) -> Named:
    """The areas one level below the post's own: a sheet of one township is read with its villages in mind."""
    return _source.below(actor.area)
