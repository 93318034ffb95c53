"""What lies beneath letters is found in the picture of the page."""

import io

from PIL import Image

from shouwang.papers.exchange.typesetting.beneath import colour, on_paper, with_colours

SIZE = (37, 23)


def test_what_is_transparent_lets_the_white_paper_through() -> None:
    drawn = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    drawn.putpixel((1, 0), (0, 0, 0, 0))
    packed = io.BytesIO()
    drawn.save(packed, "PNG")
    page = on_paper(packed.getvalue())
    assert [colour(page, x, 0) for x in range(2)] == [(1, 0, 0), (1, 1, 1)]


def test_beside_the_page_there_is_nothing_to_see() -> None:
    page = io.BytesIO()
    Image.new("RGB", SIZE, (0, 0, 255)).save(page, "PNG")
    inside, outside = ([{"x": x, "y": 15, "page": 1}, {"x": x + 5, "y": 15}, {"x": x, "y": 20}] for x in (20, 400))
    [one, _right, _below, other, *_more] = with_colours([*inside, *outside], [page.getvalue()])
    assert set(one["beneath"]) == {(0, 0, 1)}
    assert other["beneath"] == []
