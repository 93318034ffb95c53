"""QR codes as SVG, for paper and for the page; nothing is asked of anybody else."""

import segno
from django.utils.safestring import SafeString


def qr_svg(text: str) -> SafeString:
    """The QR code of a text, error correction M, with the quiet zone that readers need."""
    drawn = segno.make(text, error="m", micro=False)
    return SafeString(drawn.svg_inline(scale=4, border=4, svgclass="qr", lineclass=None, omitsize=True, light="#fff"))
