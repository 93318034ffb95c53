"""What the QR code of a paper says, signed with the county's key (Ed25519); anyone can verify it without a network.

A token is base32 (RFC 4648, capital letters, no padding) of: format (1 byte, now 1), name of the key (4 bytes), county (3 bytes, the
six digits of its code as a number), kind (1), day of issue (2), serial (3), first day (2), last day (2), length of the initials (1),
the initials (letters A to Z), and the signature over all of that (64). A day is the number of days since 1 January 2020; 65535 is none.
Letters and figures of base32 are those that a QR code packs most densely.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shouwang.lib.names import initials
from shouwang.lib.refusals import Refused
from shouwang.papers import choices
from shouwang.papers.rules.kinds import KINDS, numbered

FORMAT = 1
EPOCH = date(2020, 1, 1)
NO_DAY = 65535
SIGNATURE_BYTES = 64
NAME_BYTES = 4
CODE_LETTERS = 8
MOST_INITIALS = 6
HEAD_BYTES = 1 + NAME_BYTES + 3 + 1 + 2 + 3 + 2 + 2 + 1
MOST_TOKEN = 400  # characters; more is no token
_KIND_OF = {entry.mark: kind for kind, entry in KINDS.items()}


@dataclass(frozen=True)
class Claim:
    """What a token claims. ``county`` is the six digits of its code; ``initials`` are those of the person's name."""

    county: str
    kind: str
    issued_on: date
    serial: int
    initials: str = ""
    from_day: date | None = None
    last_day: date | None = None

    @property
    def number(self) -> str:
        """The number printed on the paper."""
        return numbered(self.county, self.kind, self.issued_on, self.serial)


def key_name(public: Ed25519PublicKey) -> bytes:
    """The first bytes of the key's SHA-256: which key a token was signed with."""
    return hashlib.sha256(public.public_bytes_raw()).digest()[:NAME_BYTES]


def sign(claim: Claim, key: Ed25519PrivateKey) -> str:
    """The token of a claim."""
    said = _packed(claim, key_name(key.public_key()))
    return base64.b32encode(said + key.sign(said)).decode().rstrip("=")


def check_code(token: str) -> str:
    """Eight letters that go with the token, for who cannot scan: ``K7QM-2XRD``."""
    letters = base64.b32encode(hashlib.sha256(token.encode()).digest()).decode()[:CODE_LETTERS]
    return f"{letters[:4]}-{letters[4:]}"


def read_claim(token: str) -> tuple[Claim, bytes]:
    """What a token claims and the name of the key it says it was signed with; nothing is verified. Raises Refused."""
    content = _content(token)
    said, name = content[:-SIGNATURE_BYTES], content[1 : 1 + NAME_BYTES]
    claim = _unpacked(said)
    if _packed(claim, name) != said:
        raise Refused("certificate_unreadable", choices.CERTIFICATE_UNREADABLE)
    return claim, name


def verify(token: str, public: Ed25519PublicKey, county: str) -> Claim:
    """The claim of a token that this county signed with this key.

    Raises Refused certificate_unreadable, certificate_foreign (of another county) or certificate_changed.
    """
    claim, name = read_claim(token)
    if claim.county != county:
        raise Refused("certificate_foreign", choices.CERTIFICATE_FOREIGN, county=claim.county)
    content = _content(token)
    try:
        public.verify(content[-SIGNATURE_BYTES:], content[:-SIGNATURE_BYTES])
    except InvalidSignature as failure:
        raise Refused("certificate_changed", choices.CERTIFICATE_CHANGED) from failure
    if name != key_name(public):
        raise Refused("certificate_changed", choices.CERTIFICATE_CHANGED)
    return claim


def claimed_initials(name: str) -> str:
    """The initials of a name as a token holds them: capital letters, at most six."""
    return "".join(letter for letter in initials(name).upper() if "A" <= letter <= "Z")[:MOST_INITIALS]


def check_same_claim(claim: Claim, *, name: str, from_day: date | None, last_day: date | None) -> None:
    """Whether a paper made again would say what was signed. Raises Refused record_changed."""
    if (claim.initials, claim.from_day, claim.last_day) != (claimed_initials(name), from_day, last_day):
        raise Refused("record_changed", choices.RECORD_CHANGED)


def _content(token: str) -> bytes:
    """The bytes of a token, which has exactly one spelling. Raises Refused certificate_unreadable."""
    try:
        if len(token) > MOST_TOKEN:
            raise ValueError
        content = base64.b32decode(token + "=" * (-len(token) % 8))
        if len(content) < HEAD_BYTES + SIGNATURE_BYTES or base64.b32encode(content).decode().rstrip("=") != token:
            raise ValueError
    except ValueError as failure:
        raise Refused("certificate_unreadable", choices.CERTIFICATE_UNREADABLE) from failure
    return content


def _packed(claim: Claim, name: bytes) -> bytes:
    initials = claim.initials[:MOST_INITIALS].encode("ascii", "ignore")
    return b"".join([
        bytes([FORMAT]), name, int(claim.county).to_bytes(3, "big"), bytes([KINDS[claim.kind].mark]), _day(claim.issued_on),
        claim.serial.to_bytes(3, "big"), _day(claim.from_day), _day(claim.last_day), bytes([len(initials)]), initials,
    ])  # fmt: skip


def _unpacked(said: bytes) -> Claim:
    at = 1 + NAME_BYTES
    if said[0] != FORMAT or said[at + 3] not in _KIND_OF:
        raise Refused("certificate_unreadable", choices.CERTIFICATE_UNREADABLE)
    return Claim(
        county=f"{int.from_bytes(said[at : at + 3], 'big'):06d}", kind=_KIND_OF[said[at + 3]], issued_on=_date(said[at + 4 : at + 6]) or EPOCH,
        serial=int.from_bytes(said[at + 6 : at + 9], "big"), from_day=_date(said[at + 9 : at + 11]), last_day=_date(said[at + 11 : at + 13]),
        initials=said[HEAD_BYTES:].decode("ascii", "replace"),
    )  # fmt: skip


def _day(day: date | None) -> bytes:
    return (NO_DAY if day is None else min(max((day - EPOCH).days, 0), NO_DAY - 1)).to_bytes(2, "big")


def _date(packed: bytes) -> date | None:
    days = int.from_bytes(packed, "big")
    return None if days == NO_DAY else EPOCH + timedelta(days=days)
