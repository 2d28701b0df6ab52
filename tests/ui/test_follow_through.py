"""Every page and tab of the window: order of Tab, names for who listens, focus in sight, large letters."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.services.example import example_changes
from aic_desktop.ui import commands, theme
from aic_desktop.ui.flow import Elided
from aic_desktop.ui.forms.wishes import WISHES
from aic_desktop.ui.main_window import MainWindow
from tests.ui.shell import Answers, Shell, show

PAGES = (*(name for name, _ in commands.TABS), "cohort", "pictures", "compare", "completeness")


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shell]:
    """The window with patient 2 in hand on a small laptop's screen; a parameter makes the letters larger."""
    location = str(tmp_path / "r.aic")
    registry = bootstrap.registry(location, True)
    registry.cases.apply(example_changes())
    registry.cases.close()
    theme.apply(_app())
    usual = QFont(_app().font())
    font = QFont(usual)
    font.setPointSizeF(usual.pointSizeF() * getattr(request, "param", 1))
    _app().setFont(font)
    _app().setStyleSheet(theme.style_sheet(theme.tokens(_app().palette(), font)))
    shell = Shell(tmp_path, Answers())
    show(qtbot, shell.window, 1280, 800)
    shell.window.files.open(location)
    qtbot.waitUntil(lambda: shell.code == "P1")
    desk = shell.window.desk
    assert desk is not None
    desk.open_case(desk.cases.id_of("P2"))
    yield shell
    shell.window.close()
    _app().setStyleSheet("")
    _app().setFont(usual)


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def go(shell: Shell, page: str, qtbot: QtBot) -> QWidget:
    """Bring a page or tab to the front; the widget that is all of it."""
    desk = shell.window.desk
    assert desk is not None
    if page in ("cohort", "pictures"):
        if desk.pages.currentWidget() is not desk.pages.cohort:
            desk.show_cohort()
        tabs = desk.pages.currentWidget().findChild(QTabWidget)
        assert isinstance(tabs, QTabWidget)
        tabs.setCurrentIndex(int(page == "pictures"))
    elif page in ("compare", "completeness"):
        {"compare": desk.show_compare, "completeness": desk.show_completeness}[page]()
    else:
        desk.show_tab(page)
    qtbot.waitUntil(lambda: not desk.counting)
    for _ in range(3):
        QApplication.processEvents()
    return desk.pages.currentWidget()


def stops(inside: QWidget) -> list[QWidget]:
    """Where Tab stops within a widget, in its order."""
    found: list[QWidget] = []
    widget = inside
    while True:
        following = widget.nextInFocusChain()
        assert following is not None
        if following in (inside, *found[:1]):
            return found
        widget = following
        takes = following.focusPolicy() & Qt.FocusPolicy.TabFocus and following.isEnabled()
        if takes and following.isVisible() and inside.isAncestorOf(following) and not following.focusProxy():
            found.append(following)
        if len(found) > 500:
            raise AssertionError("the focus chain does not end")


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


# -- the order of Tab ---------------------------------------------------------------------------------


def test_tab_goes_along_a_line_or_down_or_to_the_next_column(shell: Shell, qtbot: QtBot) -> None:
    odd = []
    for page in PAGES:
        order = stops(go(shell, page, qtbot))
        assert order, page
        for one, following in pairwise(order):
            a, b = place(one, shell.window), place(following, shell.window)
            if not (one.isAncestorOf(following) or _reads_on(a, b)):
                odd.append(
                    f"{page}: {described(one)} {a.getRect()}, then {described(following)} {b.getRect()}"
                )
    assert not odd, "\n".join(odd)


def _reads_on(a: QRect, b: QRect) -> bool:
    """Whether the eye goes from one to the other without going back."""
    below, to_the_right = b.center().y() > a.center().y(), b.left() >= a.right()
    return below or to_the_right


# -- names --------------------------------------------------------------------------------------------


def test_everything_that_takes_keys_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    nameless = set()
    for page in PAGES:
        go(shell, page, qtbot)
        for widget in shell.window.findChildren(QWidget):
            takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.focusProxy()
            if widget.isVisible() and takes and not _of_qt(widget):
                interface = QAccessible.queryAccessibleInterface(widget)
                if interface is None or not interface.text(QAccessible.Text.Name).strip():
                    nameless.add(f"{page}: {described(widget)} in {described(widget.parentWidget())}")
    assert not nameless, "\n".join(sorted(nameless))


def _of_qt(widget: QWidget) -> bool:
    """Parts of Qt's own that stand for their owner, which has the name."""
    internal = widget.objectName().startswith("qt_") or isinstance(widget, QTabBar | QScrollArea | QSplitter)
    return internal or isinstance(widget.parentWidget(), QTabBar | QAbstractItemView)


