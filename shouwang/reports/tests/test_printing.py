"""The daily report as a paper to be signed by hand."""

import re

import pypdfium2
import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.papers.models import Paper
from shouwang.places.reads import path_of, units_below
from shouwang.reports import reads
from shouwang.reports.tests.test_views import TOWN, client

pytestmark = pytest.mark.usefixtures("demo")


def test_the_sheet_is_printed_with_every_item_and_its_numbers_and_once_for_the_same_numbers() -> None:
    with acting_as(system()):
        area = path_of(TOWN) or ""
        sheet = reads.sheet(Subject(area=area), clocks.today())
    officer, address = client("township"), f"/reports/{area}/{clocks.today()}/print/"
    printed, again = officer.post(address), officer.post(address)
    assert printed["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(printed.content)
    said = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
    for item in sheet.items:
        assert re.sub(r"\s", "", str(item.figure.title)) in said, item.name
    assert all(word in said for word in ("疫情防控工作日报表", "填报人", "审核人", "是否零报告", "截至时点"))
    assert again.content == printed.content
    with acting_as(system()):
        assert Paper.objects.filter(kind="daily_report", area=area).count() == 1


def test_the_next_township_prints_nothing() -> None:
    with acting_as(system()):
        strange = path_of("411621205")
    assert client("township").post(f"/reports/{strange}/{clocks.today()}/print/").status_code == 404


def test_the_sheet_of_a_managing_unit_is_printed_too() -> None:
    with acting_as(system()):
        area = path_of(TOWN) or ""
        [unit, *_more] = [one.code for one in units_below(area)]
    officer = client("township")
    address = f"/reports/unit/{unit}/{clocks.today()}/"
    assert f"{address}print/" in officer.get(f"{address}sheet/").content.decode()
    printed = officer.post(f"{address}print/")
    assert printed["Content-Type"] == "application/pdf"
    with acting_as(system()):
        assert Paper.objects.filter(kind="daily_report", unit=unit).count() == 1
        strange = next(one.code for one in units_below(path_of("411621205") or ""))
    assert officer.post(f"/reports/unit/{strange}/{clocks.today()}/print/").status_code == 404
