"""Hands a print to a process of its own and takes back what it made."""

import json
import marshal
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from math import hypot
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import shouwang
from shouwang.papers.exchange.typesetting.beneath import CORNERS
from shouwang.papers.exchange.typesetting.bounds import AT_ONCE, MOST_BYTES, PATIENCE, Broken, Fault

PROGRAM = [sys.executable, "-m", "shouwang.papers.exchange.typesetting"]
NO_NETWORK = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
HOUSE = "house.typ"
MAIN = "main.typ"
BENEATH = "beneath.typ"  # the same print without the letters of the marks
places = BoundedSemaphore(AT_ONCE)

SMALLEST = 5  # points: smaller letters are not printed to be read
LEAST_CONTRAST = 4.5  # to what lies beneath (WCAG 2.2, 1.4.3); the grey of the house has 5.9 on white
NARROW = 5  # of so many places one may lie on a line or the edge of a box: what is worse elsewhere counts
# Beside each mark three points that are not printed: where they come to lie says how large a letter is there, whatever turned or shrank it.
RULES = """
#let paints(fill) = if type(fill) == color { (fill,) } else if type(fill) == gradient { fill.stops().map(stop => stop.first()) } else { () }
#let point(name, corner) = context [#metadata((name: name, corner: corner, x: here().position().x / 1pt, y: here().position().y / 1pt,
  wide: if page.flipped { page.height } else { page.width } / 1pt, high: if page.flipped { page.width } else { page.height } / 1pt,
  page: here().page(), paints: paints(text.fill).map(paint => rgb(paint).components().map(part => part / 100%)),
))<seen>]
#let told(name) = box(width: 0pt, height: 0pt, {
  place(point(name, "origin")); place(dx: 1em, point(name, "right")); place(dy: 1em, point(name, "below"))
})
"""

LEFT_OUT = "text(fill: rgb(0, 0, 0, 0), stroke: none, it)"  # takes its place, but shows what lies beneath
WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Print:
    """How a mark is printed: the height of its letters in points as they come out, its contrast to what lies beneath, whether it lies on the page."""

    name: str
    size: float
    contrast: float
    inside: bool

    @property
    def is_legible(self) -> bool:
        """Whether it can be read."""
        return self.inside and self.size >= SMALLEST and self.contrast >= LEAST_CONTRAST


Papers = Sequence[tuple[str, str, Mapping[str, Any]]]  # the template's source, the house's, what the paper says


def typeset(papers: Papers, *, timestamp: int) -> bytes:
    """Papers one after the other as one PDF; the same bytes for the same content and ``timestamp``. Raises Broken."""
    return _run(papers, "pdf", timestamp=timestamp)


def pictures(papers: Papers) -> list[bytes]:
    """The pages of papers as PNG pictures. Raises Broken."""
    return _run(papers, "png")


def seen(source: str, house: str, content: Mapping[str, Any], marks: Mapping[str, str]) -> dict[str, Print]:
    """How some marks (by name) are printed on the paper that a template makes of a content, each where it is read best. Raises Broken."""
    shown, left_out = (RULES + "".join(_rule(name, mark, way) for name, mark in marks.items()) for way in ("it", LEFT_OUT))
    told = _run([(source, house, content)], "seen", rules=shown, beneath=left_out)
    found: dict[str, Print] = {}
    for points in batched(told, CORNERS):
        one = _print(points)
        found[one.name] = max(one, found.get(one.name, one), key=lambda known: (known.is_legible, known.size))
    return found


def _print(points: Sequence[Mapping[str, Any]]) -> Print:
    """What the three points beside a mark say of it."""
    origin, right, below = points
    size = min(hypot(corner["x"] - origin["x"], corner["y"] - origin["y"]) for corner in (right, below))
    inside = 0 <= origin["x"] <= origin["wide"] and 0 <= origin["y"] <= origin["high"]
    return Print(origin["name"], size, _contrast_of(origin["paints"], origin["beneath"] or [WHITE]), inside)


