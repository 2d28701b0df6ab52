"""The program's own files are found beside a checkout and inside a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aic_desktop import paths

ROOT = Path(__file__).parents[2]


def copied_package(to: Path) -> Path:
    """A package of the same layout with its own paths.py, and nothing beside it yet."""
    package = to / "aic_desktop"
    package.mkdir(parents=True)
    for name in ("__init__.py", "paths.py"):
        (package / name).write_bytes((ROOT / "aic_desktop" / name).read_bytes())
    return package


def found(by: Path) -> list[str]:
    """What paths.py of the package beside by answers in a Python of its own, run from elsewhere."""
    script = "from aic_desktop import paths; print(paths.resources()); print(paths.db())"
    run = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(by)!r}); {script}"]
    done = subprocess.run(run, cwd=by.parent, check=False, capture_output=True, text=True)
    return done.stdout.splitlines() or [done.stderr.splitlines()[-1]]


def test_a_checkout_has_its_files_beside_the_package() -> None:
    assert paths.resources() == ROOT / "resources"
    assert paths.db() == ROOT / "db"


def test_an_installed_package_has_its_files_inside(tmp_path: Path) -> None:
    package = copied_package(tmp_path / "site")
    inside = [package / "_data" / "resources", package / "_data" / "db"]
    for folder in [*inside, tmp_path / "site" / "resources"]:
        folder.mkdir(parents=True)

    assert found(tmp_path / "site") == [str(folder) for folder in inside]


def test_missing_files_are_named(tmp_path: Path) -> None:
    copied_package(tmp_path / "site")

    (answer,) = found(tmp_path / "site")

    assert "installation is incomplete" in answer
    assert str(tmp_path / "site" / "resources") in answer


@pytest.mark.slow
def test_the_wheel_carries_every_file_of_resources_and_db(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")

    inside = tmp_path / "site" / "aic_desktop" / "_data"
    assert found(tmp_path / "site") == [str(inside / "resources"), str(inside / "db")]
    tracked = subprocess.run(
        ["git", "ls-files", "resources", "db"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert tracked
    assert {f"aic_desktop/_data/{name}" for name in tracked} <= names
    assert not [name for name in names if name.startswith(("tests/", ".ci/", "run.py", "first_start"))]
