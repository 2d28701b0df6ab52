"""A picture of every page, taken with nobody at the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from aic_desktop import bootstrap
from aic_desktop.domain.problem import Problem
from aic_desktop.services.example import example_changes
from aic_desktop.services.ports import StoreError
from aic_desktop.ui.screenshot import PAGES, TABS, take

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> str:
    location = str(tmp_path_factory.mktemp("registry") / "registry.aic")
    registry = bootstrap.registry(location, True)
    registry.cases.apply(example_changes())
    registry.cases.close()
    return location


def picture(out: Path) -> QImage:
    image = QImage(str(out))
    assert not image.isNull()
    return image


def test_every_page_of_a_patient_is_another_picture(file: str, tmp_path: Path) -> None:
    taken: dict[str, QImage] = {}
    for page in PAGES:
        out = tmp_path / f"{page}.png"
        assert take(file, out, "P2", page, (1280, 800), bootstrap.registry) == 0
        taken[page] = picture(out)
        assert taken[page].size().toTuple() == (1280, 800)
    different = ["welcome", "cohort", *TABS]
    for place, one in enumerate(different):
        for other in different[place + 1 :]:
            assert taken[one] != taken[other], (one, other)


def test_without_a_patient_the_first_is_shown_and_without_a_file_the_welcome(
    file: str, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.png", tmp_path / "2.png"
    take(file, first, None, "patient", (1280, 800), bootstrap.registry)
    take(file, second, "P1", "patient", (1280, 800), bootstrap.registry)
    assert picture(first) == picture(second)
    assert take(None, tmp_path / "w.png", None, "welcome", (800, 600), bootstrap.registry) == 0


@pytest.mark.parametrize(
    ("location", "patient", "page", "words"),
    [
        ("file", "P7", "case", "P7"),
        ("file", None, "summary", "summary"),
        (None, None, "case", "Name the registry"),
    ],
)
def test_what_cannot_be_shown_is_said(
    file: str, tmp_path: Path, location: str | None, patient: str | None, page: str, words: str
) -> None:
    with pytest.raises(Problem, match=words):
        take(location and file, tmp_path / "x.png", patient, page, (800, 600), bootstrap.registry)
    assert not (tmp_path / "x.png").exists()


def test_a_picture_that_cannot_be_written_is_said(file: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        take(file, tmp_path / "nowhere" / "x.png", None, "case", (800, 600), bootstrap.registry)