# -- commands -----------------------------------------------------------------------------------------


def test_every_command_is_in_a_menu_with_keys_of_its_own_and_a_tooltip(shell: Shell) -> None:
    window: MainWindow = shell.window
    listed = {action for menu in window.menuBar().findChildren(QWidget) for action in menu.actions()}
    keys: dict[str, str] = {}
    for command in commands.all_commands():
        action = window.actions_[command.id]
        assert action in listed, command.id
        assert action.shortcuts(), command.id
        assert command.tip in action.toolTip()
        for key in command.keys:
            assert keys.setdefault(key, command.id) == command.id, f"{key} has two meanings"


def test_every_key_of_a_field_is_on_the_sheet_and_means_nothing_else() -> None:
    sheet = {key.keys for key in commands.FIELD_KEYS}
    taken = {key for command in commands.all_commands() for key in command.keys}
    for combination in WISHES:
        keys = QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)
        assert keys in sheet
        assert keys not in taken


def test_every_button_says_what_it_does(shell: Shell, qtbot: QtBot) -> None:
    silent = set()
    for page in PAGES:
        go(shell, page, qtbot)
        for button in shell.window.findChildren(QAbstractButton):
            if button.isVisible() and not _of_qt(button) and not button.toolTip():
                silent.add(f"{page}: {described(button)} “{button.text()}”")
    assert not silent, "\n".join(sorted(silent))


# -- the focus ----------------------------------------------------------------------------------------


def test_the_focus_can_be_seen_wherever_it_is(shell: Shell, qtbot: QtBot) -> None:
    unseen = set()
    assert shell.window.desk is not None
    shell.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after the first Tab
    for page in PAGES:
        front = go(shell, page, qtbot)
        for widget in [*stops(shell.window.desk.list), *stops(front)]:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if QApplication.focusWidget() is widget:
                with_focus = widget.grab().toImage()
                widget.clearFocus()
                QApplication.processEvents()
                if widget.grab().toImage() == with_focus:
                    unseen.add(f"{page}: {described(widget)} “{widget.property('text')}”")
    assert not unseen, "\n".join(sorted(unseen))


# -- large letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", [1, 1.5], indirect=True)
def test_nothing_is_clipped_or_covered_nor_in_letters_half_as_large_again(shell: Shell, qtbot: QtBot) -> None:
    odd = set()
    window = shell.window
    for page in PAGES:
        go(shell, page, qtbot)
        assert (window.width(), window.height()) == (1280, 800), f"{page}: the window keeps its size"
        for widget in window.findChildren(QWidget):
            if widget.isVisible() and clipped(widget):
                odd.add(f"{page}: {described(widget)} “{widget.property('text')}” is clipped")
            if widget.isVisible() and widget.layout() is not None:
                odd |= {f"{page}: {pair}" for pair in overlapping(widget)}
    assert not odd, "\n".join(sorted(odd))


def clipped(widget: QWidget) -> bool:
    """Whether words do not fit into what shows them; words that give way on purpose tell them by tooltip."""
    if isinstance(widget, Elided):
        return widget.height() < widget.fontMetrics().height()
    if isinstance(widget, QLabel) and widget.text() and not widget.pixmap().width():
        if widget.wordWrap():
            metrics, room = widget.fontMetrics(), widget.contentsRect().width()
            too_long = any(metrics.horizontalAdvance(word) > room for word in widget.text().split())
            return too_long or widget.height() < widget.heightForWidth(widget.width()) - 1
        hint = widget.sizeHint()
        return widget.minimumWidth() != 1 and (
            widget.width() < hint.width() or widget.height() < hint.height() - 1
        )
    if isinstance(widget, QLineEdit):
        reason = widget.placeholderText() if widget.property("state") == "missing" else ""
        narrow = widget.contentsRect().width() < widget.fontMetrics().horizontalAdvance(reason)
        return narrow or widget.height() < widget.fontMetrics().height() or widget.width() < 48
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.height() < widget.fontMetrics().height()
    return False


def overlapping(parent: QWidget) -> list[str]:
    """Children in a layout that cover each other; pages of a stack do on purpose."""
    layout = parent.layout()
    if layout is None or isinstance(parent, QStackedWidget):
        return []
    items = [layout.itemAt(place) for place in range(layout.count())]
    widgets = [item.widget() for item in items if item is not None and item.widget() is not None]
    seen = [widget for widget in widgets if widget.isVisible()]
    pairs = [(a, b) for a, b in combinations(seen, 2) if a.geometry().intersects(b.geometry())]
    return [f"{described(a)} covers {described(b)}" for a, b in pairs]
