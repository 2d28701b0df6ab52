"""Pictures of a cohort as data: all that is drawn is there, adds up, and is told in words and as CSV."""

import csv
import io
import json
from collections import Counter

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Course, Cytopenia, FollowUp, Transplant
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort import CLOCKS, Table1Options, cohort_of
from aic_desktop.reporting.cohort.times import CENSORED, COMPETING, EVENT
from aic_desktop.reporting.pictures import (
    CurvePlot,
    Plot,
    SwimmerPlot,
    Zero,
    as_csv,
    curves,
    curves_of,
    description,
    response_by_line,
    stacked,
    swimmer,
)
from aic_desktop.reporting.pictures.bars import NO_LINE, NOT_REPORTED, Answer
from aic_desktop.reporting.pictures.curves import spans, value_on
from aic_desktop.reporting.pictures.model import time_axis
from aic_desktop.reporting.pictures.swimmer import Ending
from aic_desktop.reporting.scene import plain
from aic_desktop.reporting.scene.model import End
from aic_desktop.services.example import published_cases
from tests.charts import Chart, published_twelve
from tests.spells import Spell, answered

AGENT = "daratumumab"


def followed(*rows: tuple[int, int], key: str = "cytopenia") -> CurvePlot:
    spells = [Spell(f"p{n}", Span(0, 0), Span(day, day), status) for n, (day, status) in enumerate(rows)]
    return curves([("", answered(key, spells))])


def table(plot: Plot) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(plot))))


def every_plot(cases: tuple[Case, ...]) -> list[Plot]:
    cohort = cohort_of(cases)
    found: list[Plot] = [curves([("", cohort.time_to_event(key))]) for key in CLOCKS]
    return [*found, *(swimmer(cases, zero, AGENT) for zero in Zero), response_by_line(cohort)]


# --- all of them


@pytest.mark.parametrize("cases", [(), published_cases()[:1], published_cases(), published_twelve()])
def test_every_picture_is_plain_data_with_words_and_a_table(cases: tuple[Case, ...]) -> None:
    for plot in every_plot(cases):
        json.dumps(plain(plot), allow_nan=False)
        assert plot.title in description(plot)
        assert len({tuple(row) for row in table(plot)}) <= 1  # the same columns in every line
        assert not any("nan" in cell for row in table(plot) for cell in row.values())
        keys = Counter(item.key for item in plot.items)
        assert set(keys.values()) <= {1}
        assert {case for item in plot.items for case in item.cases} <= {case.id for case in cases}
        assert [item.row for item in plot.items] == sorted(item.row for item in plot.items)


def test_columns_do_not_depend_on_what_is_shown() -> None:
    for empty, full in zip(every_plot(()), every_plot(published_twelve()), strict=True):
        assert as_csv(empty).splitlines()[0] == as_csv(full).splitlines()[0]


def test_who_is_not_drawn_is_told() -> None:
    plot = curves([("", cohort_of(published_cases()).time_to_event("survival"))])
    assert plot.notes[0].startswith("Every patient here had a cytopenia, so whoever died before one")
    assert plot.notes[1] == (
        "1 of 2 patients shown; not placed: day of death not known (1). Of these 1 died: survival looks "
        "better than it is."
    )
    assert all(note in description(plot) for note in plot.notes)


# --- curves


def test_a_step_knows_its_figures_and_its_cases() -> None:
    plot = followed((58, EVENT), (58, EVENT), (90, COMPETING), (90, CENSORED), (300, CENSORED))
    (series,) = plot.series
    first, second, last = series.steps
    assert (first.day, first.at_risk, first.events, first.value) == (58, 5, 2, pytest.approx(0.4))
    assert first.cases == ("p0", "p1")
    assert (second.others, second.censored, second.cases) == (1, 1, ("p2", "p3"))
    assert first.text.startswith("day 58: 40 % (95 % limits ")
    assert first.text.endswith("2 onset of cytopenia of 5 at risk")
    assert second.text.endswith("1 death, 1 censored at last contact of 3 at risk")
    assert last.value == pytest.approx(0.4)


def test_numbers_at_risk_stand_at_the_ticks_and_name_their_patients() -> None:
    plot = followed((10, EVENT), (20, CENSORED), (20, EVENT), (45, CENSORED))
    (series,) = plot.series
    assert [risk.day for risk in series.at_risk] == [tick.day for tick in plot.axis.ticks]
    by_day = {risk.day: risk for risk in series.at_risk}
    assert [by_day[day].n for day in (0, 10, 20, 30)] == [4, 4, 3, 1]
    assert all(risk.n == len(risk.cases) for risk in series.at_risk)
    assert by_day[30].cases == ("p3",)


