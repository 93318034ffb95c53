"""Publishes the key that a county signs with, the first time it does."""

from collections.abc import Iterable
from datetime import datetime

from shouwang.papers.models import CountyKey
from shouwang.papers.reads.keys import county_key
from shouwang.papers.rules import key_name


def publish_keys(codes: Iterable[str], *, now: datetime) -> None:
    """See to it that the present keys of counties are among the published ones."""
    present = {code: county_key(code).public_key() for code in codes}
    known = set(CountyKey.objects.filter(code__in=present).values_list("code", "public_key"))
    new = [
        CountyKey(code=code, name=key_name(key).hex(), public_key=key.public_bytes_raw().hex(), since=now)
        for code, key in present.items() if (code, key.public_bytes_raw().hex()) not in known
    ]  # fmt: skip
    if new:
        CountyKey.objects.bulk_create(new, ignore_conflicts=True)
