"""A button with a menu of offers; unlike a combo box it ignores a passing wheel."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from aic_desktop.reporting.scene.offers import Offer


class MenuButton(QToolButton):
    """Hidden while nothing is offered."""

    chosen = Signal(object)  # the Options that an entry leads to
    asked = Signal(str)  # the analyte whose reference lines are to be typed

    def __init__(self, text: str, tip: str, parent: QWidget) -> None:
        """Nothing is offered yet."""
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()
        self.setText(text)
        self.setToolTip(tip)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().triggered.connect(self._on_triggered)
        self.menu().aboutToShow.connect(self._on_shown)

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """What the menu will hold when it is opened."""
        self.setVisible(bool(offers))
        self._offers = offers

    def _on_shown(self) -> None:
        """Only now: whoever makes a choice must not have its entry taken away in doing so."""
        for below in self.menu().findChildren(QMenu):  # clear() leaves them
            below.setParent(None)
            below.deleteLater()
        self.menu().clear()
        _fill(self.menu(), self._offers)

    def _on_triggered(self, action: QAction) -> None:
        offer = action.data()
        if isinstance(offer, Offer) and offer.options is not None:
            self.chosen.emit(offer.options)
        elif isinstance(offer, Offer) and offer.asks:
            self.asked.emit(offer.asks)


def _fill(menu: QMenu, offers: Iterable[Offer]) -> None:
    for offer in offers:
        label = offer.label.replace("&", "&&")
        if offer.parts:
            _fill(menu.addMenu(label), offer.parts)
        elif not label:
            menu.addSeparator()
        else:
            action = menu.addAction(label)
            action.setData(offer)
            action.setCheckable(offer.checked is not None)
            action.setChecked(bool(offer.checked))
