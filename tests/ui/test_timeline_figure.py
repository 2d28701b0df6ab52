"""The figure for a journal: complete, text as text, readable in greyscale and without red and green."""

import re
import shutil
import stat
import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QImage

from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.scene import timeline
from aic_desktop.services.ports import StoreError
from aic_desktop.ui.figure import SMALLEST_POINTS, Look, figure, style_of, write_figure
from aic_desktop.ui.figure_files import image, svg
from aic_desktop.ui.timeline.palette import PRINT, grey
from tests.colour_vision import lab
from tests.golden.awkward import CASES, Writing

pytestmark = pytest.mark.usefixtures("qapp")


def svg_texts(path: Path) -> list[str]:
    root = ElementTree.parse(path).getroot()
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_an_svg_holds_names_doses_counts_and_key_as_text(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    write_figure(timeline(CASES["like_patient_1"]()), path)
    texts = svg_texts(path)
    assert {"daratumumab", "immunoglobulin (IVIG)", "corticosteroids, high-dose", "16 mg/kg ×6"} <= set(texts)
    assert {"142", "5", "55", "192", "Platelets", "×10⁹/L", "Day after HSCT", "end not known"} <= set(texts)
    assert any(text.startswith("rituximab 375 mg/m² ×4") for text in texts)
    assert any(text.startswith("163 platelet units") for text in texts)


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"taper"}))
def test_every_value_of_a_sparse_case_stands_beside_its_mark(tmp_path: Path, name: str) -> None:
    scene = timeline(CASES[name]())
    path = tmp_path / "figure.svg"
    write_figure(scene, path)
    texts = svg_texts(path)
    assert [p.label for panel in scene.panels for p in panel.points if p.label not in texts] == []


def test_every_value_and_dose_of_a_crowded_case_stands_in_the_description(tmp_path: Path) -> None:
    scene = timeline(CASES["taper"]())
    path = tmp_path / "figure.svg"
    write_figure(scene, path)
    found = ElementTree.parse(path).getroot().find("{http://www.w3.org/2000/svg}desc")
    said = "" if found is None else found.text or ""
    assert [p.text for panel in scene.panels for p in panel.points if p.text not in said] == []
    assert "dose 3, 375 mg/m², day +74" in said


