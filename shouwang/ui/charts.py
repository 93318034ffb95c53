"""Small line and bar charts, drawn as SVG on the server: they print, need no script, and are read aloud as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from shouwang.ui import formats
from shouwang.ui.cells import Piece

WIDTH, HEIGHT = 400, 190  # units of the drawing; it scales to its place
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 12, 26
STEPS = (1, 2, 5, 10)
GRID_LINES = 4
MOST_LABELS = 7


@dataclass(frozen=True)
class Series:
    """One line or one set of bars: a name and a value for each label; None leaves a gap.

    ``notes`` says something about single points: "late" or "reported" draws them otherwise, "missing" marks a gap on the axis.
    """

    name: Any
    values: Sequence[float | None]
    tone: str = "1"
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Chart(Piece):
    """A chart over labels. ``threshold`` draws a dashed line; ``low`` and ``high`` hold the scale where it is known."""

    title: Any
    labels: Sequence[Any]
    series: Sequence[Series]
    kind: str = "line"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    threshold: float | None = None
    threshold_label: Any = ""

    def __html__(self) -> str:
        """The chart as an SVG figure."""
        return render_to_string("ui/chart.html", {"chart": self, "width": WIDTH, "height": HEIGHT})

    @property
    def plain(self) -> Any:
        """The values as a sentence."""
        return self.spoken

    @property
    def ticks(self) -> list[float]:
        """Round values for the grid lines, from the foot of the scale to above the highest value."""
        known = [value for series in self.series for value in series.values if value is not None]
        known += [self.threshold] if self.threshold is not None else []
        low = self.low if self.low is not None else min([0.0, *known])
        high = self.high if self.high is not None else max([*known, low + 1])
        return _round_ticks(low, high)

    @property
    def grid(self) -> list[dict[str, Any]]:
        """The grid lines with their height and label."""
        return [
            {"y": self._y(tick), "label": formats.number(round(tick, 2) if tick % 1 else int(tick))}
            for tick in self.ticks
        ]

    @property
    def threshold_y(self) -> float | None:
        """Where the threshold is drawn."""
        return None if self.threshold is None else self._y(self.threshold)

    @property
    def label_marks(self) -> list[dict[str, Any]]:
        """Labels under the axis, thinned so that they do not touch."""
        every = -(-len(self.labels) // MOST_LABELS) or 1
        return [{"x": self._x(at), "text": text} for at, text in enumerate(self.labels) if at % every == 0]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each series as path data (a gap lifts the pen) and dots."""
        return [
            {"series": s, "path": self._path(s.values), "dots": self._dots(s), "gaps": self._gaps(s)}
            for s in self.series
        ]

    @property
    def bars(self) -> list[dict[str, Any]]:
        """Each value as a rectangle on the axis; series stand side by side."""
        share = self._slot() * 0.7 / max(len(self.series), 1)
        return [
            self._bar(at, rank, value, share, series)
            for rank, series in enumerate(self.series)
            for at, value in enumerate(series.values)
            if value is not None
        ]

    @property
    def spoken(self) -> str:
        """The chart as a sentence of values, for those who do not see it."""
        return "; ".join(f"{s.name}: {self._spoken_values(s)}" for s in self.series)

    def _spoken_values(self, series: Series) -> str:
        pairs = zip(self.labels, series.values, strict=True)
        return ", ".join(f"{label} {formats.number(value)}{self.unit}" for label, value in pairs)

    def _bar(self, at: int, rank: int, value: float, width: float, series: Series) -> dict[str, Any]:
        foot, top = self._y(max(self.ticks[0], 0)), self._y(value)
        x = self._x(at) - width * len(self.series) / 2 + width * rank
        return {
            "x": round(x, 1),
            "y": min(top, foot),
            "width": round(width * 0.92, 1),
            "height": round(abs(foot - top), 1),
            "tone": series.tone,
            "value": formats.number(value),
            "label": self.labels[at],
            "name": series.name,
        }

    def _gaps(self, series: Series) -> list[dict[str, Any]]:
        """Where something is missing: a mark on the axis."""
        return [
            {"x": self._x(at), "y": HEIGHT - BOTTOM, "label": self.labels[at]}
            for at, note in enumerate(series.notes)
            if note == "missing"
        ]

    def _dots(self, series: Series) -> list[dict[str, Any]]:
        return [
            {
                "x": self._x(at),
                "y": self._y(value),
                "label": self.labels[at],
                "value": formats.number(value),
                "high": self._is_high(value),
                "note": series.notes[at] if series.notes else "",
            }
            for at, value in enumerate(series.values)
            if value is not None
        ]

    def _is_high(self, value: float) -> bool:
        return self.threshold is not None and value >= self.threshold

    def _path(self, values: Sequence[float | None]) -> str:
        drawn, pen_down = [], False
        for at, value in enumerate(values):
            if value is not None:
                drawn.append(f"{'L' if pen_down else 'M'}{self._x(at)} {self._y(value)}")
            pen_down = value is not None
        return " ".join(drawn)

    def _slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(len(self.labels), 1)

    def _x(self, at: int) -> float:
        return round(LEFT + self._slot() * (at + 0.5), 1)

    def _y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        part = (min(max(value, low), high) - low) / (high - low)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)


def _round_ticks(low: float, high: float) -> list[float]:
    step = _round_step((high - low) / GRID_LINES)
    first = int(low // step)
    last = -int(-high // step)
    return [round(count * step, 6) for count in range(first, max(last, first + 1) + 1)]


def _round_step(rough: float) -> float:
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    return next(power * step for step in STEPS if power * step >= rough)
