"""Files that nobody should send and somebody will; and sound ones, to be damaged. All people are invented."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from shouwang.ledger.tests.toys import HEADINGS, line, sheet

ROWS = 40
SEED = 20200124
WORKSHEET = "xl/worksheets/sheet1.xml"


def lines() -> list[list[Any]]:
    """The rows of a sound file."""
    return [line(n) for n in range(1, ROWS + 1)]


def xlsx(fill: Callable[[Any, Any], None] | None = None, **options: Any) -> bytes:
    """A sound workbook; ``fill`` puts more into it."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True} | options) as book:
        book.set_properties({"created": datetime(2020, 1, 24, tzinfo=UTC)})
        table = book.add_worksheet("名单")
        table.merge_range(0, 0, 0, 6, "崔桥镇玩具台账")
        for number, row in enumerate([list(HEADINGS), *lines()], start=1):
            table.write_row(number, 0, row)
        if fill:
            fill(book, table)
    return memory.getvalue()


def xls() -> bytes:
    """The same as Excel of 1997 wrote it."""
    book, memory = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    table = book.add_sheet("名单")
    for number, row in enumerate([list(HEADINGS), *lines()]):
        for column, cell in enumerate(row):
            table.write(number, column, cell)
    book.save(memory)
    return memory.getvalue()


def locked_xls() -> bytes:
    """A workbook of 1997 whose stream says that it is encrypted (record FILEPASS, [MS-XLS] 2.4.117)."""
    content = bytearray(xls())
    begin = content.index(b"\x09\x08\x10\x00")  # BOF and its length
    after = begin + 4 + 16
    content[after : after + 2] = b"\x2f\x00"
    return bytes(content)


def html() -> bytes:
    """A web page named .xls."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADINGS, *lines()])
    return f"<html><body><table>{cells}</table></body></html>".encode()


def packed(**entries: bytes) -> bytes:
    """A workbook whose parts are replaced (by the names ``sheet``, ``strings``, ``book``)."""
    names = {"sheet": WORKSHEET, "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    wanted, memory = {names[name]: content for name, content in entries.items()}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as sound, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sound.namelist():
            new.writestr(_entry(name), wanted.get(name, sound.read(name)))
    return memory.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A place in a zip without the time of day, so that the same file is made every day."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def worksheet(rows: str) -> bytes:
    """A sheet's part with the given rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cells(number: int, texts: list[Any]) -> str:
    """One row of a sheet's part, texts inline."""
    inner = "".join(f'<c r="{column_name(at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts))
    return f'<row r="{number}">{inner}</row>'


def column_name(at: int) -> str:
    """A, B, … AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def bomb() -> bytes:
    """A hundred kilobytes that would unpack to a thousand times as much."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as sound, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sound.namelist():
            with new.open(name, "w") as part:
                part.write(sound.read(name))
                for _megabyte in range(100 if name == WORKSHEET else 0):
                    part.write(b" " * 1024 * 1024)
    return memory.getvalue()


def million_empty_rows() -> bytes:
    """Ten people, and below them a million rows in which nothing stands."""
    said = "".join(cells(number, row) for number, row in enumerate([list(HEADINGS), *lines()[:10]], start=1))
    return packed(sheet=worksheet(said + "".join(f'<row r="{n}"/>' for n in range(12, 1_048_577))))


def entities() -> bytes:
    """Entities that grow to a billion letters."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    part = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{levels}]>' + worksheet(cells(1, ["&a9;"])).decode().partition("?>")[2]
    return packed(sheet=part.encode())


def lying_zip() -> bytes:
    """A workbook whose directory says that the sheet is small."""
    content = bytearray(packed(sheet=worksheet(cells(1, ["x" * 3_000_000]))))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(WORKSHEET.encode()))
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def far_cells() -> bytes:
    """Two cells, at the two ends of the largest sheet there can be."""
    return packed(sheet=worksheet(f'{cells(1, list(HEADINGS))}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def external_link() -> bytes:
    """A cell that takes its value from another file."""
    book = openpyxl.Workbook()
    table: Any = book.active
    for row in [list(HEADINGS), *lines()]:
        table.append(row)
    table["G2"] = "='[\\\\elsewhere\\share\\geheim.xlsx]Sheet1'!A1"
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


# ---- sound files, damaged


def sound() -> list[bytes]:
    """One file of each kind that offices send."""
    text = sheet(lines()).decode()
    return [xlsx(), xls(), html(), text.encode("gb18030"), text.encode("utf-8-sig"), packed(sheet=_inline())]


def _inline() -> bytes:
    return worksheet("".join(cells(number, row) for number, row in enumerate([list(HEADINGS), *lines()], start=1)))


def damaged(count: int, seed: int = SEED) -> Iterator[bytes]:
    """``count`` damaged files; the same for the same seed."""
    chance, originals = random.Random(seed), sound()
    for number in range(count):
        original = originals[number % len(originals)]
        inside = original.startswith(b"PK") and chance.random() < 0.6
        yield _inside(original, chance) if inside else _any(original, chance)


def _any(content: bytes, chance: random.Random) -> bytes:
    return chance.choice(WAYS)(bytearray(content), chance)


def _inside(content: bytes, chance: random.Random) -> bytes:
    """Damage one part of a workbook and pack it soundly again, so that the damage reaches the reader."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            new.writestr(_entry(name), _any(part, chance) if name == hit else part)
    return memory.getvalue()


def _flip(content: bytearray, chance: random.Random) -> bytes:
    for _time in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


def _without_a_piece(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    del content[start : start + chance.randint(1, 2000)]
    return bytes(content)


def _swapped(content: bytearray, chance: random.Random) -> bytes:
    size = min(chance.randint(1, 500), max(len(content) // 2, 1))
    one, two = sorted(chance.randrange(max(len(content) - size, 1)) for _end in range(2))
    content[one : one + size], content[two : two + size] = content[two : two + size], content[one : one + size]
    return bytes(content)


def _repeated(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randint(1, 3000)]
    return bytes(content[:start] + piece * chance.randint(2, 60) + content[start:])


def _with_odd_numbers(content: bytearray, chance: random.Random) -> bytes:
    """Digits are where counts, places and lengths stand."""
    places = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    for at in chance.sample(places, min(len(places), chance.randint(1, 30))):
        content[at] = chance.choice(b"0123456789-.eE")
    return bytes(content)


WAYS = (_flip, _cut, _without_a_piece, _swapped, _repeated, _with_odd_numbers)
