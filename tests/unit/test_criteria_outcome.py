"""Last contact, vital status, and what the last reports say."""

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Status, YesNo
from aic_desktop.domain.records import Course, Cytopenia, FollowUp
from aic_desktop.domain.timepoint import Span
from tests.charts import Chart


@pytest.mark.parametrize(
    ("follow_ups", "days", "status"),
    [
        ([], None, None),
        (
            [{"day": "+300", "status": "alive"}, {"day": "+200", "status": "alive"}],
            Span(300, 300),
            Status.ALIVE,
        ),
        ([{"day": "300..320", "status": "alive"}, {"day": "+310"}], Span(310, 320), Status.ALIVE),
        (
            [{"day": "+300", "status": "alive"}, {"day": "≥200", "status": "dead"}],
            Span(200, None),
            Status.DEAD,
        ),
        ([{"day": "+300", "status": "alive"}, {"status": "dead"}], Span(300, None), Status.DEAD),
        ([{"status": "dead"}], None, Status.DEAD),
        ([{"status": "alive"}, {"day": "+9", "status": "alive"}], Span(9, 9), Status.ALIVE),
        ([{"day": "12.3.2020", "status": "alive"}], None, Status.ALIVE),
    ],
)
def test_last_contact_and_status(
    follow_ups: list[dict[str, str]], days: Span | None, status: Status | None
) -> None:
    chart = Chart()
    for typed in follow_ups:
        chart.add(FollowUp, **typed)
    assert criteria.last_contact(chart.case) == days
    assert criteria.vital_status(chart.case) is status


def test_what_the_latest_report_does_not_mention_is_taken_from_the_one_before() -> None:
    chart = Chart()
    chart.add(FollowUp, day="+400", status="alive", immunoglobulin_substitution="no")
    chart.add(FollowUp, day="+200", status="alive", immunoglobulin_substitution="yes")
    chart.add(FollowUp, day="+600", status="alive")
    assert criteria.last_stated(chart.case, "immunoglobulin_substitution") is YesNo.NO
    assert criteria.last_stated(chart.case, "b_cell_recovery") is None


@pytest.mark.parametrize(
    ("lineages", "platelets", "red_cells", "expected"),
    [
        (["platelets"], "yes", "", YesNo.YES),
        (["platelets"], "yes", "no", YesNo.YES),
        (["platelets"], "", "yes", None),
        (["red_cell_precursors"], "", "yes", YesNo.YES),
        (["platelets", "red_cells"], "yes", "", None),
        (["platelets", "red_cells"], "yes", "no", YesNo.NO),
        (["platelets", "red_cells"], "yes", "yes", YesNo.YES),
        (["neutrophils"], "yes", "yes", None),
        ([], "yes", "yes", None),
    ],
)
def test_transfusion_independence_is_asked_per_product_of_the_lineages(
    lineages: list[str], platelets: str, red_cells: str, expected: YesNo | None
) -> None:
    chart = Chart()
    for lineage in lineages:
        chart.add(Cytopenia, episode="1", lineage=lineage)
    chart.add(FollowUp, status="alive", platelet_independent=platelets, red_cell_independent=red_cells)
    assert criteria.transfusion_independent(chart.case) is expected
    chart.add(Course, day="+150", kind="transfusion_independent")
    assert criteria.transfusion_independent(chart.case) is YesNo.YES
