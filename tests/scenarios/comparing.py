"""What was expected against what came out, line by line; what is not built yet is named."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Score:
    """Every comparison of a scenario."""

    lines: list[str] = field(default_factory=list)
    right: int = 0
    wrong: int = 0
    not_covered: list[str] = field(default_factory=list)

    def compare(self, what: str, expected: Any, got: Any) -> None:
        """Note one value."""
        same = equal(expected, got)
        self.right += same
        self.wrong += not same
        self.lines.append(f"{'ok   ' if same else 'WRONG'} {what}: expected {expected}, got {got}")

    def skip(self, what: str, why: str) -> None:
        """Note something that belongs to a feature that is not built yet."""
        self.not_covered.append(f"{what} ({why})")

    def report(self) -> str:
        """All lines, then what is not covered, then the sum."""
        uncovered = ["", f"not covered yet: {len(self.not_covered)}", *(f"  - {line}" for line in self.not_covered)]
        return "\n".join([*self.lines, *uncovered, "", f"{self.right} right, {self.wrong} wrong, {len(self.not_covered)} not covered yet"])


def equal(expected: Any, got: Any) -> bool:
    """Numbers by value, the rest by their text."""
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return isinstance(got, int | float) and abs(float(got) - float(expected)) < 0.05
    return str(expected) == str(got)
