"""Set-up: an old python3 is enough, work is done once, what is missing is said in one line; the wheel is whole."""

import importlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    module = importlib.import_module("steps")
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(module, "LOGS", tmp_path / "log")
    return module


@pytest.fixture
def interpreters(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("interpreters")


def test_a_step_is_done_once_and_again_when_its_input_changes_or_its_result_is_gone(
    steps: ModuleType, tmp_path: Path
) -> None:
    lock, result, done = tmp_path / "lock", tmp_path / "result", []

    def work() -> None:
        done.append(1)
        result.write_text("built")

    step = steps.Step("example", "Example", [lock], work, result)
    lock.write_text("one")
    assert [step.run(), step.run()] == [True, False]
    lock.write_text("two")
    assert [step.run(), step.run()] == [True, False]
    result.unlink()
    assert [step.run(), step.run()] == [True, False]
    assert len(done) == 3


def test_a_failed_step_is_done_again_and_shows_what_the_command_said(steps: ModuleType, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such package'); raise SystemExit(3)"]
    step = steps.Step("example", "Example", ["one"], lambda: steps.command(command, "example", cwd=str(tmp_path)))
    for _ in range(2):
        with pytest.raises(steps.Stopped, match="no such package"):
            step.run()


def test_an_interpreter_is_found_on_the_path_or_under_pyenv(
    interpreters: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    version = sys.version_info[:2]
    home = tmp_path / "versions" / f"{version[0]}.{version[1]}.0" / "bin"
    home.mkdir(parents=True)
    (home / "python").symlink_to(sys.executable)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", "/nonexistent")
    assert [str(home / "python")] in list(interpreters.candidates(version))
    assert interpreters.ask([str(home / "python")])[0] == list(version)


def test_without_a_new_interpreter_one_line_says_so(
    interpreters: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    setup = importlib.import_module("setup")
    monkeypatch.setattr(interpreters, "ask", lambda _command: None)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    assert setup.main() == 1
    said = capsys.readouterr().err.strip()
    assert "Python 3.12 or newer" in said
    assert "\n" not in said


def test_the_scripts_of_the_set_up_keep_to_old_words() -> None:
    for name in ("setup", "steps", "interpreters", "node"):
        source = (SCRIPTS / f"{name}.py").read_text()
        assert not re.search(r":=|\bmatch \w+:|-> ", source), f"{name}.py must run under any python3"


def test_the_locks_name_versions_and_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        assert "://" not in lock
        packages = re.findall(r"^[a-z0-9].*$", lock, re.MULTILINE)
        assert all(re.fullmatch(r"[\w.\[\]-]+==\S+ \\", line) for line in packages)
        assert len(re.findall(r"\\\n    --hash=sha256:[0-9a-f]{64}", lock)) >= len(packages)


def test_every_direct_dependency_says_why_it_is_there_and_is_locked() -> None:
    for name in ("requirements", "requirements-dev"):
        wanted = [line for line in (ROOT / f"{name}.in").read_text().splitlines() if re.match(r"\w", line)]
        locked = {
            re.sub(r"[._]", "-", line).lower()
            for line in re.findall(r"^[\w.-]+(?===)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE)
        }
        for line in wanted:
            assert re.search(r"\s# \w.{10,}", line), f"say why: {line}"
            assert re.sub(r"[._]", "-", re.match(r"[\w.-]+", line)[0]).lower() in locked, f"make lock: {line}"


@pytest.mark.slow
def test_a_second_set_up_has_nothing_to_do() -> None:
    first = subprocess.run(["python3", str(SCRIPTS / "setup.py")], capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    second = subprocess.run(["python3", str(SCRIPTS / "setup.py")], capture_output=True, text=True, check=False)
    assert second.stdout == "Set-up: nothing to do.\n"


@pytest.mark.slow
def test_the_wheel_holds_front_end_catalogues_and_packs_and_no_tests(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    for wanted in ("shouwang/ui/static/ui/app.css", "shouwang/locale/zh_Hans/LC_MESSAGES/django.mo"):
        assert wanted in names
    assert any(re.fullmatch(r"shouwang/policy/packs/.+\.toml", name) for name in names)
    assert not [name for name in names if "/tests/" in name]
