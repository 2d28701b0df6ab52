"""A real first start from a copy of the checkout, and everything that may go wrong around it."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="uses POSIX signals and links")]

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, os, sys
import aic_probe
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "probe": aic_probe.version}))
sys.exit(7)
"""


class Start(NamedTuple):
    """What one start answered."""

    status: int
    printed: str
    said: str

    @property
    def seen(self) -> dict[str, object]:
        """What the program found around itself."""
        return dict(json.loads(self.printed))


def wheel(folder: Path, version: str) -> str:
    """Make a package without any index, and return its locked requirement."""
    path = folder / f"aic_probe-{version}-py3-none-any.whl"
    about = f"aic_probe-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("aic_probe.py", f"version = {version!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: aic-probe\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", f"aic_probe.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")
    return f"aic-probe=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def require(root: Path, lines: str) -> None:
    """Ask for these packages, to be found in the copy's own folder."""
    (root / "requirements.txt").write_text(f"--no-index\n--find-links wheels\n{lines}")


def start(root: Path, *arguments: str, **environment: str) -> Start:
    """Start from another folder, in which files lie that must not be mistaken for the program's."""
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "aic_probe.py").write_text("raise SystemExit('the wrong module')\n")
    done = subprocess.run(
        [sys.executable, str(root / "run.py"), *arguments],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(elsewhere), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    return Start(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with a small program and one small package, in a folder with a blank in its name."""
    root = tmp_path / "my copy"
    (root / "aic_desktop").mkdir(parents=True)
    (root / "aic_desktop" / "__main__.py").write_text(PROGRAM)
    for name in ("run.py", "first_start.py"):
        shutil.copy(ROOT / name, root)
    (root / "wheels").mkdir()
    require(root, wheel(root / "wheels", "1.0"))
    return root


def test_the_first_start_sets_up_and_the_later_ones_start_at_once(copy: Path) -> None:
    first, second = start(copy, "export", "a b"), start(copy)

    assert first.status == second.status == 7
    assert first.seen == {
        "arguments": ["export", "a b"],
        "folder": str(copy.parent / "elsewhere"),
        "probe": "1.0",
    }
    assert first.said.startswith("Setting up aic_desktop in ")
    assert len(first.said.splitlines()) == 3
    assert second.seen["probe"] == "1.0"
    assert second.said == ""

    moved = copy.rename(copy.parent / "moved")
    assert start(moved) == second

    require(moved, wheel(moved / "wheels", "2.0"))
    assert start(moved).seen["probe"] == "2.0"


def test_a_set_up_killed_in_the_middle_is_made_good(copy: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(copy / "run.py")], stderr=subprocess.DEVNULL, start_new_session=True
    )
    give_up = time.monotonic() + 60
    while not list(copy.glob(".venv/lib/python*/site-packages/pip")) and time.monotonic() < give_up:
        os.sched_yield()
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (copy / ".venv" / "aic_desktop.stamp").exists()

    assert start(copy).seen["probe"] == "1.0"


def test_a_venv_whose_python_was_deleted_is_made_anew(copy: Path) -> None:
    assert start(copy).status == 7
    python = copy / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")

    assert start(copy).seen["probe"] == "1.0"


def test_two_first_starts_at_once_share_one_set_up(copy: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, str(copy / "run.py")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]

    assert [process.returncode for process in both] == [7, 7]
    assert sum("Setting up" in words for words in said) == 1


def test_without_a_network_the_words_say_so_and_the_finished_set_up_stays(copy: Path) -> None:
    assert start(copy).status == 7
    before = (copy / "requirements.txt").read_text()
    nobody = before.replace("--no-index", "--index-url http://127.0.0.1:9/").replace("==1.0", "==3.0")
    (copy / "requirements.txt").write_text(nobody)

    refused = start(copy, PIP_RETRIES="1")
    assert refused.status == 1
    assert "Connect this computer to the internet" in refused.said
    assert "Traceback" not in refused.said

    (copy / "requirements.txt").write_text(before)
    assert start(copy).said == ""


def test_a_package_other_than_the_locked_one_is_not_installed(copy: Path) -> None:
    require(copy, f"aic-probe==1.0 --hash=sha256:{'0' * 64}\n")

    refused = start(copy)

    assert refused.status == 1
    assert "it was not installed" in refused.said
    assert refused.printed == ""
