"""run.py and first_start.py: what they decide and what they say; test_first_start.py does it for real."""

import ast
import importlib.util
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import first_start
import run

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["requirements.txt", "requirements-dev.txt"]


# What is decided


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 15), (4, 0)])
def test_an_unfit_python_is_named_with_the_cure(version: tuple[int, int]) -> None:
    words = run.unfit_python(version)

    assert "this is Python {}.{}".format(*version) in words
    assert "python3.13 run.py" in words


def test_the_pythons_that_start_are_those_of_the_package() -> None:
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])

    for version in [(3, minor) for minor in range(8, 20)]:
        assert (run.unfit_python(version) == "") == ("{}.{}".format(*version) in allowed)


def test_an_old_python_can_read_run_py_as_far_as_the_words() -> None:
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 6))


def test_arguments_reach_the_program_untouched() -> None:
    words = run.command("/x", ["export", "--to", "a b", "test"])

    assert words == [
        first_start.venv_python("/x"),
        "-I",
        "-m",
        "aic_desktop",
        "export",
        "--to",
        "a b",
        "test",
    ]


def test_test_runs_pytest_in_parallel_and_slow_chooses_the_slow_ones() -> None:
    pytest_alone = [first_start.venv_python("/x"), "-m", "pytest", "-n", "auto", "--maxprocesses", "4"]

    assert run.command("/x", ["test", "tests/unit", "-k", "day"]) == [
        *pytest_alone,
        "tests/unit",
        "-k",
        "day",
    ]
    assert run.command("/x", ["test", "--slow", "-x"]) == [*pytest_alone, "-m", "slow", "-x"]


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A folder in which a set-up is finished, as far as can be told without running anything."""
    (tmp_path / "requirements.txt").write_text("a==1\n")
    python = Path(first_start.venv_python(str(tmp_path)))
    python.parent.mkdir(parents=True)
    python.symlink_to(os.path.realpath(sys.executable))
    first_start.write_stamp(
        str(tmp_path),
        {
            "format": first_start.STAMP_FORMAT,
            "python": first_start.THIS_PYTHON,
            "interpreter": first_start.interpreter(str(tmp_path)),
            "requirements.txt": first_start.digest(str(tmp_path), "requirements.txt"),
            "libraries": "complete",
        },
    )
    return tmp_path


def test_a_finished_set_up_is_left_alone(finished: Path) -> None:
    assert first_start.is_ready(str(finished), ["requirements.txt"])


def other(key: str, value: str) -> Callable[[Path], None]:
    return lambda root: first_start.write_stamp(str(root), {**first_start.read_stamp(str(root)), key: value})


def point_python_at(target: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        python = Path(first_start.venv_python(str(root)))
        python.unlink()
        python.symlink_to(target)

    return change


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda root: Path(first_start.stamp_path(str(root))).unlink(), id="interrupted"),
        pytest.param(lambda root: Path(first_start.stamp_path(str(root))).write_text("torn"), id="torn"),
        pytest.param(lambda root: shutil.rmtree(root / ".venv"), id="no .venv"),
        pytest.param(lambda root: (root / "requirements.txt").write_text("a==2\n"), id="new requirements"),
        pytest.param(other("format", "0"), id="older set-up"),
        pytest.param(other("python", "3.9"), id="another Python"),
        pytest.param(other("libraries", "missing"), id="libraries were missing"),
        pytest.param(point_python_at("/nowhere/python3"), id="deleted Python"),
        pytest.param(point_python_at("/bin/sh"), id="replaced Python"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no links in .venv")
def test_whatever_is_amiss_is_noticed(finished: Path, damage: Callable[[Path], None]) -> None:
    damage(finished)

    assert not first_start.is_ready(str(finished), ["requirements.txt"])


def test_tests_need_their_tools_as_well(finished: Path) -> None:
    (finished / "requirements-dev.txt").write_text("b==1\n")
    stamp = first_start.read_stamp(str(finished))

    assert first_start.outdated(str(finished), stamp, LOCKS) == ["requirements-dev.txt"]


# What is said


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("WARNING: Retrying ... NewConnectionError(...)\nERROR: No matching distribution found", "internet"),
        ("WARNING: Retrying ... SSLError(SSLCertVerificationError(1, ...))", "institution's package mirror"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "Make room",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "was not installed"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "numpy==2.4.6"),
        ("first\nERROR: something new", "something new"),
    ],
)
def test_a_failed_installation_is_explained(output: str, words: str) -> None:
    assert words in str(first_start.why_pip_failed(output))


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libX11.so.6", "libx11-6"),
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_a_library_is_found_in_its_debian_package(library: str, package: str) -> None:
    assert first_start.debian_package(library) == package


def test_missing_libraries_are_named_with_the_command() -> None:
    words = first_start.library_words(["libGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"])

    assert "sudo apt-get install -y libgl1 libglib2.0-0\n" in words


@pytest.mark.parametrize(
    ("prefix", "cure"),
    [("/usr", "sudo apt-get install -y python3.11-venv"), ("/opt/python", "complete Python")],
)
def test_a_python_without_venv_is_told_its_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prefix: str, cure: str
) -> None:
    monkeypatch.setattr(sys, "base_prefix", prefix)
    monkeypatch.setattr(first_start, "THIS_PYTHON", "3.11")
    monkeypatch.setattr(first_start, "install_with_apt", lambda _: False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(first_start.Refused, match=cure):
        first_start.make_venv(str(tmp_path))
    assert not (tmp_path / ".venv").exists()


def test_a_full_disk_is_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 12_000_000))

    with pytest.raises(first_start.Refused, match="12 MB are free"):
        first_start.make_venv(str(tmp_path))
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (first_start.Refused("Say this."), 1, "Say this."),
        (PermissionError(13, "Permission denied", "/x/.venv"), 1, "/x/.venv: Permission denied"),
        (KeyboardInterrupt(), 130, "Start again"),
    ],
)
def test_trouble_is_said_in_words_with_its_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: BaseException,
    status: int,
    words: str,
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(first_start, "is_ready", lambda *_: False)
    monkeypatch.setattr(first_start, "set_up", stop)

    assert run.main([]) == status
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.out == ""


# The locked requirements


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 5
    assert all(re.match(r"[\w.-]+==[\w.]+ ", package) for package in packages)
    assert all("\n    --hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--index|--find-links|^/|@ ", text, re.MULTILINE)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", "\n".join(map(read, LOCKS)), re.MULTILINE):
        pins.setdefault(name.lower(), set()).add(version)

    for text in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]:
        asked = Requirement(text)
        assert pins[asked.name.lower()]
        assert all(asked.specifier.contains(version) for version in pins[asked.name.lower()]), text


def read(name: str) -> str:
    return (ROOT / name).read_text()
