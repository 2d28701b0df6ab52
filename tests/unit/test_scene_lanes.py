"""Lines of therapy, totals of transfused units, chimerism, and how long a cytopenia lasted."""

import pytest

from aic_desktop.domain.records import Chimerism, Cytopenia, Transfusion
from aic_desktop.reporting.scene import End, Lane, Scene, timeline
from aic_desktop.reporting.scene.legend import legend
from aic_desktop.reporting.scene.readout import readout
from aic_desktop.reporting.scene.totals import total_words, units_until
from aic_desktop.services.example import published_cases
from tests.golden.awkward import CASES, Writing


def lane(scene: Scene, label: str) -> Lane:
    return next(found for found in scene.lanes if found.label == label)


# --- treatments


def test_lines_of_therapy_are_numbered_as_recorded() -> None:
    scene = timeline(published_cases()[1])
    lines = {found.label: [bar.line for bar in found.bars] for found in scene.lanes if found.bars}
    assert lines["immunoglobulin (IVIG)"] == [1, 2, None]
    assert lines["daratumumab"] == [3]
    assert "line 3 of therapy" in lane(scene, "daratumumab").bars[0].text
    assert "line of therapy" in [sign.words for sign in legend(scene)]
    assert "line of therapy" not in [sign.words for sign in legend(timeline(CASES["taper"]()))]


def test_each_single_dose_knows_its_amount() -> None:
    case = Writing()
    case.treat("immunoglobulin_ivig", "+1:1 g/kg", "+2:0.4 g/kg")
    assert [tick.amount for tick in lane(timeline(case.case), "immunoglobulin (IVIG)").bars[0].ticks] == [
        "1 g/kg", "0.4 g/kg",
    ]  # fmt: skip


# --- units


def test_units_are_added_up_to_the_end_of_a_day() -> None:
    units = lane(timeline(CASES["taper"]()), "red cell units")
    assert [units_until(units, day)[0] for day in (44, 45, 46, 47, 49, 50, 52, 54, 99)] == [
        0, 2, 2, 3, 3, 4, 6, 8, 8,
    ]  # fmt: skip
    assert total_words(units, 99) == "8"
    assert total_words(units, 44) == ""


def test_units_of_an_interval_may_have_been_given_on_any_of_its_days() -> None:
    units = lane(timeline(CASES["taper"]()), "platelet units")
    assert total_words(units, 0) == ""
    assert total_words(units, 1) == total_words(units, 17) == "0 to 9"
    assert total_words(units, 18) == "9"
    assert total_words(units, 230) == "10"


def test_units_that_end_on_a_day_not_told_are_never_all_given_for_certain() -> None:
    case = Writing()
    case.add(Transfusion, product="platelets", day="58..61", units="163")
    assert total_words(timeline(case.case).lanes[0], 400) == "0 to 163"


def test_daily_units_without_their_number_are_at_least_one_a_day() -> None:
    case = Writing()
    case.add(Transfusion, product="red_cells", day="+10", until="+14", daily="yes")
    case.add(Transfusion, product="red_cells", day="+20", units="2")
    units = timeline(case.case).lanes[0]
    assert [total_words(units, day) for day in (9, 10, 14, 20)] == [
        "", "at least 1", "at least 5", "at least 7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "+10", "until": "12..14", "daily": "yes", "units": "2"}, "6 to 10"),
        ({"day": "8..10", "until": "+12", "daily": "yes", "units": "1"}, "3 to 5"),
        ({"day": "+10", "daily": "yes", "units": "1"}, "at least 1"),
        ({"until": "+12", "units": "7"}, "7"),
        ({"day": "+10"}, "at least 1"),
    ],
)
def test_what_is_known_of_the_days_bounds_the_total(typed: dict[str, str], words: str) -> None:
    case = Writing()
    case.add(Transfusion, product="platelets", **typed)
    assert total_words(timeline(case.case).lanes[0], 50) == words


def test_the_readout_tells_the_units_so_far() -> None:
    line = readout(timeline(CASES["taper"]()), 52, near=1)
    assert "red cell units so far: 6" in line
    assert "platelet units so far: 9" in line


# --- course


def test_chimerism_is_told_by_specimen_and_cells() -> None:
    case = Writing()
    case.add(Chimerism, day="+30", specimen="peripheral_blood", lineage="whole", donor=">90 %")
    case.add(Chimerism, day="+30", specimen="peripheral_blood", lineage="t_cells", donor="57 %")
    case.add(Chimerism, day="+149", specimen="bone_marrow", donor="92-100 %")
    case.add(Chimerism, day="+53", specimen="peripheral_blood")
    flags = lane(timeline(case.case), "chimerism").flags
    assert [flag.label for flag in flags] == [">90 %", "T cells 57 %", "", "92–100 % (bone marrow)"]
    assert flags[1].text == "chimerism, peripheral blood, T cells, 57 % donor, day +30"
    assert flags[2].text == "chimerism, peripheral blood, percentage not recorded, day +53"


def test_the_ground_of_a_panel_shows_how_long_its_own_cytopenia_lasted() -> None:
    case = Writing()
    case.counts("platelets", "+50=5")
    case.counts("haemoglobin", "+50=5")
    case.add(Cytopenia, episode="1", lineage="platelets", onset="58..61", resolved="+159")
    case.add(Cytopenia, episode="1", lineage="red_cell_precursors", diagnosed="+90")
    platelets, haemoglobin = timeline(case.case).panels
    assert [(band.lo, band.hi, band.stop) for band in platelets.episodes] == [(57.5, 159.5, End.EXACT)]
    assert [(band.lo, band.hi, band.stop) for band in haemoglobin.episodes] == [(89.5, 90.5, End.UNKNOWN)]
    assert "cytopenia" in [sign.words for sign in legend(timeline(case.case))]
