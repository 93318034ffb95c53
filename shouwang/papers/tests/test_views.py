"""Pages of papers as who may see them, and as the next township; the public page as anybody."""

import io
import logging
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.lib.addresses import Masked
from shouwang.papers import reads, writes
from shouwang.papers.choices import PaperKind
from shouwang.papers.models import Paper, Wording
from shouwang.papers.rules import check_code, sign
from shouwang.papers.tests.conftest import CERTIFICATE, COUNTY, EAST, HILL, NOON, WEST, issued, paper, somebody
from shouwang.papers.tests.test_writes import GOOD, HIDES
from shouwang.papers.writes import Withdrawal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(role: str, area: str) -> Client:
    """Somebody with this post, signed in."""
    name = f"{role}-{area}"
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(name, role, area, valid_from=NOON.date())], by=by)
        user = User.objects.get(username=name)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def east(county: Actor, settings: Any) -> Client:
    """The officer of the eastern township."""
    settings.SECOND_FACTOR_REQUIRED = False
    return signed_in("township_officer", EAST)


def printed(client: Client, *keys: object) -> Any:
    """What the list answers who ticks rows and asks for a print."""
    return client.post("/papers/", {"do": "print", "selected": [str(key) for key in keys]})


def _token(key: UUID, by: Actor) -> str:
    card = reads.paper(key, by=by)
    assert card
    return card.token


