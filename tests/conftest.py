"""A person of no place and no settings, so that no test reads or writes what belongs to whoever runs it."""

import atexit
import gc
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from aic_desktop.services.collecting import collect_due

HOME = Path(tempfile.mkdtemp(prefix="aic-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

for variable in (
    "LANGUAGE",
    "LC_CTYPE",
    "LC_NUMERIC",
    "LC_TIME",
    "QT_STYLE_OVERRIDE",
    "QT_QPA_PLATFORMTHEME",
):
    os.environ.pop(variable, None)
os.environ.update(
    HOME=str(HOME),
    USERPROFILE=str(HOME),
    APPDATA=str(HOME / "config"),
    LOCALAPPDATA=str(HOME / "data"),
    XDG_CONFIG_HOME=str(HOME / "config"),
    XDG_DATA_HOME=str(HOME / "data"),
    XDG_STATE_HOME=str(HOME / "state"),
    XDG_CACHE_HOME=str(HOME / "cache"),
    LANG="C.UTF-8",
    LC_ALL="C.UTF-8",
    TZ="UTC",
    QT_QPA_PLATFORM="offscreen",
    QT_SCALE_FACTOR="1",
)
if hasattr(time, "tzset"):
    time.tzset()

# Deterministic by default, so that a red run is red again; HYPOTHESIS_PROFILE=thorough looks further.
settings.register_profile(
    "fast",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(scope="session")
def qapp(qapp: object) -> object:
    """The application of all ui tests, whose settings are a file in the temporary home on every system."""
    from PySide6.QtCore import QSettings, QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(HOME / "config"))
    return qapp


def pytest_configure() -> None:
    """As in the program: no thread but this one destroys what belongs to a window, be it the runner's own."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What the collector would have done by now."""
    collect_due()