def test_a_curve_is_drawn_up_to_its_last_follow_up_and_no_further() -> None:
    plot = followed((10, EVENT), (20, CENSORED), key="survival")
    (series,) = plot.series
    assert [(step.day, until) for step, until in spans(series, plot.axis.hi)] == [(10, 20), (20, 20)]
    assert [value_on(series, day) for day in (0, 9, 10, 20, 21)] == [1, 1, 0.5, 0.5, None]
    cut = curves([("", cohort_of(published_twelve()).time_to_event("follow_up"))], until=180)
    assert cut.axis.hi == 180
    assert all(until <= 180 for _, until in spans(cut.series[0], cut.axis.hi))


def test_survival_is_seen_whole_and_a_rare_event_from_near() -> None:
    assert followed((10, EVENT), (20, CENSORED), key="survival").top == 1
    rare = followed(*[(10, EVENT)], *[(400, CENSORED)] * 199)
    assert rare.top == 0.05
    assert followed((10, EVENT)).top == 1


def test_groups_are_curves_of_their_own_and_one_may_be_empty() -> None:
    spells = [Spell(f"p{n}", Span(0, 0), Span(n, n), EVENT) for n in range(1, 4)]
    groups = (("AIT", [spells[0], spells[2]]), ("AIHA", [spells[1]]), ("AIN", []))
    plot = curves([(label, answered("survival", held)) for label, held in groups])
    assert [(series.label, len(series.steps)) for series in plot.series] == [
        ("AIT", 2),
        ("AIHA", 1),
        ("AIN", 0),
    ]
    assert plot.series[2].summary == "nobody"
    assert [row["group"] for row in table(plot)] == ["AIT"] * 3 + ["AIHA"] * 2


def test_medians_are_told_with_their_limits() -> None:
    plot = curves_of(cohort_of(published_twelve()), "follow_up_from_agent", Table1Options(by=("type",)))
    told = next(note for note in plot.notes if note.startswith("Median: "))
    assert told.startswith("Median: AIT ")
    assert "; PRCA 411 d (95 % limits 274–?);" in told
    none = curves([("", answered("survival", [Spell("a", Span(0, 0), Span(9, 9), CENSORED)]))])
    assert none.notes == ("Median: not reached.",)
    assert curves([("", answered("survival", []))]).notes == ()


def test_groups_are_those_of_table_1() -> None:
    cohort = cohort_of(published_twelve())
    options = Table1Options(by=("type",), p_values=True)
    plot = curves_of(cohort, "follow_up_from_agent", options)
    assert [(series.label, len(series.cases)) for series in plot.series] == [
        ("AIT", 2), ("AIHA", 3), ("PRCA", 4), ("Evans syndrome", 2),
    ]  # fmt: skip
    assert plot.notes[-1].startswith("No p-value")
    alone = curves_of(cohort, "follow_up_from_agent", Table1Options())
    assert [(series.label, len(series.cases)) for series in alone.series] == [("", 11)]


def test_a_p_value_is_given_when_asked_for_and_named_by_its_test() -> None:
    early = [Spell(f"a{n}", Span(0, 0), Span(n, n), EVENT) for n in range(1, 9)]
    late = [Spell(f"b{n}", Span(0, 0), Span(90 + n, 91 + n), EVENT) for n in range(1, 9)]
    parts = [("AIT", answered("survival", early)), ("AIHA", answered("survival", late))]
    assert not any("p <" in note or "p =" in note for note in curves(parts).notes)
    assert (
        curves(parts, tested=True).notes[-1] == "P < 0.001, log-rank test (8 imprecise days at their middle)."
    )
    lone = curves(parts[:1], tested=True).notes[-1]
    assert lone == "No p-value: it takes two groups with patients, and events that tell them apart."
    both = [(label, answered("cytopenia", spells)) for label, spells in (("AIT", early), ("AIHA", late))]
    assert curves(both, tested=True).notes[-1] == (
        "P < 0.001, Gray's test (8 imprecise days at their middle)."
    )


def test_the_table_of_a_curve_has_all_that_is_drawn() -> None:
    rows = table(followed((58, EVENT), (90, CENSORED), (90, EVENT)))
    assert [row["day"] for row in rows] == ["0", "58", "90"]
    assert rows[1] | {"lower_95": "", "upper_95": ""} == {
        "group": "", "day": "58", "at_risk": "3", "events": "1", "competing": "0", "censored": "0",
        "estimate": "0.333333", "lower_95": "", "upper_95": "",
        "imprecise_lowest": "0.333333", "imprecise_highest": "0.333333",
    }  # fmt: skip
    assert float(rows[1]["lower_95"]) < 0.3334 < float(rows[1]["upper_95"])


