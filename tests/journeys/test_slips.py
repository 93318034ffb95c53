"""The slips that open a resident's page, as they come out of the printer: read from a print, and from a phone's photo at an angle."""

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page

from shouwang.demo.posts import PASSWORD
from shouwang.papers.tests.test_codes import CORNERS, PHOTO_DPI, POINTS, PRINT_DPI, photographed, read
from shouwang.residents.tests.conftest import sheets
from tests.journeys.conftest import keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
LEAST_SLIPS = 2


def pictures(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a print."""
    return [page.render(scale=dpi / POINTS).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]


def test_the_slips_of_a_village_are_read_from_the_print_and_from_photos(page: Page) -> None:
    sign_in(page, "township", PASSWORD)
    page.goto("/residents/links/")
    page.select_option("[name=whom]", "households")
    keep(page, "desk-links")
    form = {name: page.locator(f"form[action$='/batch/'] [name={name}]").input_value() for name in ("csrfmiddlewaretoken", "area", "whom", "language")}
    answer = page.request.post("/residents/links/batch/", form=form, headers={"Referer": page.url})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    pdf = answer.body()
    codes = {code for sheet in sheets(pdf) for code in sheet.typed}
    assert len(codes) >= LEAST_SLIPS
    printed = [address for picture in pictures(pdf, PRINT_DPI) for address in read(picture)]
    assert {address.rstrip("/").rsplit("/", 1)[-1].replace("-", "").upper() for address in printed} == {code.upper() for code in codes}
    first = pictures(pdf, PHOTO_DPI)[0]
    whole = set(read(first))
    assert whole
    for angle, corners in CORNERS.items():
        assert set(read(photographed(first, corners))) == whole, angle
