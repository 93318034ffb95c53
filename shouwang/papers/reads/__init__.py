"""Doors to papers: of a person, of an observation, as PDF; how one stands that somebody shows; the wording in use."""

from shouwang.papers.reads.again import again, let_go_paper, valid_among
from shouwang.papers.reads.cards import PaperCard, about, issued, issued_before, of_person, of_persons, paper, papers
from shouwang.papers.reads.keys import county_key, key_named, published_keys, verify_address
from shouwang.papers.reads.printing import pdf, slips
from shouwang.papers.reads.standing import Shown, standing_by_code, standing_of
from shouwang.papers.reads.wordings import WordingLine, county_of, wording, wording_lines, wording_versions

__all__ = [
    "PaperCard", "Shown", "WordingLine", "about", "again", "county_key", "county_of", "issued", "issued_before", "key_named", "let_go_paper",
    "of_person", "of_persons", "paper", "papers", "pdf", "published_keys", "slips", "standing_by_code", "standing_of", "valid_among",
    "verify_address", "wording", "wording_lines", "wording_versions",
]  # fmt: skip
