"""What lies beneath the marks of a template: read out of the picture of its pages on which the marks themselves are left out."""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, batched
from typing import Any

PIXELS_PER_INCH = 72  # one for each point
LEFT_OF_END = (0.2, 0.6, 1.0, 1.4, 1.8)  # in the height of a letter: where a mark of two signs between two others has its letters
ABOVE_LINE = (0.2, 0.35, 0.5)
CORNERS = 3
HEAD = 8  # bytes that say that it is a picture
CHANNELS = {2: 3, 6: 4}  # of a PNG's colour types: without and with opacity
Colour = tuple[float, float, float]


class Picture:
    """A PNG picture of eight bits a channel, read row by row as far down as it is looked at."""

    def __init__(self, png: bytes) -> None:
        pieces = list(_pieces(png))
        head = next(data for kind, data in pieces if kind == b"IHDR")
        self.width, self.height, _depth, kind = struct.unpack(">IIBB", head[:10])
        self.channels = CHANNELS[kind]
        self._packed = zlib.decompress(b"".join(data for kind, data in pieces if kind == b"IDAT"))
        self._rows: list[bytes] = []

    def colour(self, x: int, y: int) -> Colour:
        """Red, green and blue of a pixel, each from 0 to 1; what is transparent lets the white paper through."""
        while len(self._rows) <= y:
            self._rows.append(self._next_row())
        pixel = self._rows[y][x * self.channels : (x + 1) * self.channels]
        opacity = pixel[3] / 255 if self.channels > len(pixel[:3]) else 1
        red, green, blue = (part / 255 * opacity + 1 - opacity for part in pixel[:3])
        return red, green, blue

    def _next_row(self) -> bytes:
        length = self.width * self.channels
        start = len(self._rows) * (length + 1)
        packed = self._packed[start + 1 : start + 1 + length]
        return unpacked(self._packed[start], packed, self._rows[-1] if self._rows else bytes(length), self.channels)


def _pieces(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = HEAD
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def unpacked(way: int, packed: bytes, above: bytes, step: int) -> bytes:
    """A row of bytes as they were before the picture was packed (PNG, 9.2: none, left, above, mean of both, nearest of three)."""
    if way == 0:
        return packed
    if way == 1:
        row = bytearray(len(packed))
        for channel in range(step):
            row[channel::step] = bytes(accumulate(packed[channel::step], _sum))
        return bytes(row)
    if way == 2:
        return above if not any(packed) else bytes((one + over) & 255 for one, over in zip(packed, above, strict=True))
    row = bytearray(step) + bytearray(packed)
    for at, (one, over, corner) in enumerate(zip(packed, above, bytes(step) + above[:-step], strict=True)):
        left = row[at]
        row[at + step] = (one + ((left + over) // 2 if way == 3 else _nearest(left, over, corner))) & 255
    return bytes(row[step:])


def _sum(one: int, more: int) -> int:
    return (one + more) & 255


def _nearest(left: int, above: int, corner: int) -> int:
    if above == corner:
        return left
    if left == corner:
        return above
    to_left, to_above, to_corner = abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)
    if to_left <= to_above and to_left <= to_corner:
        return left
    return above if to_above <= to_corner else corner


def with_colours(points: Sequence[Mapping[str, Any]], pages: Sequence[bytes]) -> list[Mapping[str, Any]]:
    """The points beside marks (three each), the first of each with the colours that lie ``beneath`` the mark's letters."""
    pictures = [Picture(page) for page in pages]
    found: list[Mapping[str, Any]] = []
    for origin, right, below in batched(points, CORNERS):
        seen = list(_beneath(origin, right, below, pictures[origin["page"] - 1]))
        found += [{**origin, "beneath": seen}, right, below]
    return found


def _beneath(origin: Mapping[str, Any], right: Mapping[str, Any], below: Mapping[str, Any], picture: Picture) -> Iterator[Colour]:
    for back in LEFT_OF_END:
        for up in ABOVE_LINE:
            x, y = (origin[way] - back * (right[way] - origin[way]) - up * (below[way] - origin[way]) for way in ("x", "y"))
            if 0 <= x < picture.width and 0 <= y < picture.height:
                yield picture.colour(int(x), int(y))
