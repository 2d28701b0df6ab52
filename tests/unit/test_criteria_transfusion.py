"""Transfused units: no more and no less than what was recorded."""

import pytest

from aic_desktop.domain.choices import Product
from aic_desktop.domain.criteria import Tally, units_transfused
from aic_desktop.domain.records import Transfusion
from tests.charts import Chart


@pytest.mark.parametrize(
    ("given", "units"),
    [
        ([], None),
        ([{"day": "+61", "units": "163"}], Tally(163, 163)),
        ([{"units": "18"}, {"day": "+70", "units": "2"}], Tally(18, 20)),
        ([{"units": "18"}, {"day": "+70", "units": "20"}], Tally(20, 38)),
        ([{"day": "+60", "until": "+90", "units": "18"}, {"day": "+70", "units": "2"}], Tally(18, 18)),
        ([{"day": "+60", "until": "+90", "units": "18"}, {"day": "+70", "units": "20"}], Tally(20, 20)),
        ([{"day": "+60", "until": "+90", "units": "18"}, {"day": "+91", "units": "2"}], Tally(20, 20)),
        ([{"day": "+60", "until": "+90", "units": "18"}, {"day": "88..93", "units": "2"}], Tally(18, 20)),
        (
            [
                {"day": "+60", "until": "+90", "units": "18"},
                {"day": "+70", "until": "+75", "units": "1", "daily": "yes"},
            ],
            Tally(18, 18),
        ),
        (
            [
                {"day": "+60", "until": "+90", "units": "18"},
                {"day": "+88", "units": "1", "daily": "yes"},
            ],
            Tally(18, None),
        ),
        ([{"day": "+70"}], Tally(1, None)),
        ([{"day": "+87", "until": "+98", "units": "2", "daily": "yes"}], Tally(24, 24)),
        ([{"day": "83..87", "until": "+98", "units": "1", "daily": "yes"}], Tally(12, 16)),
        ([{"day": "+190", "units": "1", "daily": "yes"}], Tally(1, None)),
        ([{"day": "+83", "until": "≥98", "units": "1", "daily": "yes"}], Tally(16, None)),
        ([{"day": "+83", "until": "≤98", "units": "1", "daily": "yes"}], Tally(1, 16)),
        ([{"day": "+83", "until": "+98", "daily": "yes"}], Tally(16, None)),
        ([{"day": "+98", "until": "+83", "units": "1", "daily": "yes"}], Tally(1, 1)),
        ([{"day": "+1", "units": "3"}, {"day": "+2", "daily": "yes", "units": "1"}], Tally(4, None)),
    ],
)
def test_units_are_counted_as_far_as_they_are_known(given: list[dict[str, str]], units: Tally | None) -> None:
    chart = Chart()
    chart.add(Transfusion, product="red_cells", day="+1", units="7")
    for typed in given:
        chart.add(Transfusion, product="platelets", **typed)
    assert units_transfused(chart.case, Product.PLATELETS) == units
    assert units_transfused(chart.case, Product.RED_CELLS) == Tally(7, 7)
