"""Whatever comes is read right or refused in a sentence; memory is bounded and nothing is saved by half."""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from shouwang.accounts.actors import Actor
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.exchange.workbooks import MOST_BYTES, SENTENCES
from shouwang.ledger.imports import run_import
from shouwang.ledger.models import ImportFile
from shouwang.ledger.tests import hostile, toys
from shouwang.ledger.tests.test_import_pages import signed_in
from shouwang.ledger.tests.toys import HEADINGS, TOWN, line, sheet
from shouwang.lib.refusals import Refused

MUTATED = 1000
MEGABYTE = 1024 * 1024
MOST_MEMORY = 500 * MEGABYTE
MOST_GROWTH = 150 * MEGABYTE  # of the process that asks, over what it had before
ROOT = Path(__file__).resolve().parents[3]

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "FILE_EMPTY"),
    "zeros": (lambda: b"\0" * MOST_BYTES, "FILE_EMPTY"),
    "more zeros": (lambda: b"\0" * (MOST_BYTES + 1), "FILE_TOO_LARGE"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "FILE_NOT_WORKBOOK"),
    "a document": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x, y\n" * 50, "FILE_NOT_WORKBOOK"),
    "a letter": (lambda: "尊敬的领导：请查收。".encode(), "FILE_NOT_WORKBOOK"),
    "another zip": (lambda: _zip("notes.txt"), "FILE_NOT_WORKBOOK"),
    "a text document": (lambda: _zip("word/document.xml"), "FILE_NOT_WORKBOOK"),
    "half a workbook": (lambda: hostile.xlsx()[:4000], "FILE_TRUNCATED"),
    "half a workbook of 1997": (lambda: hostile.xls()[:3000], "FILE_TRUNCATED"),
    "an encrypted workbook": (
        lambda: hostile.xls()[:512] + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "FILE_PASSWORD",
    ),
    "a locked workbook of 1997": (hostile.locked_xls, "FILE_PASSWORD"),
    "a bomb": (hostile.bomb, "FILE_TOO_LARGE"),
    "six hundred columns": (lambda: sheet([], tuple(f"栏{n}" for n in range(600))), "FILE_TOO_LARGE"),
    "far cells": (hostile.far_cells, "FILE_TOO_LARGE"),
}  # fmt: skip
READ: dict[str, Callable[[], bytes]] = {
    "a workbook": hostile.xlsx,
    "a workbook of 1997": hostile.xls,
    "a web page named .xls": hostile.html,
    "a table in GBK": lambda: sheet(hostile.lines()).decode().encode("gbk"),
    "a table in UTF-8": lambda: sheet(hostile.lines()),
    "a table in UTF-8 with a mark": lambda: b"\xef\xbb\xbf" + sheet(hostile.lines()),
    "links to other files": hostile.external_link,
    "macros": lambda: hostile.xlsx(lambda book, _table: book.add_vba_project(_macros(), is_stream=True)),
    "formulas": lambda: hostile.xlsx(lambda _book, table: table.write_formula(2, 6, '=HYPERLINK("x")', None, "来过")),
    "three hundred columns": lambda: sheet(
        [[*row, *range(293)] for row in hostile.lines()], (*HEADINGS, *(f"栏{n}" for n in range(293)))
    ),
}


def _zip(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "x, y")
    return content.getvalue()


def _macros() -> Any:
    return io.BytesIO(b"\xd0\xcf\x11\xe0 no macro at all")


