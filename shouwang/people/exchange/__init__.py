"""Files of people, in and out: the resident summary sheet, and one person's file."""

from shouwang.people.exchange.files import person_archive
from shouwang.people.exchange.summary import IMPORTERS, OFFICIAL, SUMMARY, summary_workbook

__all__ = ["IMPORTERS", "OFFICIAL", "SUMMARY", "person_archive", "summary_workbook"]