def test_a_paper_is_listed_opened_and_printed(east: Client, county: Actor) -> None:
    [key] = issued(county, paper(person_id=somebody()))
    assert "980101-CC-20200208-0001" in east.get("/papers/").content.decode()
    assert f"/papers/{key}/pdf" in east.get(f"/papers/{key}/").content.decode()
    opened = east.get(f"/papers/{key}/pdf")
    assert (opened["Content-Type"], opened.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in opened["Cache-Control"]
    assert opened["Content-Disposition"].startswith("inline")
    assert AuditEvent.objects.filter(action="papers.print_out", subject=str(key)).count() == 1


def test_many_are_printed_at_once(east: Client, county: Actor) -> None:
    keys = issued(county, paper(), paper(PaperKind.DOOR_NOTICE))
    assert printed(east, *keys).content.startswith(b"%PDF-")
    assert not printed(east).content.startswith(b"%PDF-")
    assert not printed(east, "x").content.startswith(b"%PDF-")


def test_the_papers_of_a_village_are_found_and_printed_in_one_act(east: Client, county: Actor) -> None:
    issued(county, paper(), *[paper(PaperKind.DOOR_NOTICE, area=HILL, facts={"contact": f"样{n}"}) for n in range(3)])
    listed = east.get("/papers/", {"area": HILL, "state": "valid"}).content.decode()
    assert (listed.count("980101-DN"), listed.count("980101-CC")) == (3, 0)
    village = {"do": "print", "all": "1", "confirmed": "1"}
    assert len(pypdfium2.PdfDocument(east.post(f"/papers/?area={HILL}", village).content)) == 3
    assert east.get(f"/papers/?area={WEST}").status_code == 404
    assert "980101-DN-20200208-0002" in east.post("/papers/", {"q": "dn-20200208-0002"}).content.decode()


def test_many_are_withdrawn_for_one_reason(east: Client, county: Actor) -> None:
    keys = issued(county, paper(), paper(PaperKind.DOOR_NOTICE))
    east.post("/papers/", {"do": "withdraw", "keys": " ".join(map(str, keys)), "confirmed": "1", "with-reason": "wrong day"})
    assert set(Paper.objects.values_list("withdrawn_why", flat=True)) == {"wrong day"}
    assert east.get("/papers/", {"state": "valid"}).content.decode().count("980101-") == 0


def test_the_list_costs_the_same_for_one_and_for_many(east: Client, county: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert east.get("/papers/").status_code == 200
        return len(counted)

    issued(county, paper(person_id=somebody(1)))
    queries()
    before = queries()
    issued(county, *[paper(person_id=somebody(n)) for n in range(2, 30)])
    assert queries() == before


def test_the_next_township_finds_no_paper(east: Client, county: Actor) -> None:
    [key] = issued(county, paper(person_id=somebody()))
    west = signed_in("township_officer", WEST)
    for address in ("", "pdf"):
        assert west.get(f"/papers/{key}/{address}").status_code == 404
    assert west.post(f"/papers/{key}/withdraw/", {"reason": "x"}).status_code == 404
    assert not printed(west, key).content.startswith(b"%PDF-")
    assert west.get(f"/api/v1/papers/{key}.pdf").status_code == 404
    assert "980101-CC" not in west.get("/papers/").content.decode()


def test_who_may_not_see_a_kind_does_not_find_it(east: Client, county: Actor) -> None:
    [report] = issued(county, paper(PaperKind.DAILY_REPORT))
    clinician = signed_in("clinician", EAST)
    assert clinician.get(f"/papers/{report}/pdf").status_code == 404
    assert "980101-DR" not in clinician.get("/papers/").content.decode()
    assert east.get(f"/papers/{report}/pdf").status_code == 200
    assert signed_in("volunteer", EAST).get("/papers/").status_code == 404


def test_a_paper_is_withdrawn_with_a_reason(east: Client, county: Actor) -> None:
    [key] = issued(county, paper())
    assert east.post(f"/papers/{key}/withdraw/", {"reason": ""}).status_code == 200
    assert east.post(f"/papers/{key}/withdraw/", {"reason": "wrong name"}).status_code == 302
    page = east.get(f"/papers/{key}/").content.decode()
    assert "wrong name" in page
    assert "Withdraw this paper" not in page
    assert Paper.objects.get(pk=key).withdrawn_at == NOON


def test_anybody_verifies_and_learns_no_more_than_that(east: Client, county: Actor) -> None:
    [key] = issued(county, paper(person_id=somebody()))
    token, anybody = _token(key, county), Client(headers={"Accept-Language": "en"})
    for address in (f"/verify/{token}", f"/VERIFY/{token}", f"/verify/{token.lower()}"):
        said = anybody.get(address).content.decode()
        assert "<strong>Valid</strong>" in said
        assert "OYYS" in said
        assert not any(secret in said for secret in ("欧阳样三", "4116***", "样庙村", "东桥"))
    typed = anybody.post("/verify/", {"number": " 980101-cc-20200208-0001", "code": check_code(token).replace("-", " ").lower()})
    assert "<strong>Valid</strong>" in typed.content.decode()
    assert "no-store" in typed["Cache-Control"]
    writes.withdraw([Withdrawal(key, "x")], by=county)
    assert "<strong>Withdrawn</strong>" in anybody.get(f"/verify/{token}").content.decode()


def test_what_was_never_issued_is_not_valid(east: Client, county: Actor) -> None:
    from dataclasses import replace

    from shouwang.papers.rules import read_claim

    [key] = issued(county, paper())
    claim, _name = read_claim(_token(key, county))
    forged = [
        sign(replace(claim, serial=99), reads.county_key("980101")), sign(replace(claim, initials="XX"), reads.county_key("980101")),
        sign(claim, reads.county_key("980102")), sign(replace(claim, county="980102"), reads.county_key("980102")), "NONSENSE", "A" * 5000,
    ]  # fmt: skip
    for token in forged:
        assert "<strong>Not valid</strong>" in Client(headers={"Accept-Language": "en"}).get(f"/verify/{token}").content.decode()
    for number, code in (("980101-CC-20200208-0001", "AAAA-AAAA"), ("980101-CC-20200208-0002", "AAAA-AAAA"), ("'; --", "\x00")):
        page = Client(headers={"Accept-Language": "en"}).post("/verify/", {"number": number, "code": code}).content.decode()
        assert "<strong>Valid</strong>" not in page


def test_who_tries_too_often_waits(east: Client) -> None:
    answers = [Client(REMOTE_ADDR="198.51.100.7").get("/verify/NOTHING").status_code for _ in range(31)]
    assert (answers[0], answers[-1]) == (200, 429)
    assert Client(REMOTE_ADDR="198.51.100.8").get("/verify/NOTHING").status_code == 200


def test_behind_our_own_proxies_everybody_has_a_pace_of_their_own(east: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(31):
        Client().get("/verify/NOTHING", headers={"X-Forwarded-For": "9.9.9.9, 198.51.100.21"})
    asked = {
        peer: Client().get("/verify/NOTHING", headers={"X-Forwarded-For": f"1.2.3.4, {peer}"}).status_code for peer in ("198.51.100.21", "198.51.100.22")
    }
    assert asked == {"198.51.100.21": 429, "198.51.100.22": 200}


def test_no_log_holds_a_token(east: Client, county: Actor) -> None:
    [key] = issued(county, paper())
    token, said = _token(key, county), io.StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(Masked())
    logging.getLogger().addHandler(handler)
    try:
        for method, address in (("get", f"/verify/{token}/more"), ("delete", f"/VERIFY/{token}/x"), ("get", f"/verify/{token.lower()}/x")):
            getattr(Client(), method)(address)
        logging.getLogger("server").warning('"GET %s HTTP/1.1" 200', f"/verify/{token}")
    finally:
        logging.getLogger().removeHandler(handler)
    assert token not in said.getvalue().upper()
    assert said.getvalue().count("/…") == 4


def test_the_keys_that_were_signed_with_are_published(east: Client, county: Actor) -> None:
    issued(county, paper(person_id=somebody()))
    published = Client().get("/verify/keys.json").json()
    assert [(key["county"], key["key"]) for key in published["keys"]] == [("980101", reads.county_key("980101").public_key().public_bytes_raw().hex())]


@pytest.mark.slow
def test_the_county_changes_a_template_with_a_preview(county: Actor, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    office, address = signed_in("command_office", COUNTY), f"/papers/templates/{CERTIFICATE}/"
    assert "as shipped" in office.get("/papers/templates/").content.decode()
    assert office.get(f"{address}file").content.decode().startswith("// Certificate")
    shown = office.post(address, {"source": GOOD, "language": "en", "preview": "1"}).content.decode()
    assert "data:image/png;base64," in shown
    broken = office.post(address, {"source": GOOD + "\n#(", "language": "en", "reason": "x", "use": "1"}).content.decode()
    assert "mistake in line 4" in broken
    assert "letterhead(p)" in broken  # what was typed is not lost
    lacking = office.post(address, {"source": HIDES, "language": "en", "reason": "x", "use": "1"}).content.decode()
    assert "must stand on the paper" in lacking
    assert not Wording.objects.exists()
    assert office.post(address, {"source": GOOD, "language": "en", "reason": "shorter", "use": "1"}).status_code == 302
    assert "shorter" in office.get(address).content.decode()
    assert office.post(address, {"source": GOOD, "language": "en", "reason": "as before", "shipped": "1"}).status_code == 302
    assert [row.shipped for row in Wording.objects.order_by("version")] == [False, True]
    assert office.get("/papers/templates/letter/").status_code == 404


def test_nobody_below_the_county_changes_templates(east: Client) -> None:
    for address in ("", f"{CERTIFICATE}/", f"{CERTIFICATE}/file"):
        assert east.get(f"/papers/templates/{address}").status_code == 404


def test_the_api_issues_withdraws_lists_and_verifies(east: Client, county: Actor) -> None:
    from shouwang.papers.exchange.specimens import specimen

    person = somebody()
    body = [{"kind": CERTIFICATE, "area": "980101100200", "facts": specimen(CERTIFICATE, "en"), "language": "en", "person_id": str(person)}]
    [said] = east.post("/api/v1/papers", body, content_type="application/json").json()["verdicts"]
    assert said["outcome"] == "accepted"
    [one] = east.get(f"/api/v1/papers/of/{person}").json()
    assert (one["number"], one["language"]) == ("980101-CC-20200208-0001", "en")
    assert east.get(f"/api/v1/papers/{one['id']}.pdf").content.startswith(b"%PDF-")
    shown = {"number": one["number"], "code": check_code(_token(UUID(one["id"]), county))}
    assert Client().post("/api/v1/papers/verify", shown, content_type="application/json").json()["state"] == "valid"
    gone = [{"paper_id": one["id"], "reason": "a mistake"}]
    assert east.post("/api/v1/papers/withdrawn", gone, content_type="application/json").json()["verdicts"][0]["outcome"] == "accepted"
    assert Client().post("/api/v1/papers/verify", shown, content_type="application/json").json()["state"] == "withdrawn"
    assert signed_in("township_officer", WEST).get(f"/api/v1/papers/of/{person}").status_code == 404
