"""Pictures of pages are read as everybody else reads them; what lies beneath letters is found there."""

import io
import random

import pytest
from PIL import Image

from shouwang.papers.exchange.typesetting.beneath import Picture, unpacked, with_colours

SIZE = (37, 23)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("kind", ["noise", "slopes", "boxes"])
def test_a_picture_is_read_pixel_by_pixel_as_another_reader_reads_it(mode: str, kind: str) -> None:
    drawn = Image.new(mode, SIZE)
    chance = random.Random(7)
    for x in range(SIZE[0]):
        for y in range(SIZE[1]):
            level = {"noise": chance.randrange(256), "slopes": (5 * x + 3 * y) % 256, "boxes": 200 if x // 9 % 2 else 30}[kind]
            drawn.putpixel((x, y), (level, 255 - level, y * 10, 255 if x % 3 else 128)[: len(mode)])
    packed = io.BytesIO()
    drawn.save(packed, "PNG", optimize=True)
    white = Image.new("RGBA", SIZE, "white")
    white.alpha_composite(drawn.convert("RGBA"))
    picture = Picture(packed.getvalue())
    for x in range(SIZE[0]):
        for y in range(SIZE[1]):
            seen = tuple(part * 255 for part in picture.colour(x, y))
            assert seen == pytest.approx(white.getpixel((x, y))[:3], abs=1), (x, y)


@pytest.mark.parametrize("way", range(5))
def test_every_way_a_row_may_be_packed_is_read(way: int) -> None:
    above, row = (bytes(random.Random(seed).randrange(256) for _ in range(40)) for seed in (1, 2))
    assert unpacked(way, packed(way, row, above), above, 4) == row


def packed(way: int, row: bytes, above: bytes) -> bytes:
    """A row as a writer packs it, by the words of the standard."""
    left, corner = bytes(4) + row[:-4], bytes(4) + above[:-4]
    guesses = [bytes(len(row)), left, above, bytes((a + b) // 2 for a, b in zip(left, above, strict=True)), bytes(map(nearest, left, above, corner))]
    return bytes((one - guess) & 255 for one, guess in zip(row, guesses[way], strict=True))


def nearest(left: int, above: int, corner: int) -> int:
    """Whichever is nearest to left + above - corner; of equals the first."""
    return min((left, above, corner), key=lambda one: abs(left + above - corner - one))


def test_beside_the_page_there_is_nothing_to_see() -> None:
    page = io.BytesIO()
    Image.new("RGB", SIZE, (0, 0, 255)).save(page, "PNG")
    inside, outside = ([{"x": x, "y": 15, "page": 1}, {"x": x + 5, "y": 15}, {"x": x, "y": 20}] for x in (20, 400))
    [one, _right, _below, other, *_more] = with_colours([*inside, *outside], [page.getvalue()])
    assert set(one["beneath"]) == {(0, 0, 1)}
    assert other["beneath"] == []
