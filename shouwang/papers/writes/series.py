"""The next numbers of papers: one series a county, kind and day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import connection

TAKE = """
    INSERT INTO papers_series AS s (county, kind, day, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (county, kind, day) DO UPDATE SET last = s.last + EXCLUDED.last RETURNING last
"""
Key = tuple[str, str, date]  # county, kind, day


def next_serials(wanted: Sequence[Key]) -> list[int]:
    """A serial number for each, never given twice, whoever else issues at the same moment. One statement a series, always in one order."""
    upcoming: dict[Key, int] = {}
    with connection.cursor() as cursor:
        for key, count in sorted(Counter(wanted).items()):
            cursor.execute(TAKE, [*key, count])
            [last] = cursor.fetchone()
            upcoming[key] = last - count
    serials = []
    for key in wanted:
        upcoming[key] += 1
        serials.append(upcoming[key])
    return serials
