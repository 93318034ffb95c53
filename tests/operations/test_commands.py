"""The command line: every command explains itself; answers in words and in JSON; failures in one sentence."""

import json
from pathlib import Path

import pytest

from shouwang.project.cli import main, parser
from tests.operations.installations import Installation

COMMANDS = (
    ["serve"],
    ["migrate"],
    ["demo"],
    ["areas", "load"],
    ["import"],
    ["report", "daily"],
    ["recount"],
    ["find-doubles"],
    ["channels", "list"],
    ["channels", "add"],
    ["channels", "test"],
    ["channels", "remove"],
    ["user", "add"],
    ["backup"],
    ["restore"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([*command, "--help"])
    assert ended.value.code == 0
    assert f"shouwang {' '.join(command)}" in capsys.readouterr().out


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != ["serve"]], ids=" ".join)
def test_every_command_that_answers_takes_json(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([*command, "--help"])
    assert "--json" in capsys.readouterr().out


def test_help_needs_no_database_and_no_django() -> None:
    done = Installation(Path("/nonexistent")).python(
        "-X", "importtime", "-c", "from shouwang.project.cli import parser; parser().format_help()"
    )
    assert done.returncode == 0
    assert "django" not in done.stderr


@pytest.mark.slow
def test_an_official_list_of_areas_may_be_loaded_twice(prepared: Installation, tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text(
        "code,name,level,parent,kind\n420000000000,湖北省,province,,\n420100000000,武汉市,city,420000000000,\n"
    )
    assert prepared.run("areas", "load", str(file)).returncode == 0
    again = json.loads(prepared.run("areas", "load", str(file), "--json").stdout)
    assert again == {"rows": 2, "counts": {"duplicate": 2}, "refused": []}


@pytest.mark.slow
def test_a_user_gets_a_post_by_path_or_code_and_a_password_shown_once(prepared: Installation, tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text("code,name,level,parent,kind\n430000000000,湖南省,province,,\n")
    prepared.run("areas", "load", str(file))
    first = json.loads(prepared.run("user", "add", "wang", "--role", "operator", "--area", "43", "--json").stdout)
    by_path = ("user", "add", "wang", "--role", "supervisor", "--area", first["area"], "--json")
    again = json.loads(prepared.run(*by_path).stdout)
    assert first["new"]
    assert len(first["password"]) >= 12
    assert not again["new"]
    assert "password" not in again


@pytest.mark.slow
def test_a_channel_is_set_up_tried_and_removed_and_its_address_is_shown_nowhere(prepared: Installation, tmp_path: Path) -> None:
    file, key = tmp_path / "areas.csv", "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
    file.write_text("code,name,level,parent,kind\n440000000000,广东省,province,,\n")
    prepared.run("areas", "load", str(file))
    asked = ("channels", "add", "--area", "44", "--kind", "wecom", "--label", "省群", "--json")
    added = json.loads(prepared.run(*asked, typed=f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}\n").stdout)
    shown = prepared.run("channels", "list", "--area", "44", "--json").stdout
    [row] = json.loads(shown)["channels"]
    assert (row["id"], row["kind"], row["label"], row["last_state"]) == (added["id"], "wecom", "省群", None)
    assert key not in shown
    refused = prepared.run(*asked, typed="https://example.com/hook\n")
    assert (refused.returncode, "robot_address" in refused.stderr) == (1, True)
    assert prepared.run("channels", "remove", "省群", "--area", "44").returncode == 0
    assert json.loads(prepared.run("channels", "list", "--area", "44", "--json").stdout) == {"channels": []}


@pytest.mark.slow
def test_a_test_message_says_what_became_of_it(prepared: Installation, tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text("code,name,level,parent,kind\n450000000000,广西壮族自治区,province,,\n")
    prepared.run("areas", "load", str(file))
    added = json.loads(prepared.run("channels", "add", "--area", "45", "--kind", "trial", "--label", "试发", "--json").stdout)
    done = prepared.run("channels", "test", added["id"], "--json")
    assert (done.returncode, json.loads(done.stdout)["state"]) == (0, "recorded")
    assert json.loads(prepared.run("channels", "list", "--area", "45", "--json").stdout)["channels"][0]["last_state"] == "recorded"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["user", "add", "x", "--role", "operator", "--area", "999"], "There is no area 999"),
        (["areas", "load", "/nonexistent.csv"], "cannot be read"),
        (["report", "daily", "--date", "2020-02-05"], "Name an area or a unit"),
        (["channels", "test", "没有这个群"], "There is no such channel"),
    ],
)
def test_a_failure_is_one_sentence(prepared: Installation, arguments: list[str], sentence: str) -> None:
    done = prepared.run(*arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SHOUWANG_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "SHOUWANG_HOME" in said
    assert str(tmp_path / "file") in said
