"""What a registry remembers beside its cases goes with it."""

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.store.settings import SettingTable
from aic_desktop.store.tables import SETTING


def test_a_setting_is_there_after_the_registry_was_closed(location: str) -> None:
    store = create_registry(location)
    settings = SettingTable(store.database, "tester")
    assert settings.get("filters") is None
    settings.put("filters", {"refractory": ["no response to ≥ 3 lines"]})
    settings.put("filters", {"refractory": ["no response to ≥ 2 lines"], "early": []})
    settings.put("other", 7)
    store.close()
    again = open_registry(location)
    settings = SettingTable(again.database, "tester")
    assert settings.get("filters") == {"refractory": ["no response to ≥ 2 lines"], "early": []}
    settings.put("filters", None)
    assert settings.get("filters") is None
    assert settings.get("other") == 7
    again.close()


def test_what_no_program_wrote_is_no_setting(location: str) -> None:
    store = create_registry(location)
    with store.database.writing() as connection:
        connection.execute(SETTING.insert().values(name="odd", value="{", at="", user=""))
    assert SettingTable(store.database, "tester").get("odd") is None
    store.close()
