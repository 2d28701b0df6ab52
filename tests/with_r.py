"""R as the reference: what its scripts said, kept beside them, and R itself where it is installed."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

Said = Mapping[str, list[float]]

FOLDER = Path(__file__).parent / "r"
_PRELUDE = """
options(warn = -1)
suppressMessages(library(survival))
say <- function(name, values) {
  cat(name, "\\t", paste(sprintf("%.17g", as.numeric(values)), collapse = " "), "\\n", sep = "")
}
"""


def kept(script: str) -> Said:
    """What `script`.R said when it was last run."""
    return _read((FOLDER / f"{script}.tsv").read_text(encoding="utf-8"))


def run(script: str) -> Said:
    """What `script`.R says now; skips the test where R or a package of it is missing."""
    return ask((FOLDER / f"{script}.R").read_text(encoding="utf-8"))


def ask(code: str) -> Said:
    """What R says to code that calls say(name, numbers); skips the test where R is missing."""
    return _read(answer(code))


def answer(code: str) -> str:
    """The lines that R writes."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed; the values it gave are kept beside the tests")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-"], input=_PRELUDE + code, capture_output=True, text=True, check=False
    )
    if "there is no package called" in done.stderr:
        pytest.skip("R is installed without one of its packages survival and cmprsk")
    assert done.returncode == 0, done.stderr
    return done.stdout


def vector(values: Iterable[float]) -> str:
    """Numbers as R writes them."""
    return f"c({', '.join(repr(value) for value in values)})"


def _read(text: str) -> Said:
    lines = (line.split("\t") for line in text.splitlines())
    return {name: [_number(word) for word in words.split()] for name, words in lines}


def _number(word: str) -> float:
    return float("nan") if word in {"NA", "NaN"} else float(word.replace("Inf", "inf"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        (FOLDER / f"{name}.tsv").write_text(answer((FOLDER / f"{name}.R").read_text("utf-8")), "utf-8")
