"""Real registries to test on: a SQLite file always, and a PostgreSQL server where one can be started."""

import getpass
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import Opened


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a database on a server of our own, reached by a socket in a folder of its own."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL server, or no driver for one, is installed here")
    folder = Path(tempfile.mkdtemp(prefix="aic-pg-"))
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        words = [str(found[-1].with_name(program)), "-D", str(folder / "data"), *arguments]
        runs_as = user if os.geteuid() == 0 else None
        subprocess.run(words, check=True, user=runs_as, cwd=folder, stdout=subprocess.DEVNULL)

    run("initdb", "-A", "trust", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql://{user}@/postgres?host={folder}"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["file", "server"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a registry can be made: every test that asks for it runs on a file and on a server."""
    if request.param == "file":
        return str(tmp_path / "registry.aic")
    url: str = request.getfixturevalue("server")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


def another_database(url: str, name: str) -> str:
    """The URL of a new, empty database on the same server."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def opened(location: str) -> Iterator[Opened]:
    """Opens one registry as often as it is called, as several windows or computers would."""
    stores: list[RegistryStore] = []

    def open_another() -> RegistryStore:
        stores.append(open_registry(location) if stores else create_registry(location))
        return stores[-1]

    yield open_another
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opened) -> RegistryStore:
    return opened()
