"""What nobody caught: said calmly, and written to a report that holds no word of any patient."""

import platform
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import ExceptHookArgs
from traceback import walk_tb
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, QStandardPaths, Signal

from aic_desktop import __version__
from aic_desktop.domain.problem import Problem

KEPT_REPORTS = 20


class Unexpected(QObject):
    """The last net: whatever falls through a slot, a paint or a thread lands here, once each."""

    said = Signal(str)  # words for the user; a thread's reach the window's thread through the queue

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Reports go into `folder`, the user's own unless given."""
        super().__init__(parent)
        self._folder = folder or _own_folder()
        self._seen: set[str] = set()

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread

    def catch(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        """Say what is in words already; report anything else. A repetition is passed over."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, value, trace)
        elif in_words(value):
            self.said.emit(str(value))
        else:
            self._report(value)

    def _catch_in_thread(self, args: ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _report(self, value: BaseException) -> None:
        where = "\n".join(_told(value))
        if where in self._seen:
            return
        self._seen.add(where)
        file = self._folder / f"report-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{_machine()}\n\n{where}\n", encoding="utf-8")
            _thin(self._folder)
            written = f" A report without patient data was written to {file}."
        except OSError:
            written = ""
        print(f"{_machine()}\n{where}", file=sys.stderr)  # noqa: T201, for whoever started it in a terminal
        self.said.emit(
            "Something unexpected happened; what was entered before is saved. "
            f"If what you see looks wrong, close the window and open it again.{written}"
        )


def in_words(value: BaseException) -> bool:
    """Whether its text was written for the user."""
    from aic_desktop.services.ports import StoreError

    return isinstance(value, Problem | StoreError)


def _told(value: BaseException | None) -> Iterator[str]:
    """Kind and place of an exception and of what led to it; never its message, which may quote a patient."""
    while value is not None:
        yield f"{type(value).__module__}.{type(value).__qualname__}"
        for frame, line in walk_tb(value.__traceback__):
            code = frame.f_code
            yield f"  {_short(code.co_filename)}:{line} {code.co_qualname}"
        value = value.__cause__ or (None if value.__suppress_context__ else value.__context__)


def _short(filename: str) -> str:
    """From the package on: the path before it may name the user."""
    parts = Path(filename).parts
    known = [i for i, part in enumerate(parts) if part in ("aic_desktop", "site-packages")]
    return "/".join(parts[known[-1] :]) if known else parts[-1]


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"aic_desktop {__version__}, Python {platform.python_version()}, Qt {qt_version}, {system}"


def _own_folder() -> Path:
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(data) / "reports"


def _thin(folder: Path) -> None:
    for old in sorted(folder.glob("report-*.txt"))[:-KEPT_REPORTS]:
        old.unlink(missing_ok=True)
