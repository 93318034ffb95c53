"""The key that signs papers: it travels with the file of keys; lost or replaced, old papers verify and new ones are signed."""

import json
from pathlib import Path

import pytest

from tests.operations.installations import Installation

pytestmark = pytest.mark.slow
AREAS = """code,name,level,parent,kind
410000000000,河南省,province,,
411600000000,周口市,city,410000000000,
411621000000,扶沟县,county,411600000000,
"""
WORK = """
import json, sys
from shouwang.project.cli.frame import operator, product
with product(), operator() as by:
    from shouwang.papers import reads, writes
    from shouwang.papers.exchange.specimens import specimen
    from shouwang.places import reads as places
    tokens, issues = json.load(sys.stdin)
    kind = "certificate_of_completed_observation"
    for name in issues:
        facts = specimen(kind, "zh-hans") | {"person_name": name}
        [verdict] = writes.issue([writes.NewPaper(kind, places.path_of("411621"), facts)], by=by)
        tokens.append(reads.paper(verdict.id, by=by).token)
    json.dump({
        "tokens": tokens, "states": [reads.standing_of(token).state for token in tokens],
        "keys": [key["key"] for key in reads.published_keys()],
    }, sys.stdout)
"""


def worked(installation: Installation, tokens: list[str], *names: str) -> dict[str, list[str]]:
    """Issue a certificate for each name; every token known, how each stands, the keys published."""
    done = installation.python("-c", WORK, typed=json.dumps([tokens, names]))
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_certificates_verify_and_are_signed_on_after_a_restore_and_after_a_new_key(prepared: Installation, empty: Installation, tmp_path: Path) -> None:
    areas, copy, keys = tmp_path / "areas.csv", tmp_path / "county.copy", tmp_path / "county.keys"
    areas.write_text(AREAS)
    assert prepared.run("areas", "load", str(areas)).returncode == 0
    before = worked(prepared, [], "样一")
    made = prepared.run("backup", str(copy), "--keys", str(keys))
    assert made.returncode == 0, made.stderr

    assert empty.run("restore", str(copy), "--keys", str(keys)).returncode == 0
    moved = worked(empty, before["tokens"], "样二")
    assert moved["states"] == ["valid", "valid"]
    assert moved["keys"] == before["keys"]  # the same key signs on

    (empty.home / "secrets" / "signing").unlink()  # lost, or given up because it got into wrong hands
    replaced = worked(empty, moved["tokens"], "样三")
    assert replaced["states"] == ["valid", "valid", "valid"]
    assert len(replaced["keys"]) == 2
    assert replaced["keys"][0] == before["keys"][0]  # stays published: papers in people's hands go on to verify
