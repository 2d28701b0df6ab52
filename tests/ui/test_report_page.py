"""The report as it is printed: one page of A4, all of it text, whatever the case holds."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Count, Event
from aic_desktop.domain.rules import checks_of
from aic_desktop.reporting.report import Origin, report
from aic_desktop.services.example import published_cases
from aic_desktop.ui.figure_files import image, write_picture
from aic_desktop.ui.report_page import report_picture
from tests.charts import Chart
from tests.golden.awkward import CASES

pytestmark = pytest.mark.usefixtures("qapp")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils are not installed"
)


def printed(case: Case, path: Path, with_identifiers: bool = False) -> str:
    """The words of the page as a reader of PDF takes them out; every run of spaces one."""
    found = report(
        case, checks_of(case), Origin("department.aic", "1.2.3", date(2026, 3, 4)), with_identifiers
    )
    write_picture(report_picture(found), path)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout
    return re.sub(r" +", " ", text.decode())


def many_treatments(number: int) -> Case:
    chart = Chart("M60", age="11", sex="female")
    for place in range(number):
        treatment = chart.treat(f"drug {place:02}", purpose="cytopenia", start=f"+{40 + 5 * place}")
        chart.dose(treatment, day=f"+{40 + 5 * place}", amount="16 mg/kg")
        chart.dose(treatment, day=f"+{47 + 5 * place}", amount="16 mg/kg")
    for day in range(20, 320, 3):
        chart.add(Count, day=f"+{day}", analyte="platelets", value=f"{5 + day % 90}")
        chart.add(Count, day=f"+{day}", analyte="haemoglobin", value="9.5 g/dL")
        chart.add(Count, day=f"+{day}", analyte="neutrophils", value="1.5")
    for place in range(12):
        chart.add(
            Event, day=f"+{30 + place}", kind="other", detail=f"an event with a long description {place}"
        )
    return chart.case


@needs_poppler
def test_every_sign_of_the_page_is_text(tmp_path: Path) -> None:
    said = printed(published_cases()[1], tmp_path / "p2.pdf")
    for words in (
        "Evans syndrome (AIT +58, AIHA +83)",
        "c.686T>C; p.Phe229Ser",
        "×10⁹/L",
        "<3",
        "2–9",
        "375 mg/m² ×6",
        "daratumumab 16 mg/kg ×3 +184 to +200 none",
        "dead +200 or later: autoimmune cytopenia",
        "department.aic · data of 2026-03-04 · aic_desktop 1.2.3",
    ):
        assert words in said, words


@needs_poppler
@pytest.mark.parametrize("name", sorted(CASES))
def test_any_case_is_one_page_of_a4(tmp_path: Path, name: str) -> None:
    printed(CASES[name](), tmp_path / "case.pdf")
    told = subprocess.run(["pdfinfo", str(tmp_path / "case.pdf")], check=True, capture_output=True, text=True)
    assert "Pages: 1" in re.sub(r" +", " ", told.stdout)
    assert "(A4)" in told.stdout


@needs_poppler
@pytest.mark.parametrize("number", [12, 25, 60])
def test_what_finds_no_room_is_counted_in_words(tmp_path: Path, number: int) -> None:
    said = printed(many_treatments(number), tmp_path / "many.pdf")
    rows = set(re.findall(r"drug (\d\d) 16 mg/kg ×2 \+\d+ to \+\d+", said))
    more = re.search(r"and (\d+) more, see the registry", said)
    assert len(rows) + (int(more[1]) if more else 0) == number
    assert len(rows) >= 12
    lanes = re.search(r"and (\d+) more rows of the timeline, see the registry", said)
    assert bool(lanes) == (number >= 25)
    assert "department.aic" in said


def test_nothing_is_painted_over_the_foot_or_beyond_the_margins() -> None:
    case = many_treatments(60)
    picture = report_picture(report(case, (), Origin("r", "1")))
    drawn = image(picture, 96)
    dark = [
        (x, y)
        for x in range(0, drawn.width(), 2)
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).lightness() < 128
    ]
    assert min(x for x, _ in dark) >= 45
    assert max(x for x, _ in dark) <= drawn.width() - 45
    assert max(y for _, y in dark) <= drawn.height() - 45
    foot = drawn.height() - round(13 / 25.4 * 96) - 2 * 15
    assert not [point for point in dark if foot - 6 <= point[1] <= foot - 3]


def test_it_is_grey_when_asked_for() -> None:
    drawn = image(report_picture(report(published_cases()[1], (), Origin("r", "1")), grey=True), 96)
    colours = {
        drawn.pixelColor(x, y).rgb() & 0xFFFFFF
        for x in range(0, drawn.width(), 3)
        for y in range(0, drawn.height(), 3)
    }
    assert all(c >> 16 == (c >> 8) & 255 == c & 255 for c in colours)
