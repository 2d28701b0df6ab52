"""What the window remembers between two starts; never anything about a patient but the place in a file."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

KEPT_RECENT = 6


class Settings:
    """The user's own settings, typed; a file that cannot be written forgets and says nothing."""

    def __init__(self, file: Path | None = None) -> None:
        """`file` stands in for the user's own, in tests and pictures."""
        self._store = (
            QSettings(str(file), QSettings.Format.IniFormat)
            if file
            else QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, "aic_desktop", "aic_desktop"
            )
        )

    @property
    def recent(self) -> tuple[str, ...]:
        """Registries opened before, latest first, those that are gone included."""
        try:
            listed = json.loads(str(self._store.value("recent", "[]", type=str)))
        except ValueError:
            return ()
        return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()

    def opened(self, location: str) -> None:
        """Put a registry first among the recent ones."""
        others = (name for name in self.recent if name != location)
        self._store.setValue("recent", json.dumps([location, *others][:KEPT_RECENT]))

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window; empty at first."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def split(self) -> QByteArray:
        """How wide the case list is; empty at first."""
        return self._bytes("window/split")

    @split.setter
    def split(self, value: QByteArray) -> None:
        self._store.setValue("window/split", value)

    @property
    def folder(self) -> str:
        """Where files were last chosen."""
        return str(self._store.value("folder", "", type=str))

    @folder.setter
    def folder(self, value: str) -> None:
        self._store.setValue("folder", value)

    @property
    def figure(self) -> tuple[str, float, bool]:
        """Kind, width in mm and greyscale of the figure saved last."""
        width = self._store.value("figure/width", 170.0, type=float)
        return (
            str(self._store.value("figure/kind", "svg", type=str)),
            width if isinstance(width, float) and width > 0 else 170.0,
            bool(self._store.value("figure/grey", False, type=bool)),
        )

    @figure.setter
    def figure(self, value: tuple[str, float, bool]) -> None:
        for name, part in zip(("kind", "width", "grey"), value, strict=True):
            self._store.setValue(f"figure/{name}", part)

    def sync(self) -> None:
        """Write everything to the disk now."""
        self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key, QByteArray(), type=QByteArray)
        return value if isinstance(value, QByteArray) else QByteArray()
