"""How a figure is to be: kind, width, greys and what it shows, seen before it is saved or copied."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.problem import Problem
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.ask import Ask, FileWish
from aic_desktop.ui.figure_files import DPI, Picture, image, svg, write_picture
from aic_desktop.ui.settings import Settings

KINDS = (
    ("svg", "&SVG", "vector, text stays text: to be edited", "Figure with text as text (*.svg)"),
    ("pdf", "&PDF", "vector, fonts embedded: to be sent", "PDF (*.pdf)"),
    ("png", "P&NG", "600 dots per inch: to be put into a document", "Picture, 600 dpi (*.png)"),
)
WIDTHS = ((85.0, "85 mm, one column"), (120.0, "120 mm"), (170.0, "170 mm, whole page"))
_SVG_TYPE = "image/svg+xml"
_CLIPBOARD_DPI = 300.0  # a page-wide figure in 600 takes 60 MB of memory
_PREVIEW = QSize(440, 520)


class Choice(NamedTuple):
    """Something that a figure may show or leave out."""

    key: str
    label: str
    chosen: bool  # at first


class Subject(Protocol):
    """What a figure is made of."""

    @property
    def name(self) -> str:
        """In words; its file is offered under that name."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be shown or left out."""

    @property
    def resizable(self) -> bool:
        """It can have any width; otherwise it is a page, offered as PDF."""

    def draw(self, width_mm: float, grey: bool, shown: frozenset[str]) -> Picture:
        """With the choices of those keys; Problem, in words, where it cannot be drawn."""


def copy(subject: Subject, picture: Picture) -> str:
    """Put a figure on the clipboard as dots, as SVG and in words, each for who wants it; what was done."""
    data = QMimeData()
    data.setImageData(image(picture, _CLIPBOARD_DPI))
    data.setData(_SVG_TYPE, svg(picture))
    data.setText(picture.description)
    QGuiApplication.clipboard().setMimeData(data)
    return f"{subject.name} is on the clipboard as a picture, as SVG and in words."


def copy_as_last(subject: Subject, settings: Settings) -> str:
    """Copy a figure as wide and grey as the last one, with what it shows at first; what was done."""
    _, width_mm, grey = settings.figure
    shown = frozenset(choice.key for choice in subject.choices if choice.chosen)
    return copy(subject, subject.draw(width_mm, grey, shown))


