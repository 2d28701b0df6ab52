"""More counts than pixels: nothing averaged, every exceptional count with its mark."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import SampleContext
from aic_desktop.domain.records import Count, Patient
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.ui.timeline import picture
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import Writing
from tests.ui.hands import near, origin, pixels, shown
from tests.values import exactly


def crowded() -> Case:
    """A count a day for nine years, one of them after a transfusion, one only known to be below a limit."""
    day = TimePoint.on_day
    plain = [
        Count(
            id=f"count-{at}",
            position=at,
            day=day(at),
            analyte="platelets",
            value=exactly(100 if at % 50 else 30, "10*9/L"),
        )
        for at in range(3300)
    ]
    plain[1600] = replace(plain[1600], context=SampleContext.AFTER_TRANSFUSION, value=exactly(60, "10*9/L"))
    writing = Writing(code="crowded")
    writing.counts("platelets", "+2000=<5")
    (below,) = writing.case.counts
    return Case(Patient(id="patient"), counts=(*plain, replace(below, id="below", position=9999)))


def test_with_more_counts_than_pixels_every_exceptional_one_keeps_its_mark(view: TimelineView) -> None:
    shown(view, crowded())
    view.fit()
    image, corner = pixels(view), origin(view)
    ground, colour = view._sheet.style.palette.ground, view._sheet.style.palette.of("platelets")
    (hollow,) = view._board.hits_of("count-1600")
    middle = hollow.rect.center().toPoint() + corner
    assert image.pixelColor(middle).name() == ground
    assert near(image, middle, colour, reach=4)
    (below,) = view._board.hits_of("below")
    at = QPoint(round(below.rect.center().x()), round(below.rect.bottom() - 6)) + corner
    assert near(image, at, colour, reach=5)


def test_with_more_counts_than_pixels_the_lowest_and_the_highest_of_a_column_are_drawn(
    view: TimelineView,
) -> None:
    shown(view, crowded())
    view.fit()
    scene = view.timeline_scene
    assert scene is not None
    place = picture.place_of(view._sheet, scene, view._board.places, 0)
    image, corner = pixels(view), origin(view)
    colour = view._sheet.style.palette.of("platelets")
    for day in (500, 1000, 2500, 3000):  # each a day of 30 among days of 100
        low = QPointF(view._sheet.frame.x(day), place.y(30)).toPoint() + corner
        high = QPointF(view._sheet.frame.x(day + 20), place.y(100)).toPoint() + corner
        assert near(image, low, colour, reach=2)
        assert near(image, high, colour, reach=2)
        between = QPointF(view._sheet.frame.x(day + 25), place.y(70)).toPoint() + corner
        assert not near(image, between, colour, reach=0)
