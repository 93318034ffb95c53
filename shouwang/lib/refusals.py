"""How a rule says no: a code for machines, a sentence for people, the facts that fill it."""

from typing import Any


class Refused(Exception):
    """A rule was not met. ``code`` is stable; ``sentence`` is (lazily) translated with named placeholders for ``facts``."""

    def __init__(self, code: str, sentence: Any, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


def allowed(check: Any, *arguments: Any, **named: Any) -> bool:
    """Whether ``check_x(...)`` passes: the ``can_x`` twin of any check."""
    try:
        check(*arguments, **named)
    except Refused:
        return False
    return True
