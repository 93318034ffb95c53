"""The process that sets one print: sources and data come in, pages or what is wrong go out, then it is over.

In: marshalled ``{"files": {name: source}, "main": name, "inputs": {name: text}, "want": "pdf" | "png" | "seen" | "looks"}``;
for ``seen`` also ``"beneath"``, the name of the same print without the letters of the marks; for ``looks`` also ``"variants"``: the papers to be told apart, each in the place of ``inputs``.
Out: marshalled ``("done", bytes or list of bytes or list of str)`` or ``("fault", file, line, sentence)``.
"""

import marshal
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from shouwang.papers.exchange.typesetting import beneath
from shouwang.papers.exchange.typesetting.beneath import with_colours
from shouwang.papers.exchange.typesetting.bounds import MOST_MEMORY, MOST_SECONDS

PIXELS_PER_INCH = 90  # of a preview
PLACE = re.compile(r"┌─ (?:.*/)?([\w.-]+\.typ):(\d+):")
SEEN = "<seen>"


def main() -> None:
    """Read from standard input, write to standard output."""
    asked = marshal.loads(sys.stdin.buffer.read())
    _limit()
    sys.stdout.buffer.write(marshal.dumps(_answer(asked)))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits: the patience of whoever waits is the only one
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _answer(asked: dict[str, Any]) -> tuple[Any, ...]:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        for name, source in asked["files"].items():
            Path(folder, name).write_text(source, "utf-8")
        try:
            return "done", _made(asked, folder)
        except typst.TypstError as error:
            return "fault", *_told(error)


def _made(asked: dict[str, Any], folder: str) -> Any:
    import hashlib
    import json

    import noto_cjk_sans_otc
    import typst

    font = str(Path(str(noto_cjk_sans_otc.FONT_PATH)).parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font])
    nowhere = str(Path(folder, "packages"))

    def compiler_of(inputs: dict[str, str], main: str = asked["main"]) -> Any:
        return typst.Compiler(
            Path(folder, main), root=folder, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs,
            package_path=nowhere, package_cache_path=nowhere,
        )  # fmt: skip

    if asked["want"] == "looks":
        pictures = (compiler_of({"papers": said}).compile(format="png", ppi=PIXELS_PER_INCH) for said in asked["variants"])
        return [hashlib.sha256(b"".join(one if isinstance(one, list) else [one])).digest() for one in pictures]
    compiler = compiler_of(asked["inputs"])
    if asked["want"] == "seen":
        compiler.compile(format="pdf")  # whose mistakes are told with their place; a query's are not
        points = json.loads(compiler.query(SEEN, field="value", format="json"))
        return with_colours(points, _pictures(compiler_of(asked["inputs"], asked["beneath"]), beneath.PIXELS_PER_INCH))
    if asked["want"] == "png":
        return _pictures(compiler, PIXELS_PER_INCH)
    return compiler.compile(format="pdf", timestamp=asked["timestamp"])


def _pictures(compiler: Any, pixels: int) -> list[bytes]:
    pages = compiler.compile(format="png", ppi=pixels)
    return pages if isinstance(pages, list) else [pages]


def _told(error: Any) -> tuple[str, int, str]:
    place = PLACE.search(error.diagnostic)
    return (place[1], int(place[2]), error.message) if place else ("", 0, error.message)


if __name__ == "__main__":
    main()