def memory() -> int:
    """What this process holds now, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(Refused) as caught:
        read(toys.SHEET, make(), "名单.xlsx")
    assert caught.value.code == code
    assert str(SENTENCES[code]).partition("%")[0] in str(caught.value)
    assert "%" not in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read_right(name: str) -> None:
    found = read(toys.SHEET, READ[name](), "名单.xls")
    assert [row.refusal for row in found.rows] == [None] * hostile.ROWS
    assert [row.values["full_name"] for row in found.rows] == [f"李样{n}" for n in range(1, hostile.ROWS + 1)]
    assert found.rows[0].values["id_number"] == toys.number(1)


def test_a_formula_is_never_run_and_its_last_value_stands() -> None:
    found = read(toys.SHEET, READ["formulas"](), "x.xlsx")
    assert found.rows[0].values["remark"] == "来过"


def test_a_million_empty_rows_are_no_rows() -> None:
    found = read(toys.SHEET, hostile.million_empty_rows(), "x.xlsx")
    assert [row.values["full_name"] for row in found.rows] == [f"李样{n}" for n in range(1, 11)]


@pytest.mark.parametrize("make", [hostile.entities, hostile.lying_zip])
def test_what_swells_while_it_is_read_gives_no_row(make: Callable[[], bytes]) -> None:
    with suppress(Refused):
        assert not read(toys.SHEET, make(), "x.xlsx").rows


WATCHED = """
import json, resource, sys
from contextlib import suppress
import django
django.setup()
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.tests import hostile, toys
from shouwang.lib.refusals import Refused
made = [hostile.bomb, hostile.million_empty_rows, hostile.entities, hostile.lying_zip, hostile.far_cells]
for content in [*(make() for make in made), *hostile.damaged(150, seed=7)]:
    with suppress(Refused):
        read(toys.SHEET, content, "x.xlsx")
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(json.dumps([int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def test_no_file_takes_more_than_half_a_gigabyte() -> None:
    """Measured in a process of its own: whoever reads, and what it starts to read."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "shouwang.project.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", WATCHED], env=environment, capture_output=True, text=True, check=True)
    peaks = [kilobytes * 1024 for kilobytes in json.loads(done.stdout)]
    assert max(peaks) < MOST_MEMORY, peaks


def test_two_gigabytes_of_zeros_are_not_read_into_memory(town: Actor, tmp_path: Path) -> None:
    huge = tmp_path / "zeros.xlsx"
    with huge.open("wb") as stream:
        stream.truncate(2 * 1024 * MEGABYTE)
    before = memory()
    with pytest.raises(Refused) as caught:
        run_import("toy_register", huge, TOWN, by=town)
    assert caught.value.code == "FILE_TOO_LARGE"
    assert memory() - before < MOST_GROWTH
    assert not ImportFile.objects.exists()


@pytest.mark.usefixtures("toy_ledgers", "db")
@override_settings(LARGEST_BODY=2000)
def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    officer = signed_in("officer")
    for path in ("/imports/new/", "/api/v1/imports"):
        answer = officer.generic("POST", path, b"x" * 3000, "multipart/form-data; boundary=x")
        assert answer.status_code == 413
    assert Client().generic("POST", "/account/login/", b"x" * 3000, "text/plain").status_code == 413


@pytest.mark.slow
def test_a_thousand_damaged_files_break_nothing(town: Actor, tmp_path: Path) -> None:
    """Each is read or refused; what is recorded is what the verdicts say, whole."""
    before, taken = memory(), 0
    for number, content in enumerate(hostile.damaged(MUTATED)):
        path = tmp_path / "名单"
        path.write_bytes(content)
        with transaction.atomic():
            taken += _taken_whole_or_not_at_all(path, town, number)
            transaction.set_rollback(True)
    assert 0 < taken < MUTATED
    assert memory() - before < MOST_GROWTH


def _imported(path: Path, by: Actor) -> tuple[dict[str, Any] | None, str]:
    try:
        return run_import("toy_register", path, TOWN, by=by), ""
    except Refused as refusal:
        return None, refusal.code


def _taken_whole_or_not_at_all(path: Path, by: Actor, number: int) -> bool:
    report, code = _imported(path, by)
    if report is None:
        assert code in SENTENCES, (number, code)
        assert not toys.recorded(), number
        return False
    accepted = report["counts"]["accepted"] + report["counts"]["accepted_with_warnings"]
    assert toys.recorded() == accepted, number
    said = [verdict["outcome"] for verdict in report["verdicts"]]
    assert said.count("accepted") + said.count("accepted_with_warnings") == accepted, number
    return bool(accepted)


def test_the_same_file_damaged_the_same_way_is_the_same_file() -> None:
    assert list(hostile.damaged(12)) == list(hostile.damaged(12))
    assert line(1) == hostile.lines()[0]
