"""What lies beneath the marks of a template: read out of the picture of its pages on which the marks themselves are left out."""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from PIL import Image

PIXELS_PER_INCH = 72  # one for each point
LEFT_OF_END = (0.2, 0.6, 1.0, 1.4, 1.8)  # in the height of a letter: where a mark of two signs between two others has its letters
ABOVE_LINE = (0.2, 0.35, 0.5)
CORNERS = 3
Colour = tuple[float, float, float]


def colour(picture: Image.Image, x: int, y: int) -> Colour:
    """Red, green and blue of a pixel, each from 0 to 1."""
    pixel: Any = picture.getpixel((x, y))
    red, green, blue = (part / 255 for part in pixel[:3])
    return red, green, blue


def on_paper(png: bytes) -> Image.Image:
    """A picture of a page; what is transparent lets the white paper through."""
    page = Image.open(io.BytesIO(png)).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)


def with_colours(points: Sequence[Mapping[str, Any]], pages: Sequence[bytes]) -> list[Mapping[str, Any]]:
    """The points beside marks (three each), the first of each with the colours that lie ``beneath`` the mark's letters."""
    pictures = [on_paper(page) for page in pages]
    found: list[Mapping[str, Any]] = []
    for origin, right, below in batched(points, CORNERS):
        seen = list(_beneath(origin, right, below, pictures[origin["page"] - 1]))
        found += [{**origin, "beneath": seen}, right, below]
    return found


def _beneath(origin: Mapping[str, Any], right: Mapping[str, Any], below: Mapping[str, Any], picture: Image.Image) -> Iterator[Colour]:
    for back in LEFT_OF_END:
        for up in ABOVE_LINE:
            x, y = (origin[way] - back * (right[way] - origin[way]) - up * (below[way] - origin[way]) for way in ("x", "y"))
            if 0 <= x < picture.width and 0 <= y < picture.height:
                yield colour(picture, int(x), int(y))