def test_what_imprecise_days_do_is_drawn_and_said() -> None:
    spells = [Spell("a", Span(0, 0), Span(10, 30), EVENT), Spell("b", Span(0, 0), Span(15, 15), EVENT)]
    plot = curves([("", answered("survival", spells))])
    assert plot.series[0].swayed
    assert (plot.series[0].steps[0].lowest, plot.series[0].steps[0].highest) == (0, 0.5)
    assert plot.notes == (
        "Median: 17.5 d (95 % limits 15–?, 12.5..22.5 with imprecise days).",
        "Imprecise days are placed at their middle; at their bounds they would move a value: "
        "1 patient, by at most 50 points.",
    )


@pytest.mark.parametrize(
    ("length", "title", "labels"),
    [
        (40, "Days after HSCT", ["0", "5", "10", "15", "20", "25", "30", "35", "40"]),
        (400, "Months after HSCT", ["0", "2", "4", "6", "8", "10", "12"]),
        (6000, "Years after HSCT", ["0", "5", "10", "15"]),
    ],
)
def test_time_is_counted_in_a_unit_that_suits_its_length(
    length: float, title: str, labels: list[str]
) -> None:
    axis = time_axis("HSCT", 0, length)
    assert (axis.title, [tick.label for tick in axis.ticks]) == (title, labels)


def test_time_before_the_zero_is_negative() -> None:
    axis = time_axis("first daratumumab", -400, 400)
    assert [tick.label for tick in axis.ticks] == ["−12", "−6", "0", "6", "12"]
    assert axis.ticks[0].day == pytest.approx(-365.25)


# --- swimmer plot


def lanes(*charts: Chart, zero: Zero = Zero.HSCT) -> SwimmerPlot:
    return swimmer([chart.case for chart in charts], zero, AGENT)


def course_of(code: str, onset: str = "+58") -> Chart:
    chart = Chart(code)
    chart.add(Transplant, number="1")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset=onset)
    chart.treat("prednisolone", start="+60", stop="+90", response="none")
    chart.treat(AGENT, "+118", "+125", response="complete", response_day="+143")
    chart.add(Course, day="+200", kind="relapse")
    chart.add(FollowUp, day="+427", status="alive")
    return chart


def test_a_lane_holds_treatments_by_class_marks_and_the_end() -> None:
    (lane,) = lanes(course_of("P1")).lanes
    assert (lane.label, lane.group, lane.start, lane.end_lo, lane.end_hi) == ("P1", "AIT", 0, 427, 427)
    assert lane.ending is Ending.ALIVE
    first, second = lane.segments
    assert (first.role, first.start_lo, first.stop_hi, first.solid) == ("steroid", 59.5, 90.5, True)
    assert (second.role, second.doses, second.solid) == ("anti_cd38", (118, 125), False)
    assert [(mark.kind, mark.lo) for mark in lane.marks] == [
        ("hsct", 0), ("onset", 58), ("complete", 143), ("relapse", 200),
    ]  # fmt: skip


def test_concurrent_treatments_have_rows_of_their_own() -> None:
    chart = course_of("P1")
    chart.treat("rituximab", "+70", "+77", "+84")
    chart.treat("eltrombopag", start="+62", stop="+80")
    (lane,) = lanes(chart).lanes
    assert lane.rows == 3
    assert len({(s.row, s.start_lo) for s in lane.segments}) == 4


def test_lanes_are_aligned_at_the_zero_that_is_chosen() -> None:
    by_zero = {zero: lanes(course_of("P1"), zero=zero) for zero in Zero}
    starts = {zero: plot.lanes[0].start for zero, plot in by_zero.items()}
    assert starts == {Zero.HSCT: 0, Zero.ONSET: -58, Zero.AGENT: -118}
    assert by_zero[Zero.AGENT].axis.title == "Months after first daratumumab"
    assert by_zero[Zero.AGENT].lanes[0].segments[1].doses == (0, 7)


def test_an_imprecise_zero_is_taken_at_its_middle_and_counted() -> None:
    plot = lanes(course_of("P1", onset="58..68"), zero=Zero.ONSET)
    assert plot.lanes[0].start == -63
    assert "Aligned at the middle of an imprecise day: 1 patient." in plot.notes


def test_who_has_no_such_day_is_counted_by_reason() -> None:
    bare, untreated = Chart("B"), Chart("C")
    untreated.add(Cytopenia, episode="1", lineage="red_cell_precursors")
    for zero, note in (
        (
            Zero.ONSET,
            "1 of 3 patients shown; not drawn: no cytopenia (1), day of onset of cytopenia not known (1).",
        ),
        (Zero.AGENT, "1 of 3 patients shown; not drawn: daratumumab not given (2)."),
    ):
        plot = lanes(course_of("P1"), bare, untreated, zero=zero)
        assert plot.notes[0] == note
    assert len(lanes(course_of("P1"), bare, untreated).lanes) == 3


