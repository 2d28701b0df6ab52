"""The published patients as they look: in the window, light and dark, and as a figure.

Compared at half their size, so that the edges of letters may differ from machine to machine.
AIC_REWRITE_GOLDEN=1 paints the pictures anew: look at them before they are committed.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Count
from aic_desktop.reporting.scene import timeline
from aic_desktop.ui import theme
from aic_desktop.ui.figure import Look, figure
from aic_desktop.ui.figure_files import image
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import published_1, published_2
from tests.values import exactly

FOLDER = Path(__file__).parent.parent / "golden"
LARGEST = 150_000  # bytes of a picture in the repository
_MEAN, _FAR, _SHARE = 1.0, 50, 0.003  # of 255; what is far off; the share of pixels that may be


def window(qtbot: QtBot, case: Case, dark: bool = False) -> QImage:
    """The drawing area of the timeline, in the bundled font."""
    view = TimelineView()
    qtbot.addWidget(view)
    font = QApplication.font()
    font.setFamily(theme.ensure_font())
    font.setPixelSize(13)
    view.setFont(font)
    if dark:
        palette = QPalette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, QColor("#202124"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
        view.setPalette(palette)
    view.resize(960, 620)
    view.show()
    view.show_case(case)
    QApplication.processEvents()
    return view._board.grab().toImage()


def printed(_qtbot: QtBot, case: Case) -> QImage:
    """The figure of 170 mm at 96 dpi."""
    return image(figure(timeline(case), Look(170)), 96)


def darkened(qtbot: QtBot, case: Case) -> QImage:
    return window(qtbot, case, dark=True)


PICTURES: dict[str, tuple[Callable[[QtBot, Case], QImage], Callable[[], Case]]] = {
    "published_1_window": (window, published_1),
    "published_2_dark": (darkened, published_2),
    "published_1_figure": (printed, published_1),
    "published_2_figure": (printed, published_2),
}


def channels(picture: QImage) -> NDArray[np.int16]:
    """Rows, columns and colours at half the size."""
    size = picture.size() / 2
    small = picture.convertToFormat(QImage.Format.Format_RGB888).scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    small = small.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(small.constBits(), np.uint8).reshape(small.height(), small.bytesPerLine())
    return rows[:, : 3 * small.width()].reshape(small.height(), small.width(), 3).astype(np.int16)


def difference(one: QImage, other: QImage) -> tuple[float, float]:
    """The mean difference of all channels, and the share of pixels that are far off."""
    a, b = channels(one), channels(other)
    if a.shape != b.shape:
        return 255.0, 1.0
    away = np.abs(a - b)
    return float(away.mean()), float((away.max(axis=2) > _FAR).mean())


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_reviewed_one(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    paint, case = PICTURES[name]
    file, found = FOLDER / f"{name}.png", paint(qtbot, case())
    if os.environ.get("AIC_REWRITE_GOLDEN"):
        found.save(str(file))
    found.save(str(tmp_path / file.name))
    mean, far = difference(found, QImage(str(file)))
    assert mean < _MEAN, f"{mean:.2f} apart; it looks like {tmp_path / file.name}"
    assert far < _SHARE, f"{far:.2%} of it far off; it looks like {tmp_path / file.name}"


@pytest.mark.parametrize("name", ["published_1_window", "published_1_figure"])
def test_one_count_that_is_another_makes_another_picture(qtbot: QtBot, name: str) -> None:
    paint, case = PICTURES[name]
    record = next(count for count in case().counts if count.day and count.day.text == "+152")
    changed = case().with_record(replace(record, value=exactly(120, "10*9/L")))
    assert isinstance(record, Count)
    assert difference(paint(qtbot, changed), QImage(str(FOLDER / f"{name}.png")))[1] > 0.0005


def test_pictures_are_few_and_small() -> None:
    files = {file.stem: file.stat().st_size for file in FOLDER.glob("*.png")}
    assert set(files) == set(PICTURES)
    assert max(files.values()) < LARGEST
