"""The QR code reads from a print at 300 dpi, and from a phone's photo taken at an angle, blurred, noisy, in bad light."""

import io
import random
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter

from shouwang.accounts.actors import Actor
from shouwang.papers import reads
from shouwang.papers.choices import PaperKind
from shouwang.papers.tests.conftest import issued, paper, somebody

PRINT_DPI, PHOTO_DPI, POINTS = 300, 150, 72
SEED = 20200208
CORNERS = {  # where the paper's corners lie in the photo, as shares of its width and height
    "from the left": [(0.10, 0.04), (0.93, 0.12), (0.95, 0.88), (0.06, 0.97)],
    "from the right": [(0.06, 0.13), (0.91, 0.03), (0.96, 0.96), (0.08, 0.86)],
    "from below": [(0.16, 0.10), (0.84, 0.10), (0.97, 0.95), (0.03, 0.95)],
    "turned": [(0.20, 0.02), (0.98, 0.18), (0.82, 0.98), (0.02, 0.82)],
}  # fmt: skip


def page(key: UUID, by: Actor, dpi: int) -> Image.Image:
    """The last page of a paper as a picture: there the code stands."""
    document = pypdfium2.PdfDocument(reads.pdf([key], by=by))
    return document[len(document) - 1].render(scale=dpi / POINTS).to_pil().convert("RGB")


def photographed(flat: Image.Image, corners: list[tuple[float, float]]) -> Image.Image:
    """The page as a phone sees it lying on a table: in perspective, a little out of focus, dim, noisy, and compressed."""
    width, height = flat.size
    seen = [(x * width, y * height) for x, y in corners]
    back = _coefficients(seen, [(0, 0), (width, 0), (width, height), (0, height)])
    photo = flat.transform(flat.size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC, fillcolor=(96, 78, 60))
    photo = ImageEnhance.Contrast(ImageEnhance.Brightness(photo.filter(ImageFilter.GaussianBlur(0.9))).enhance(0.72)).enhance(0.75)
    noise = Image.frombytes("L", photo.size, random.Random(SEED).randbytes(width * height)).convert("RGB")
    kept = io.BytesIO()
    Image.blend(photo, noise, 0.10).save(kept, "JPEG", quality=55)
    return Image.open(kept)


def _coefficients(seen: list[tuple[float, float]], flat: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of the perspective that leads from the photo back to the flat page (Gauss's elimination)."""
    rows = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                factor = rows[other][at]
                rows[other] = [value - factor * lead for value, lead in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def read(picture: Image.Image) -> list[str]:
    """What a reader finds."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", PaperKind.values)
def test_the_code_of_every_paper_reads_from_a_print(county: Actor, kind: str) -> None:
    [key] = issued(county, paper(kind))
    card = reads.paper(key, by=county)
    assert card
    assert read(page(key, county, PRINT_DPI)) == [reads.verify_address(card.token)]


@pytest.mark.slow
@pytest.mark.parametrize("angle", CORNERS)
def test_the_code_of_a_certificate_reads_from_a_photo_at_an_angle_and_verifies(county: Actor, angle: str) -> None:
    [key] = issued(county, paper(person_id=somebody()))
    [said] = read(photographed(page(key, county, PHOTO_DPI), CORNERS[angle]))
    shown = reads.standing_of(said.rsplit("/", 1)[-1])
    assert (shown.state, shown.initials) == ("valid", "OYYS")


def test_a_photo_that_shows_no_code_reads_nothing(county: Actor) -> None:
    [key] = issued(county, paper())
    flat = page(key, county, PHOTO_DPI)
    assert read(photographed(flat.crop((0, 0, flat.width, flat.height // 3)), CORNERS["turned"])) == []
