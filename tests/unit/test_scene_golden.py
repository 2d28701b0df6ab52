"""The scenes of published and awkward cases, whole: what changes in them is meant to be seen in a review.

AIC_REWRITE_GOLDEN=1 writes the files anew.
"""

import json
import os
from pathlib import Path

import pytest

from aic_desktop.reporting.scene import plain, timeline
from tests.golden.awkward import GOLDEN

_FOLDER = Path(__file__).parent.parent / "golden"


@pytest.mark.parametrize("name", GOLDEN)
def test_the_scene_is_the_reviewed_one(name: str) -> None:
    text = json.dumps(plain(timeline(GOLDEN[name]())), indent=1, ensure_ascii=False) + "\n"
    file = _FOLDER / f"{name}.json"
    if os.environ.get("AIC_REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(file.read_text(encoding="utf-8"))


def test_every_golden_file_has_its_case() -> None:
    assert {file.stem for file in _FOLDER.glob("*.json")} == set(GOLDEN)
