"""Any picture as a file for a journal: exact measures, embedded fonts, text as text."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from aic_desktop.domain.problem import Problem
from aic_desktop.ui import theme
from aic_desktop.ui.figure_files import Picture, image, pixels, width_of, write_picture

pytestmark = pytest.mark.usefixtures("qapp")
needs_pdffonts = pytest.mark.skipif(
    shutil.which("pdffonts") is None, reason="pdffonts of poppler-utils is not installed"
)


def written(path: Path, millimetres: float = 85.0) -> Path:
    font = QFont(theme.ensure_font())
    font.setPixelSize(10)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(QColor("#0a4c95"))
        painter.drawText(QPointF(10, 20), "Platelets ×10⁹/L <3 & more")

    picture = Picture(QSizeF(width_of(millimetres), pixels(30)), paint, "A <title>", "said & done")
    write_picture(picture, path)
    return path


@pytest.mark.parametrize("millimetres", [85, 120, 170, 133.7])
def test_an_svg_is_exactly_as_wide_as_asked_for(tmp_path: Path, millimetres: float) -> None:
    text = written(tmp_path / "a.svg", millimetres).read_text(encoding="utf-8")
    assert f'<svg width="{millimetres:g}mm" height="30mm"' in text
    assert "Platelets ×10⁹/L &lt;3 &amp; more</text>" in text
    assert 'font-family="Inter, Arial' in text


@needs_pdffonts
def test_every_font_of_a_pdf_is_embedded(tmp_path: Path) -> None:
    command = ["pdffonts", str(written(tmp_path / "a.pdf"))]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert [line.split()[0] for line in lines] == ["Inter-Regular"]
    assert all(re.search(r"Identity-H +yes ", line) for line in lines)


def test_a_picture_keeps_a_white_ground_where_nothing_is_painted(tmp_path: Path) -> None:
    found = QImage(str(written(tmp_path / "a.png")))
    assert found.pixelColor(found.width() - 1, found.height() - 1) == QColor("#ffffff")
    assert found.text("Title") == "A <title>"
    assert (found.width(), found.height()) == (round(85 / 25.4 * 600), round(30 / 25.4 * 600))


def test_a_picture_in_other_dots_has_the_same_size_on_paper() -> None:
    picture = Picture(QSizeF(pixels(85), pixels(30)), lambda _painter: None, "title")
    small, large = image(picture, 96), image(picture, 300)
    assert small.width() / small.dotsPerMeterX() == pytest.approx(large.width() / large.dotsPerMeterX(), 0.01)


@pytest.mark.parametrize("millimetres", [0, -85, 39, 1001, float("nan")])
def test_a_width_that_no_page_has_is_refused_in_words(millimetres: float) -> None:
    with pytest.raises(Problem, match="A figure is between 40 and 1000 mm wide"):
        width_of(millimetres)
