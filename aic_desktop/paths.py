"""Where the program's own read-only files lie: beside the package in a checkout, inside it once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Folder of icons, the bundled font, style sheets, code lists and translations.

    Raises FileNotFoundError when the installation is incomplete.
    """
    return _folder("resources")


def db() -> Path:
    """Folder of the Alembic migrations, schema.sql and the example's source.

    Raises FileNotFoundError when the installation is incomplete.
    """
    return _folder("db")


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    folder = installed if installed.is_dir() else _PACKAGE.parent / name
    if not folder.is_dir():
        raise FileNotFoundError(f"The installation is incomplete: the folder {folder} is missing.")
    return folder
