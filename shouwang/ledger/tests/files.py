"""What the tests of imports share: a file on its way, and what became of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor
from shouwang.ledger import imports
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.ledger.tests.toys import number
from shouwang.lib.refusals import Refused

DATED = "填报日期：2020年1月25日\n".encode()
WRONG = number(2)[:-1] + ("1" if number(2)[-1] != "1" else "2")  # the check digit does not fit


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def receive(content: bytes, by: Actor, ledger: str = "toy_register", **more: Any) -> UUID:
    return imports.receive_file(ledger=ledger, filename="名单.csv", content=content, area=by.area, by=by, **more).pk


def judged(content: bytes, by: Actor, ledger: str = "toy_register") -> UUID:
    import_id = receive(content, by, ledger)
    imports.judge_file(import_id, by=by)
    return import_id


def committed(content: bytes, by: Actor) -> UUID:
    import_id = judged(content, by)
    imports.order_commit(import_id, by=by)
    imports.commit_file(import_id, by=by)
    return import_id


def file(import_id: UUID) -> ImportFile:
    return ImportFile.objects.get(pk=import_id)


def outcomes(import_id: UUID) -> list[tuple[int, str, str]]:
    return list(ImportRow.objects.filter(file_id=import_id).order_by("number").values_list("row", "outcome", "code"))
