"""Hands a print to a process of its own and takes back what it made."""

import json
import marshal
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import shouwang
from shouwang.papers.exchange.typesetting.bounds import AT_ONCE, MOST_BYTES, PATIENCE, Broken, Fault

PROGRAM = [sys.executable, "-m", "shouwang.papers.exchange.typesetting"]
NO_NETWORK = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
HOUSE = "house.typ"
MAIN = "main.typ"
places = BoundedSemaphore(AT_ONCE)

SMALLEST = 5  # points: smaller letters are not printed to be read
LIGHTEST = 65  # percent of the way from black to white (lightness in Oklab); the grey of the house has 50
RULES = """
#let told(name) = context [#metadata((name: name, size: text.size / 1pt, lightness: {
  if type(text.fill) == color { oklab(text.fill).components().at(0) / 1% } else { 0.0 }
}))<seen>]
"""

Papers = Sequence[tuple[str, str, Mapping[str, Any]]]  # the template's source, the house's, what the paper says


def typeset(papers: Papers, *, timestamp: int) -> bytes:
    """Papers one after the other as one PDF; the same bytes for the same content and ``timestamp``. Raises Broken."""
    return _run(papers, "pdf", timestamp=timestamp)


def pictures(papers: Papers) -> list[bytes]:
    """The pages of papers as PNG pictures. Raises Broken."""
    return _run(papers, "png")


def seen(source: str, house: str, content: Mapping[str, Any], marks: Mapping[str, str]) -> set[str]:
    """Which of some marks (by name) stand on the paper that a template makes of a content, large and dark enough to be read. Raises Broken."""
    told = _run([(source, house, content)], "seen", rules=RULES + "".join(_rule(name, mark) for name, mark in marks.items()))
    return {one["name"] for one in told if one["size"] >= SMALLEST and one["lightness"] <= LIGHTEST}


def _rule(name: str, mark: str) -> str:
    return f"#show {json.dumps(mark, ensure_ascii=False)}: it => it + told({json.dumps(name)})\n"


def looks(source: str, house: str, contents: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """What the paper of each content looks like, as a digest of its picture: the same for papers that nobody could tell apart. Raises Broken."""
    variants = [json.dumps([{**said, "design": 0}]) for said in contents]
    return _run([(source, house, contents[0])], "looks", variants=variants)


def _run(papers: Papers, want: str, *, rules: str = "", timestamp: int = 0, variants: Sequence[str] = ()) -> Any:
    files, numbers = _files(papers)
    content = [{**said, "design": number} for number, (_source, _house, said) in zip(numbers, papers, strict=True)]
    files[MAIN] = _main(max(numbers, default=-1) + 1, rules)
    asked = {"files": files, "main": MAIN, "inputs": {"papers": json.dumps(content)}, "want": want, "timestamp": timestamp, "variants": list(variants)}
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