class FigureDialog(QDialog):
    """Shows the figure as it will be; Save asks for the file, Copy needs none."""

    done_in_words = Signal(str)

    def __init__(self, parent: QWidget, subject: Subject, ask: Ask, settings: Settings) -> None:
        """Kind, width and greys are those of the last figure."""
        super().__init__(parent)
        self.setWindowTitle(f"Figure: {subject.name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._subject, self._ask, self._settings = subject, ask, settings
        self._picture: Picture | None = None
        kind, width, grey = settings.figure if subject.resizable else ("pdf", WIDTHS[-1][0], False)
        self.kinds = _radios(self, [f"{title}  {words}" for _, title, words, _ in KINDS])
        self.kinds.button(next((n for n, (name, *_) in enumerate(KINDS) if name == kind), 0)).setChecked(True)
        self.widths = _radios(self, [*(words for _, words in WIDTHS), "other, in mm:"])
        self.other = QLineEdit(f"{width:g}")
        listed = [listed for listed, _ in WIDTHS]
        chosen = listed.index(width) if width in listed else len(WIDTHS)
        self.widths.button(chosen).setChecked(True)
        self.grey = QCheckBox("&Greyscale")
        self.grey.setChecked(grey)
        self.problem, self.size_told = QLabel(), QLabel()
        self.shown = {choice.key: _checkbox(choice) for choice in subject.choices}
        self.preview = Preview()
        self._build()
        self.kinds.button(self.kinds.checkedId()).setFocus()
        self.redraw()

    # -- what is chosen ---------------------------------------------------------------------------

    @property
    def width_mm(self) -> float:
        """As chosen; Problem for what is no number."""
        number = self.widths.checkedId()
        if number < len(WIDTHS):
            return WIDTHS[number][0]
        text = self.other.text().strip().removesuffix("mm")
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise Problem(f"“{text}” is not a width in millimetres.") from None

    def redraw(self) -> None:
        """Draw the figure as it is asked for; why not, in words, where it cannot be."""
        self.other.setEnabled(self.widths.checkedId() == len(WIDTHS))
        shown = frozenset(key for key, box in self.shown.items() if box.isChecked())
        try:
            self._picture = self._subject.draw(self.width_mm, self.grey.isChecked(), shown)
        except Problem as words:
            self._picture = None
            self.problem.setText(str(words))
        else:
            size = self._picture.size * (25.4 / DPI)
            self.problem.clear()
            self.size_told.setText(f"{size.width():.0f} × {size.height():.0f} mm")
        self.preview.show_picture(self._picture)
        for button in (self._copy, self._save):
            button.setEnabled(self._picture is not None)

    def _on_changed(self) -> None:
        self.redraw()

    # -- what is done with it ---------------------------------------------------------------------

    def _on_copy(self) -> None:
        if self._picture is not None:
            self.done_in_words.emit(copy(self._subject, self._picture))
            self._keep()
            self.accept()

    def _on_save(self) -> None:
        name, _, _, first = KINDS[self.kinds.checkedId()]
        filters = ";;".join([first, *(other for _, _, _, other in KINDS if other != first)])
        suggested = Path(self._settings.folder) / f"{self._subject.name.replace(' ', '-')}.{name}"
        self._ask(self, FileWish("Save figure", str(suggested), filters, name, new=True), self._on_file)

    def _on_file(self, path: str) -> None:
        if self._picture is None:
            return
        try:
            write_picture(self._picture, Path(path))
        except (Problem, StoreError) as words:
            self.problem.setText(str(words))
            return
        self._keep()
        self._settings.folder = str(Path(path).resolve().parent)
        self.done_in_words.emit(f"{self._subject.name} is in {path}.")
        self.accept()

    def _keep(self) -> None:
        if self._subject.resizable:
            self._settings.figure = (KINDS[self.kinds.checkedId()][0], self.width_mm, self.grey.isChecked())

    # -- layout -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.other.setMaximumWidth(8 * theme.GRID)
        self.other.setAccessibleName("Width in millimetres")
        self.problem.setWordWrap(True)
        theme.dress(self.problem, "error")
        theme.dress(self.size_told, "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._copy = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self._save = buttons.addButton("Save &as…", QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setDefault(True)
        self._copy.setToolTip("As a picture, as SVG and in words: paste it where you write")
        sides = QHBoxLayout()
        sides.setSpacing(3 * theme.GRID)
        sides.addLayout(self._choices())
        seen = QVBoxLayout()
        seen.addWidget(self.preview, 1)
        seen.addWidget(self.size_told)
        sides.addLayout(seen, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(sides, 1)
        column.addWidget(buttons)
        self._copy.clicked.connect(self._on_copy)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)

    def _choices(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.GRID // 2)
        last = QHBoxLayout()
        if self._subject.resizable:
            last.addWidget(self.widths.buttons()[-1])
            last.addWidget(self.other)
            last.addStretch(1)
        groups: tuple[tuple[str, Sequence[QWidget | QHBoxLayout]], ...] = (
            ("Kind", self.kinds.buttons()),
            ("Width", [*self.widths.buttons()[:-1], last] if self._subject.resizable else []),
            ("Print", [self.grey]),
            ("Shown", list(self.shown.values())),
        )
        for title, rows in groups:
            if rows:
                _add_group(column, title, rows)
        column.addStretch(1)
        column.addWidget(self.problem)
        for group in (self.kinds, self.widths):
            group.idToggled.connect(self._on_changed)
        for box in (self.grey, *self.shown.values()):
            box.toggled.connect(self._on_changed)
        self.other.textEdited.connect(self._on_changed)
        return column


class Preview(QWidget):
    """A picture as large as there is room for, on the white it is printed on."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._picture: Picture | None = None
        self.setMinimumSize(_PREVIEW)
        self.setAccessibleName("Preview")

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or none."""
        self._picture = picture
        self.setAccessibleDescription(picture.description if picture else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Scaled to fit, never larger than on paper at 96 dots per inch."""
        if self._picture is None:
            return
        size = self._picture.size
        scale = min(self.width() / size.width(), self.height() / size.height(), 1.0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate((self.width() - size.width() * scale) / 2, 0)
            painter.scale(scale, scale)
            painter.fillRect(QRectF(0, 0, size.width(), size.height()), Qt.GlobalColor.white)
            self._picture.paint(painter)


def _checkbox(choice: Choice) -> QCheckBox:
    box = QCheckBox(choice.label)
    box.setChecked(choice.chosen)
    return box


def _radios(parent: QWidget, words: list[str]) -> QButtonGroup:
    group = QButtonGroup(parent)
    for number, text in enumerate(words):
        group.addButton(QRadioButton(text), number)
    return group


def _add_group(column: QVBoxLayout, title: str, rows: Sequence[QWidget | QHBoxLayout]) -> None:
    heading = QLabel(title)
    theme.dress(heading, "heading")
    column.addWidget(heading)
    for row in rows:
        if isinstance(row, QWidget):
            column.addWidget(row)
        else:
            column.addLayout(row)
    column.addSpacing(theme.GRID)
