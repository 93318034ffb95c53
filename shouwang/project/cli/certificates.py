"""``shouwang verify-certificate``: verifies a paper's signature without a network and without a database."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from shouwang.project.cli.frame import Failed, answer, ready, takes_json

KEY_LETTERS = 64  # 32 bytes, hexadecimal


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``verify-certificate``."""
    verify = commands.add_parser("verify-certificate", help="verify a certificate against the county's published key, without a network")
    verify.add_argument("token", metavar="TOKEN", help="what the QR code holds: the token, or the whole address")
    verify.add_argument("--keys", type=Path, required=True, metavar="FILE", help="published keys: /verify/keys.json, or a file with one key (64 hexadecimal digits)")
    verify.add_argument("--county", required=True, metavar="CODE", help="the six digits of the county that should have issued it")
    takes_json(verify)
    verify.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """Verify with each key of that county; the first that fits counts."""
    ready()
    from shouwang.lib.refusals import Refused
    from shouwang.papers.rules import Claim, verify

    token, refusal = options.token.strip().rsplit("/", 1)[-1].upper(), None
    for key in _keys(options.keys, options.county):
        try:
            claim: Claim = verify(token, key, options.county)
        except Refused as failure:
            refusal = failure
            continue
        facts = {name: _plain(value) for name, value in vars(claim).items()} | {"number": claim.number}
        words = f"{claim.number}: signed by county {claim.county}. {claim.initials} {claim.from_day or ''} – {claim.last_day or ''}".strip()
        answer(options, facts, words)
        return 0
    raise Failed(f"{refusal} [{refusal.code}]" if refusal else f"{options.keys} holds no key of county {options.county}.")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _keys(file: Path, county: str) -> list[Any]:
    """The keys of a county in a file. Raises Failed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        text = file.read_text("utf-8").strip()
        told = [text] if len(text) == KEY_LETTERS else [one["key"] for one in json.loads(text)["keys"] if one["county"] == county]
        return [Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)) for key in told]
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise Failed(f"{file} cannot be read as published keys.") from failure
