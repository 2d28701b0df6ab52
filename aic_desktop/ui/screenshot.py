"""A picture of the window with real data, taken without anybody at the keyboard."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer

from aic_desktop.domain.problem import Problem
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import commands
from aic_desktop.ui.app import application
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.registry_files import OpenRegistry
from aic_desktop.ui.settings import Settings

TABS = tuple(name for name, _ in commands.TABS)
PAGES = ("welcome", "cohort", "board", "compare", "case", *TABS)
_SETTLE_MS = 200  # for what a page computes shortly after it is shown


def take(
    location: str | None,
    out: Path,
    patient: str | None,
    page: str,
    size: tuple[int, int],
    open_registry: OpenRegistry,
) -> int:
    """Save the window of `size` pixels as a PNG file and give the exit code 0.

    `page` is one of PAGES; `patient` a code, the first of the list if None. Raises Problem and StoreError.
    """
    if page not in PAGES:
        raise Problem(f"There is no page “{page}”. Pages: {', '.join(PAGES)}.")
    if location is None and page != "welcome":
        raise Problem(f"Name the registry that the page “{page}” is to be shown of.")
    application()
    with TemporaryDirectory() as folder:
        window = MainWindow(open_registry, Settings(Path(folder) / "settings.ini"))
        window.resize(*size)
        window.show()
        try:
            if location is not None and page != "welcome":
                window.show_registry(open_registry(location, False), location)
                _turn_to(window, patient, page)
            _settle(_SETTLE_MS)
            if not window.grab().save(str(out), "PNG"):
                raise StoreError(f"{out} could not be written. Choose a folder that you may write to.")
        finally:
            window.close()
            window.deleteLater()
            _settle(0)
    return 0


def _turn_to(window: MainWindow, patient: str | None, page: str) -> None:
    desk = window.desk
    assert desk is not None
    if patient is not None:
        desk.open_case(desk.cases.id_of(patient))
    else:
        desk.open_first()
    shows = {"cohort": desk.show_cohort, "board": desk.show_completeness, "compare": desk.show_compare}
    if page in shows:
        shows[page]()
        while desk.counting:
            _settle(0)
    elif page in TABS:
        desk.show_tab(page)


def _settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()  # house: nobody is at the keyboard, and what is timed has to be in the picture