def _contrast_of(paints: Sequence[Sequence[float]], beneath: Sequence[Sequence[float]]) -> float:
    """The contrast of letters to what lies beneath them, the worst of their colours; 1 where they have no colour."""
    by_place = sorted(min((_contrast(paint, under) for paint in paints), default=1.0) for under in beneath)
    return by_place[len(by_place) // NARROW]


def _contrast(paint: Sequence[float], under: Sequence[float]) -> float:
    """The contrast of a colour (red, green, blue, opacity, each 0-1) on another, as WCAG 2.2 counts it: from 1 to 21."""
    mixed = [part * paint[3] + below * (1 - paint[3]) for part, below in zip(paint[:3], under, strict=True)]
    dark, bright = sorted((_light(mixed), _light(under)))
    return (bright + 0.05) / (dark + 0.05)


def _light(colour: Sequence[float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rule(name: str, mark: str, way: str) -> str:
    return f"#show {json.dumps(mark, ensure_ascii=False)}: it => {way} + told({json.dumps(name)})\n"


def looks(source: str, house: str, contents: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """What the paper of each content looks like, as a digest of its picture: the same for papers that nobody could tell apart. Raises Broken."""
    variants = [json.dumps([{**said, "design": 0}]) for said in contents]
    return _run([(source, house, contents[0])], "looks", variants=variants)


def _run(papers: Papers, want: str, *, rules: str = "", beneath: str = "", timestamp: int = 0, variants: Sequence[str] = ()) -> Any:
    files, numbers = _files(papers)
    content = [{**said, "design": number} for number, (_source, _house, said) in zip(numbers, papers, strict=True)]
    files[MAIN] = _main(max(numbers, default=-1) + 1, rules)
    files |= {BENEATH: _main(max(numbers) + 1, beneath)} if beneath else {}
    asked = {"files": files, "main": MAIN, "beneath": BENEATH, "inputs": {"papers": json.dumps(content)}, "want": want, "timestamp": timestamp, "variants": list(variants)}
    kind, *answer = _asked(marshal.dumps(asked))
    if kind == "fault":
        raise Broken("template", Fault(answer[1] if answer[0].startswith("design") else 0, answer[2]))
    return answer[0]


def _files(papers: Papers) -> tuple[dict[str, str], list[int]]:
    """Every template once, each with the house it was made for beside it; and the number of each paper's template."""
    known: dict[tuple[str, str], int] = {}
    houses: dict[str, str] = {}
    files: dict[str, str] = {}
    for source, house, _said in papers:
        number = known.setdefault((source, house), len(known))
        name = houses.setdefault(house, HOUSE if not houses else f"house{len(houses)}.typ")
        files[name] = house
        files[f"design{number}.typ"] = source.replace(f'"{HOUSE}"', f'"{name}"')
    return files, [known[source, house] for source, house, _said in papers]


def _main(designs: int, rules: str) -> str:
    imports = "".join(f'#import "design{number}.typ" as design{number}\n' for number in range(designs))
    modules = "".join(f"design{number}, " for number in range(designs))
    return f"{imports}{rules}#let designs = ({modules})\n#for p in json(bytes(sys.inputs.papers)) {{ (designs.at(p.design).paper)(p) }}\n"


def _asked(message: bytes) -> tuple[Any, ...]:
    if len(message) > MOST_BYTES:
        raise Broken("size")
    root = str(Path(shouwang.__file__).parents[1])
    environment = os.environ | NO_NETWORK | {"PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))}
    with places:
        try:
            done = subprocess.run(PROGRAM, input=message, env=environment, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as late:
            raise Broken("time") from late
    if len(done.stdout) > MOST_BYTES:
        raise Broken("size")
    if done.returncode or not done.stdout:
        raise Broken("memory" if b"memory" in done.stderr else "time")
    return marshal.loads(done.stdout)
