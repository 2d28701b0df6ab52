"""Drug classes are told apart without green cones and in grey: by lightness, by hatching, or by both."""

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF

from aic_desktop.domain.codes import analytes
from aic_desktop.reporting.scene import plain, roles, timeline
from aic_desktop.ui.timeline.hatches import HATCHES, lines_within
from aic_desktop.ui.timeline.palette import DARK, LIGHT, PRINT, Palette
from aic_desktop.ui.timeline.shapes import BODY
from tests.colour_vision import apart, contrast, lab, without_green_cones
from tests.golden.awkward import CASES

# The classes that meet in the treatment of a cytopenia.
CLASSES = (
    "steroid",
    "immunoglobulin",
    "anti_cd20",
    "anti_cd38",
    "thrombopoietin",
    "growth_factor",
    "calcineurin_mtor",
    "proteasome",
    "complement",
    "cytostatic",
    "procedure",
    "other",
)
_PAIRS = tuple(combinations(CLASSES, 2))
_every_palette = pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT])


def hatched_apart(one: str, other: str) -> bool:
    return HATCHES.get(one, "") != HATCHES.get(other, "")


@_every_palette
def test_doses_of_two_classes_differ_without_green_cones(palette: Palette) -> None:
    seen = {name: without_green_cones(palette.of(name)) for name in CLASSES}
    assert [pair for pair in _PAIRS if apart(seen[pair[0]], seen[pair[1]]) < 10] == []


@_every_palette
def test_courses_of_two_classes_differ_without_green_cones(palette: Palette) -> None:
    seen = {name: without_green_cones(palette.tint(name, BODY)) for name in CLASSES}
    alike = [pair for pair in _PAIRS if apart(seen[pair[0]], seen[pair[1]]) < 4]
    assert [pair for pair in alike if not hatched_apart(*pair)] == []


@_every_palette
def test_courses_of_two_classes_differ_in_grey(palette: Palette) -> None:
    grey = {name: lab(palette.tint(name, BODY))[0] for name in CLASSES}
    alike = [(one, other) for one, other in _PAIRS if abs(grey[one] - grey[other]) < 4]
    assert alike
    assert [pair for pair in alike if not hatched_apart(*pair)] == []


def test_no_two_classes_are_hatched_alike() -> None:
    assert len(set(HATCHES.values())) == len(HATCHES)


@_every_palette
def test_every_mark_stands_out_from_its_ground(palette: Palette) -> None:
    assert [role for role in palette.roles if contrast(palette.of(role), palette.ground) < 1.3] == []
    assert contrast(palette.ink, palette.ground) > 7
    assert contrast(palette.quiet, palette.ground) > 4.5


@_every_palette
def test_counts_are_never_pale(palette: Palette) -> None:
    shown = {roles.of_analyte(analyte) for analyte in (*analytes(), "free text")}
    assert shown <= set(palette.roles)
    assert [role for role in shown if contrast(palette.of(role), palette.ground) < 4.4] == []


def test_every_role_of_every_scene_has_a_colour() -> None:
    def named(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["role"]} if "role" in part else set()
            return own.union(*(named(value) for value in part.values()))
        return set().union(*(named(value) for value in part)) if isinstance(part, list) else set()

    assert set().union(*(named(plain(timeline(make()))) for make in CASES.values())) <= set(LIGHT.roles)
    assert set(LIGHT.roles) == set(DARK.roles)


@pytest.mark.parametrize("sign", ["-", "~", "/", "\\", "|"])
def test_hatching_stays_within_its_box_and_fills_it(sign: str) -> None:
    box = QRectF(13.3, 40.5, 90.2, 11)
    lines = list(lines_within(sign, box))
    grown = box.adjusted(-1e-6, -1e-6, 1e-6, 1e-6)
    assert all(grown.contains(line.p1()) and grown.contains(line.p2()) for line in lines)
    middles = sorted(line.center().x() for line in lines)
    if sign in "/\\|":
        assert max(b - a for a, b in pairwise(middles)) < 8
        assert middles[0] < box.left() + 8
        assert middles[-1] > box.right() - 8
