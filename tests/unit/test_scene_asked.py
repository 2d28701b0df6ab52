"""Days to count from and counts to show, asked for in words."""

import pytest

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cytopenia
from aic_desktop.reporting.scene import timeline
from aic_desktop.reporting.scene.asked import analytes_asked, zero_asked
from aic_desktop.reporting.scene.zeros import zero_of, zeros
from tests.golden.awkward import CASES, Writing


@pytest.mark.parametrize(
    ("name", "day", "label"),
    [
        ("hsct", 0, "HSCT"),
        ("HSCT", 0, "HSCT"),
        ("onset", 58, "onset, +58"),
        ("AIHA", 83, "onset of AIHA, +83"),
        ("daratumumab", 184, "first daratumumab, +184"),
        ("Dara", 184, "first daratumumab, +184"),
        ("IVIG", 58, "first immunoglobulin (IVIG), +58"),
    ],
)
def test_a_day_0_is_found_by_any_name_of_it(name: str, day: int, label: str) -> None:
    assert zero_of(CASES["like_patient_2"](), name) == (label, day)


def test_what_the_window_offers_is_what_can_be_asked_for() -> None:
    for make in CASES.values():
        case = make()
        for zero in zeros(case):
            assert timeline(case).zeros == zeros(case)
            assert zero_of(
                case, zero.label.rpartition(", ")[0].split(" ", 1)[-1].removeprefix("of ") or "hsct"
            )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("eculizumab", "first eculizumab day +199 or later, not on one day"),
        ("sirolimus", "sirolimus not given"),
        ("AIN", "onset of AIN: day not known"),
    ],
)
def test_a_day_0_that_is_not_known_to_the_day_is_none(name: str, words: str) -> None:
    with pytest.raises(Problem) as said:
        zero_of(CASES["like_patient_2"](), name)
    assert str(said.value) == words


def test_the_first_episode_gives_the_onset_of_a_lineage() -> None:
    case = Writing(code="twice")
    case.add(Cytopenia, lineage="platelets", episode="2", onset="+300")
    case.add(Cytopenia, lineage="platelets", episode="1", onset="+40")
    assert zero_of(case.case, "AIT").day == 40
    assert [zero.day for zero in zeros(case.case)] == [0, 300, 40]


def test_a_day_0_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(Problem) as said:
        zero_asked(CASES["like_patient_2"](), "anakinra")
    assert str(said.value).startswith(
        "Nothing can be counted from “anakinra”: anakinra not given. There is: hsct, "
    )
    assert "AIT (+58), AIHA (+83)" in str(said.value)
    assert "daratumumab (+184)" in str(said.value)


def test_analytes_are_asked_for_by_any_name_in_the_order_wanted() -> None:
    case = CASES["like_patient_2"]()
    assert analytes_asked(case, ("Hb", "plt", "platelets")) == ("haemoglobin", "platelets")
    assert analytes_asked(case, ()) == ()


def test_an_analyte_that_was_not_counted_is_refused_with_those_that_were() -> None:
    with pytest.raises(Problem, match=r"“ferritin” was not counted in this case\. Counted: Platelets, "):
        analytes_asked(CASES["like_patient_2"](), ("platelets", "ferritin"))
    with pytest.raises(Problem, match="Counted: nothing"):
        analytes_asked(CASES["no_counts"](), ("platelets",))
