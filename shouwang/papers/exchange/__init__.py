"""Papers out: originals of the templates, data for them, and the print."""

from shouwang.papers.exchange.contents import Printed, content_of, in_script, print_of, slips_of
from shouwang.papers.exchange.originals import HOUSE, house, original
from shouwang.papers.exchange.printing import MOST_PAPERS, check_template, pages, preview

__all__ = ["HOUSE", "MOST_PAPERS", "Printed", "check_template", "content_of", "house", "in_script", "original", "pages", "preview", "print_of", "slips_of"]