def test_an_svg_has_a_tag_of_size_and_no_clipped_text(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    write_figure(timeline(CASES["taper"]()), path, Look(170))
    root = ElementTree.parse(path).getroot()
    assert root.attrib["width"].startswith("170")
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(node.attrib["x"]) < width
        assert 0 <= float(node.attrib["y"]) <= height + 1


@pytest.mark.parametrize("width", [85, 170])
def test_a_png_has_600_dpi_and_a_white_ground(tmp_path: Path, width: float) -> None:
    path = tmp_path / "figure.png"
    write_figure(timeline(CASES["like_patient_2"]()), path, Look(width))
    image = QImage(str(path))
    assert image.width() == pytest.approx(width / 25.4 * 600, abs=1)
    assert image.dotsPerMeterX() == pytest.approx(600 / 0.0254, abs=1)
    assert image.pixelColor(2, 2) == QColor("#ffffff")
    border = [image.pixelColor(image.width() - 3, y) for y in range(0, image.height(), 7)]
    assert all(colour == QColor("#ffffff") for colour in border)


def test_a_pdf_embeds_its_text_and_has_the_width_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "figure.pdf"
    write_figure(timeline(CASES["like_patient_2"]()), path, Look(170))
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/FontFile" in data
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ", data)
    assert box is not None
    assert float(box[1]) == pytest.approx(170 / 25.4 * 72, abs=1.5)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext of poppler-utils is not installed")
@pytest.mark.parametrize("width", [85, 120, 170])
def test_every_value_can_be_taken_out_of_a_pdf_as_it_is_printed(tmp_path: Path, width: float) -> None:
    scene = timeline(CASES["like_patient_2"]())
    write_figure(scene, tmp_path / "figure.pdf", Look(width))
    command = ["pdftotext", "-layout", str(tmp_path / "figure.pdf"), "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    for words in ("<3", "2–9", "×10⁹/L", "Day after HSCT", "16 mg/kg ×3"):
        assert words in said


def test_writing_twice_gives_the_same_picture(tmp_path: Path) -> None:
    scene = timeline(CASES["taper"]())
    for name in ("a.svg", "b.svg"):
        write_figure(scene, tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_figure_knows_no_dates(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    write_figure(timeline(CASES["dated"]()), path)
    assert "2020" not in path.read_text(encoding="utf-8")


def test_another_kind_of_file_is_refused_in_words(tmp_path: Path) -> None:
    scene = timeline(CASES["one_count"]())
    with pytest.raises(Problem, match=r"“\.tiff” is not a kind of figure"):
        write_figure(scene, tmp_path / "figure.tiff")
    with pytest.raises(Problem, match="End the name with"):
        write_figure(scene, tmp_path / "figure")


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be written to"):
        write_figure(timeline(CASES["one_count"]()), tmp_path / "missing" / "figure.svg")


def test_a_name_that_is_a_folder_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "figure.svg").mkdir()
    (tmp_path / "figure.svg" / "inside").touch()
    with pytest.raises(StoreError, match="could not be written"):
        write_figure(timeline(CASES["one_count"]()), tmp_path / "figure.svg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["figure.svg"]


def test_a_figure_can_be_read_by_whoever_may_read_new_files(tmp_path: Path) -> None:
    write_figure(timeline(CASES["one_count"]()), tmp_path / "figure.svg")
    (tmp_path / "plain").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("figure.svg", "plain")}
    assert len(modes) == 1


SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (85, 120, 170)


def text_nodes(name: str, look: Look) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg(figure(timeline(CASES[name]()), look))).iter(f"{SVG}text"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", sorted(CASES))
def test_no_text_is_smaller_than_promised_or_leaves_the_figure(name: str, width: float) -> None:
    look = Look(width)
    picture = figure(timeline(CASES[name]()), look)
    for node in text_nodes(name, look):
        assert float(node.attrib["font-size"]) * 72 / 96 >= SMALLEST_POINTS
        box = text_box(node)
        assert box.left() >= 0, node.text
        assert box.right() <= picture.size.width() + 0.5, node.text


def text_box(node: ElementTree.Element) -> QRectF:
    style = style_of(grey=False)
    bold = node.attrib["font-weight"] == "700"
    metrics = QFontMetricsF(style.bold if bold else style.font)
    x, baseline = float(node.attrib["x"]), float(node.attrib["y"])
    height = metrics.capHeight()
    return QRectF(x, baseline - height, metrics.horizontalAdvance((node.text or "").strip()), height)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", sorted(CASES))
def test_no_two_texts_of_a_figure_overlap(name: str, width: float) -> None:
    boxes = [
        (text_box(node).adjusted(0.5, 0.5, -0.5, -0.5), node.text) for node in text_nodes(name, Look(width))
    ]
    assert [(a, b) for (one, a), (other, b) in combinations(boxes, 2) if one.intersects(other)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_finds_no_room_beside_its_mark_is_listed_beneath(width: float) -> None:
    scene = timeline(CASES["like_patient_2"]())
    words = " ".join(" ".join(node.itertext()).strip() for node in text_nodes("like_patient_2", Look(width)))
    said = re.sub(r"\s+", " ", words)
    for lane in scene.lanes:
        for flag in lane.flags:
            assert not flag.label or flag.label in said or flag.text in said, flag


def test_a_figure_in_grey_has_no_other_colour() -> None:
    scene = timeline(CASES["like_patient_2"]())
    text = svg(figure(scene, Look(grey=True))).decode()
    colours = set(re.findall(r"#[0-9a-f]{6}", text))
    assert len(colours) > 8
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
    assert not all(c[1:3] == c[3:5] for c in re.findall(r"#[0-9a-f]{6}", svg(figure(scene, Look())).decode()))


def test_a_grey_is_as_light_as_its_colour() -> None:
    for colour in PRINT.roles.values():
        assert lab(grey(colour))[0] == pytest.approx(lab(colour)[0], abs=0.4)


def test_days_are_counted_from_the_zero_chosen() -> None:
    scene = timeline(CASES["like_patient_2"]())
    zero = next(zero for zero in scene.zeros if zero.label.startswith("first daratumumab"))
    words = svg(figure(scene, Look(zero=zero))).decode()
    assert "Day after first daratumumab</text>" in words
    assert ">−100</text>" in words


def test_a_part_of_the_course_can_be_drawn() -> None:
    scene = timeline(CASES["like_patient_2"]())
    picture = figure(scene, Look(days=(50.0, 100.0)))
    drawn = image(picture, 96)
    words = svg(picture).decode()
    assert ">60</text>" in words
    assert ">150</text>" not in words
    right = [drawn.pixelColor(drawn.width() - 4, y) for y in range(drawn.height() // 2)]
    assert set(map(QColor.name, right)) == {"#ffffff"}


def test_panels_are_as_high_as_on_the_screen() -> None:
    scene = timeline(CASES["like_patient_2"]())
    even, chosen = (
        figure(scene, Look(heights=heights)) for heights in ({}, {"platelets": 3.0, "haemoglobin": 1.0})
    )
    assert even.size == chosen.size
    tops = [
        float(node.attrib["y"])
        for picture in (even, chosen)
        for node in ElementTree.fromstring(svg(picture)).iter(f"{SVG}text")
        if node.text and node.text.strip() == "Haemoglobin"
    ]
    assert tops[1] - tops[0] == pytest.approx(118 / 2, abs=1)


def test_what_has_no_day_can_be_left_out() -> None:
    scene = timeline(CASES["unresolved"]())
    assert b"Day not known" in svg(figure(scene, Look()))
    assert b"Day not known" not in svg(figure(scene, Look(listed=False))).partition(b"</desc>")[2]


def test_an_empty_case_still_gives_a_figure(tmp_path: Path) -> None:
    write_figure(timeline(CASES["unresolved"]()), tmp_path / "figure.svg")
    assert any("date of HSCT not entered" in text for text in svg_texts(tmp_path / "figure.svg"))


def test_it_needs_no_widgets() -> None:
    assert isinstance(QGuiApplication.instance(), QGuiApplication)


def test_a_value_is_not_written_over_the_edge_of_a_target(tmp_path: Path) -> None:
    case = Writing(code="levels")
    case.counts("ciclosporin_trough", "+10=150", "+20=180", "+30=150")
    case.treat("ciclosporin", start="+1", stop="+40", target="150-180 ng/mL", purpose="gvhd_prophylaxis")
    scene = timeline(case.case)
    path = tmp_path / "figure.svg"
    write_figure(scene, path)
    root = ElementTree.parse(path).getroot()
    nodes = list(root.iter("{http://www.w3.org/2000/svg}text"))
    left = max(float(node.attrib["x"]) for node in nodes if node.text == "Day after HSCT")
    values = [n for n in nodes if n.text in ("150", "180") and float(n.attrib["x"]) > left + 80]
    ticks = {n.text: float(n.attrib["y"]) for n in nodes if n.text in ("150", "180") and n not in values}
    assert len(values) == 3
    for node in values:
        assert abs(float(node.attrib["y"]) - ticks[node.text or ""]) > 5
