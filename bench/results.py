"""One measured line: what, its budget, what came out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A figure against its budget; both in ``unit``."""

    what: str
    budget: float
    got: float
    unit: str
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether it stays within the budget."""
        return self.got <= self.budget

    def __str__(self) -> str:
        return f"{'ok  ' if self.met else 'OVER'} {self.what}: {self.got:.0f} {self.unit} (budget {self.budget:.0f}){'  ' + self.note if self.note else ''}"


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
