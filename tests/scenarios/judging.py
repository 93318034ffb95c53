"""Reads the product's own report and lists, and compares: figures, states of single records, probes."""

from typing import TYPE_CHECKING, Any

from tests.scenarios.kinds import IMPORTED, KINDS, moment
from tests.scenarios.wire import VILLAGE_ROLES

if TYPE_CHECKING:
    from tests.scenarios.playing import Play

OUTCOMES = {"refuse": {"refused"}, "duplicate": {"duplicate"}, "accept": {"accepted", "accepted_with_warnings"}, "flag": {"accepted", "accepted_with_warnings"}}


# ---- figures
def figures(play: "Play") -> None:
    """Every expected figure of the daily report."""
    for expected in play.scenario.expectations:
        report = daily(play, expected)
        for item in expected["items"]:
            what = f"{expected['id']} {item['item']} {item['column']}"
            line = report.get(item["item"])
            if line is None:
                play.score.skip(f"figure {what}", "its feature is not built yet")
            else:
                play.score.compare(what, item["value"], line[item["column"]])


def daily(play: "Play", expected: dict[str, Any]) -> dict[str, Any]:
    """The daily report as the API gives it, by item."""
    query = dict(expected["subject"]) | {"date": str(expected["date"]), "as_of": expected.get("as_of", "")}
    answer = play.wire.get("reports/daily", **query)
    if "items" not in answer:
        play.score.compare(f"report of {expected['subject']} on {expected['date']}", "a report", answer)
    return {line["item"]: line for line in answer.get("items", [])}


def ratios(play: "Play") -> None:
    """Checks of kind ratio: a quotient of figures on the last report day."""
    for check in play.scenario.checks:
        if check["kind"] == "ratio":
            where = check["where"]
            report = daily(play, {"subject": {"area": where["area"]}, "date": play.meta["report_dates"][-1]})
            below = sum(report[item]["now"] for item in where["denominator"])
            play.score.compare(check["id"], check["expect"]["value"], round(report[where["numerator"]]["now"] / below, 1))


# ---- single records
def check(play: "Play", asked: dict[str, Any]) -> None:
    """One record found by its row has the expected fields."""
    if asked["kind"] == "ratio":
        return
    if asked["kind"] == "transfer_list":
        _transfers(play, asked)
        return
    readers = {"arrival": _arrival, "observation": _observation}
    if asked["kind"] not in readers:
        play.score.skip(f"check {asked['id']}", f"{asked['kind']} is not built yet")
        return
    found = readers[asked["kind"]](play, asked["found"]["row"])
    for name, value in asked["expect"].items():
        play.score.compare(f"{asked['id']} {name}", value, found.get(name))


def _transfers(play: "Play", asked: dict[str, Any]) -> None:
    found = play.wire.get("arrivals/transfers/summary", date=str(asked["where"]["date"]))
    for name, value in asked["expect"].items():
        play.score.compare(f"{asked['id']} {name}", value, found.get(name))


def _arrival(play: "Play", row: dict[str, Any]) -> dict[str, Any]:
    found = play.wire.post("arrivals/find", {"id_numbers": [row["id_number"]]}, "command_office")
    return (found.get("arrivals") or [{}])[0]


def _observation(play: "Play", row: dict[str, Any]) -> dict[str, Any]:
    found = play.wire.post("quarantine/observations/find", {"id_numbers": [row["id_number"]]}, "command_office")
    one = (found.get("observations") or [{}])[0] or {}
    return one | {"due_on": one.get("measure_due_on")}  # the last day of the measure that the row orders


# ---- probes
def probe(play: "Play", asked: dict[str, Any]) -> None:
    """An input that must not simply go through."""
    ledger = asked["ledger"] if asked["via"] == "import" and asked["ledger"] in IMPORTED else None
    if asked["kind"] not in KINDS and ledger is None:
        play.score.skip(f"probe {asked['probe']}", f"{asked['kind']} is not built yet")
        return
    verdicts = [verdict for rows, area in _split(asked) for verdict in play.send(asked["kind"], ledger, rows, asked["by"], area)]
    play.score.compare(f"probe {asked['probe']}", asked["outcome"], _outcome(asked, verdicts))
    if asked.get("expect_area"):
        play.score.compare(f"probe {asked['probe']} area", asked["expect_area"], _area_of(play, asked))
    if ledger and asked["outcome"] in ("flag", "accept"):
        # The figures of the file speak of its rows alone: what a probe brought in is taken back, as a whole, by the product's own undo.
        play.wire.take_back_last_import(asked["by"])


def _split(asked: dict[str, Any]) -> list[tuple[list[dict[str, Any]], str]]:
    """Rows with their time, one group for each area where the role acts for its area only."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in asked["rows"]:
        area = entry["row"].get("area", "") if asked["by"] in VILLAGE_ROLES else ""
        groups.setdefault(area, []).append(entry["row"] | {"at": moment(entry["at"])})
    return [(rows, area) for area, rows in groups.items()]


def _outcome(asked: dict[str, Any], verdicts: list[dict[str, Any]]) -> str:
    """The outcome asked for if every verdict has it (and the code, if one is named); else what came instead."""
    wanted, code = OUTCOMES[asked["outcome"]], (asked.get("code") or "").casefold()
    for verdict in verdicts:
        codes = {str(verdict.get("code", "")).casefold(), *(str(warned["code"]).casefold() for warned in verdict.get("warnings", []))}
        if verdict.get("outcome") not in wanted or (code and code not in codes):
            return f"{verdict.get('outcome')} {sorted(codes - {''})} {verdict.get('reason', '')}"
    return asked["outcome"]


def _area_of(play: "Play", asked: dict[str, Any]) -> str:
    """The code of the area where the row was registered, from the list of that area."""
    name = asked["rows"][0]["row"]["full_name"]
    found = play.wire.get("arrivals", area=asked["expect_area"])["arrivals"]
    return next((one["area_code"] for one in found if one["person"] and one["person"]["name"] == name), "")