@pytest.mark.parametrize(
    ("day", "status", "ending", "end"),
    [
        ("+400", "dead", Ending.DEATH, (400, 400)),
        ("+400..430", "alive", Ending.ALIVE, (400, 430)),
        ("≥+400", "alive", Ending.ALIVE, (400, 400)),
        ("≥+400", "dead", Ending.DIED_LATER, (400, 400)),
    ],
)
def test_how_a_lane_ends(day: str, status: str, ending: Ending, end: tuple[int, int]) -> None:
    chart = Chart("P1")
    chart.add(FollowUp, day=day, status=status)
    (lane,) = lanes(chart).lanes
    assert (lane.ending, (lane.end_lo, lane.end_hi)) == (ending, end)


def test_a_case_without_anything_is_a_lane_of_no_length() -> None:
    (lane,) = lanes(Chart("P1")).lanes
    assert (lane.ending, lane.end_hi, lane.segments, lane.group) == (Ending.UNKNOWN, 0, (), "no cytopenia")


def test_treatments_without_a_day_are_counted_not_drawn_somewhere() -> None:
    chart = course_of("P1")
    chart.treat("rituximab", planned_doses="4")
    plot = lanes(chart)
    assert plot.lanes[0].undated == 1
    assert plot.notes[-1].startswith("Not drawn: 1 treatment of the cytopenia without a known day")


def test_lanes_are_ordered_by_type_and_the_longest_followed_first() -> None:
    short, long, other = course_of("A"), course_of("B"), Chart("C")
    long.add(FollowUp, day="+900", status="alive")
    other.add(Cytopenia, episode="1", lineage="red_cells", onset="+20")
    assert [lane.label for lane in lanes(short, long, other).lanes] == ["C", "B", "A"]


def test_the_table_of_lanes_gives_days_not_edges() -> None:
    rows = table(lanes(course_of("P1")))
    treatment = next(row for row in rows if row["what"] == "prednisolone")
    bounds = [treatment[name] for name in ("from_earliest", "from_latest", "to_earliest", "to_latest")]
    assert bounds == ["60", "60", "90", "90"]
    assert rows[0]["kind"] == "follow-up"
    assert rows[0]["ends"] == "alive"


def test_an_end_that_is_not_known_is_told() -> None:
    chart = Chart("P1")
    chart.treat("prednisolone", start="+60")
    (lane,) = lanes(chart).lanes
    assert lane.segments[0].stop is End.UNKNOWN
    assert "end not known" in lane.text


# --- response by line


def test_a_patient_counts_once_in_each_line_with_the_best_response_reported() -> None:
    chart = Chart("A")
    chart.treat("prednisolone", line="1", response="none")
    chart.treat("immunoglobulin_ivig", line="1", response="transient")
    second = chart.treat("rituximab", line="2")
    chart.add(Course, kind="partial_response", treatment=second)
    chart.treat("sirolimus", line="3")
    chart.treat("eltrombopag", line="5", response="complete")
    chart.treat("bortezomib")
    plot = response_by_line(cohort_of([chart.case]))
    found = {bar.label: [(part.level, part.n, part.of) for part in bar.parts] for bar in plot.bars}
    assert found == {
        "Line 1": [("transient", 1, 1)],
        "Line 2": [("partial", 1, 1)],
        "Line 3": [(NOT_REPORTED, 1, 1)],
        "Line 4 and later": [("complete", 1, 1)],
        NO_LINE: [(NOT_REPORTED, 1, 1)],
    }


def test_the_parts_of_a_bar_make_up_the_whole_and_hold_their_cases() -> None:
    for bar in response_by_line(cohort_of(published_twelve())).bars:
        assert sum(part.n for part in bar.parts) == bar.n == sum(len(part.cases) for part in bar.parts)
        assert all(part.of == bar.n for part in bar.parts)


def test_prophylaxis_is_no_line_of_therapy_and_the_untreated_are_counted() -> None:
    chart = Chart("A")
    chart.treat("ciclosporin", purpose="gvhd_prophylaxis", line="1", response="complete")
    plot = response_by_line(cohort_of([chart.case]))
    assert plot.bars == ()
    assert plot.notes[-1] == "No treatment of the cytopenia recorded: 1 patient."


def test_any_answers_can_be_stacked() -> None:
    answers = [Answer("AIT", "CR", "a"), Answer("AIT", "NR", "b"), Answer("AIHA", "CR", "c")]
    plot = stacked("Response by type", answers, ("CR", "PR", "NR"))
    assert plot.levels == ("CR", "NR")
    assert [(bar.label, bar.n) for bar in plot.bars] == [("AIHA", 1), ("AIT", 2)]
    assert plot.bars[1].parts[1].text == "AIT: NR 1/2 (50 %)"
