"""A backup of a large registry and of the example, made and checked, beside a bare copy of the file."""

import shutil
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from aic_desktop import bootstrap
from aic_desktop.store.backups import FileBackups
from tests.benchmarks.large_registry import build


def milliseconds(action: Callable[[], object]) -> float:
    begin = perf_counter()
    action()
    return (perf_counter() - begin) * 1000


@pytest.mark.benchmark
@pytest.mark.parametrize("cases", [2, 10_000])
def test_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: int) -> None:
    """Floor: the file copied by the system, opened by nobody."""
    path = tmp_path / "r.aic"
    if cases == 2:
        bootstrap.write_example(str(path))
    else:
        build(path, cases, cases * 100)
    floor = milliseconds(lambda: shutil.copyfile(path, tmp_path / "copy"))
    backups = FileBackups(path)
    made = milliseconds(backups.make)
    again = milliseconds(backups.make)
    (backup,) = backups.there()
    with capsys.disabled():
        print(f"\n{cases:,} cases, {path.stat().st_size >> 20} MB: made and checked in {made:.0f} ms,")
        print(f"{made / floor:.1f} times a bare copy ({floor:.0f} ms); nothing changed {again:.0f} ms")
    assert (backup.cases, backup.fault) == (cases, "")
