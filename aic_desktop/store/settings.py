"""The settings that a registry keeps, a row for each."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from aic_desktop.store.engine import Database
from aic_desktop.store.tables import SETTING


class SettingTable:
    """Implements the port `RegistrySettings` on a file or a server."""

    def __init__(self, database: Database, user: str) -> None:
        """Of a database that is open and at this program's version; `user` is who changes them."""
        self._database, self._user = database, user

    def get(self, name: str) -> Any:
        """What was put under a name last; None for a name never used, or what no program wrote."""
        with self._database.reading() as connection:
            text = connection.execute(select(SETTING.c.value).where(SETTING.c.name == name)).scalar()
        try:
            return None if text is None else json.loads(text)
        except ValueError:
            return None

    def put(self, name: str, value: Any) -> None:
        """Keep a value under a name, in place of the former; None forgets the name."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = {"name": name, "value": json.dumps(value, ensure_ascii=False), "at": at, "user": self._user}
        with self._database.writing() as connection:
            connection.execute(delete(SETTING).where(SETTING.c.name == name))
            if value is not None:
                connection.execute(insert(SETTING), row)
