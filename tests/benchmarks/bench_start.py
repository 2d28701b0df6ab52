"""From the start of the process to a painted window and a filled list, beside a bare window's start."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from aic_desktop import bootstrap
from aic_desktop.services.example import example_changes

ROUNDS = 7
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", time.time(), flush=True)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window()
window.show()
app.exec()
"""
OURS = "import sys; from aic_desktop.bootstrap import show_window; show_window(sys.argv[1])"


@pytest.mark.benchmark
def test_start(tmp_path: Path) -> None:
    """Floor: painted in 4 times, filled in 6 times what a bare QMainWindow takes in the same run."""
    file = tmp_path / "registry.aic"
    cases = bootstrap.registry(str(file), True).cases
    cases.apply(example_changes())
    cases.close()
    _times(OURS, str(file))  # writes the byte code
    rounds = [(_times(BARE), _times(OURS, str(file))) for _ in range(ROUNDS)]
    bare = median(b["painted"] for b, _ in rounds)
    print(f"\nbare QMainWindow painted after {bare * 1000:.0f} ms (median of {ROUNDS})")
    for what, floor in (("painted", 4), ("filled", 6)):
        ours = median(o[what] for _, o in rounds)
        print(f"{what} after {ours * 1000:.0f} ms: {ours / bare:.1f} times the bare window; floor {floor}")


def _times(source: str, *arguments: str) -> dict[str, float]:
    """Seconds from the start of the process to what it prints."""
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        env={**os.environ, "AIC_DESKTOP_TIMING": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    printed = (line.split() for line in done.stdout.splitlines())
    return {what: float(at) - started for what, at in printed}
