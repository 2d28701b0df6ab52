"""The window is painted before anything that opens a registry is loaded."""

import os
import subprocess
import sys
from pathlib import Path

from aic_desktop import bootstrap
from aic_desktop.services.example import example_changes

WATCHED = """
import sys
from aic_desktop.ui import app
from aic_desktop import bootstrap
go = app._Start.go

def watched(start):
    heavy = {"sqlalchemy", "alembic", "numpy", "pyqtgraph"}
    print("loaded", sorted(heavy & set(sys.modules)))
    go(start)

app._Start.go = watched
bootstrap.show_window(sys.argv[1])
"""


def run(source: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        env={**os.environ, "AIC_DESKTOP_TIMING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_painted_first_then_filled(tmp_path: Path) -> None:
    file = str(tmp_path / "registry.aic")
    registry = bootstrap.registry(file, True)
    registry.cases.apply(example_changes())
    registry.cases.close()
    lines = run(WATCHED, file).splitlines()
    assert lines[0] == "loaded []"
    assert [line.split()[0] for line in lines[1:]] == ["painted", "filled"]
