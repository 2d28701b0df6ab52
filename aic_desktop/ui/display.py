"""Qt with a display, and without one where a picture is all that is wanted; what is lacking said in words."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_WITHOUT_DISPLAY = (
    "These commands need none: example, timeline, report, compare, cohort, export, import, check, backup,"
    " restore, and --screenshot. See aic-desktop --help."
)
_LIBRARIES = "It lacks a library that Qt needs; on Debian and Ubuntu: apt install libegl1 libxkbcommon0."


def check_display() -> None:
    """StoreError, in words, where no window can be shown."""
    from aic_desktop.services.ports import StoreError

    asked = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    needs_display = sys.platform.startswith("linux") and asked in {"", "xcb", "wayland", "wayland-egl"}
    if needs_display and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise StoreError(f"There is no display to show the window on. {_WITHOUT_DISPLAY}")


@contextmanager
def qt_in_words() -> Iterator[None]:
    """A library that Qt lacks is a StoreError that names what to install."""
    from aic_desktop.services.ports import StoreError

    try:
        yield
    except ModuleNotFoundError:  # not the system's fault
        raise
    except ImportError as error:
        raise StoreError(f"Nothing can be drawn on this system: {error}. {_LIBRARIES}") from error


@contextmanager
def offscreen() -> Iterator[None]:
    """Qt for a picture and no window: no display is needed."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with qt_in_words():
        yield


@contextmanager
def drawing() -> Iterator[None]:
    """Qt for a figure: fonts need an application."""
    with offscreen():
        from PySide6.QtGui import QGuiApplication

        application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        yield
        del application
