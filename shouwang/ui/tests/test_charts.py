"""Charts are drawn to scale, leave gaps where nothing was measured, and can be read aloud."""

from xml.etree import ElementTree

import pytest
from django.utils import translation

from shouwang.ui.charts import BOTTOM, HEIGHT, TOP, Chart, Series


def chart(*values: float | None, **more: object) -> Chart:
    return Chart("T", [str(at) for at in range(len(values))], [Series("s", values)], **more)


def test_the_scale_runs_from_foot_to_top() -> None:
    drawn = chart(0, 10, 40)
    assert drawn.ticks == [0, 10, 20, 30, 40]
    heights = [dot["y"] for dot in drawn.lines[0]["dots"]]
    assert heights == [HEIGHT - BOTTOM, pytest.approx(126, abs=0.1), TOP]


def test_a_gap_lifts_the_pen() -> None:
    assert chart(1, 2, None, 3).lines[0]["path"].count("M") == 2


def test_values_at_the_threshold_are_marked() -> None:
    marked = [dot["high"] for dot in chart(37.2, 37.3, threshold=37.3, low=35, high=40).lines[0]["dots"]]
    assert marked == [False, True]


def test_values_beyond_a_fixed_scale_stay_inside_the_drawing() -> None:
    dots = chart(30, 45, low=35, high=40).lines[0]["dots"]
    assert {dot["y"] for dot in dots} == {TOP, HEIGHT - BOTTOM}


@pytest.mark.parametrize("values", [(), (None,), (0,), (0, 0), (-3, 5)])
def test_a_chart_of_little_or_nothing_is_still_drawn(values: tuple[float | None, ...]) -> None:
    for kind in ("line", "bar"):
        assert "<svg" in str(chart(*values, kind=kind))


def test_the_drawing_is_whole_and_can_be_read_aloud() -> None:
    with translation.override("zh-hans"):
        text = str(chart(36.5, None, kind="bar", unit=" °C"))
    drawing = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    assert "36.5 °C" in drawing.attrib["aria-label"]


def test_labels_are_thinned_so_that_they_do_not_touch() -> None:
    assert len(chart(*range(31)).label_marks) <= 7
