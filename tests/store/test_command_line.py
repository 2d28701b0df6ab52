"""The contract with scripts and scheduled jobs: what each command writes, says and ends with."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from aic_desktop import __version__, bootstrap
from aic_desktop.__main__ import main
from aic_desktop.services.filters import SavedFilters

COMMANDS = ("example", "timeline", "report", "compare", "cohort", "export", "import", "check")


def run(*arguments: str | Path, **settings: str | None) -> subprocess.CompletedProcess[str]:
    """The real process; a setting of None is an environment variable that is not there."""
    environment = {**os.environ, **{name: value or "" for name, value in settings.items()}}
    kept: Mapping[str, str] = {n: v for n, v in environment.items() if settings.get(n, "") is not None}
    words = [sys.executable, "-m", "aic_desktop", *map(str, arguments)]
    return subprocess.run(words, check=False, capture_output=True, encoding="utf-8", env=kept)


def usage_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    file = tmp_path / "registry.aic"
    bootstrap.write_example(str(file))
    return file


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_process_itself_goes_through_a_day_of_a_scheduled_job(tmp_path: Path) -> None:
    registry, out = tmp_path / "registry.aic", tmp_path / "out"

    made = run("example", registry)
    again = run("example", registry)
    exported = run("export", registry, "--to", out)
    missing = run("cohort", tmp_path / "none.aic")

    assert (made.returncode, made.stderr) == (0, "")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert exported.stdout == f"2 cases with 135 records exported to {out}.\n"
    assert (out / "dictionary.csv").exists()
    assert missing.returncode == 1
    assert "There is no registry “none.aic”" in missing.stderr
    assert "Traceback" not in again.stderr + missing.stderr


def test_the_process_says_that_there_is_no_display_and_what_needs_none(registry: Path) -> None:
    shown = run(registry, DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)

    assert shown.returncode == 1
    assert shown.stderr.startswith("There is no display")
    assert all(command in shown.stderr for command in COMMANDS)


def test_a_picture_of_the_window_needs_no_display(registry: Path) -> None:
    out = registry.parent / "window.png"
    size = ("--size", "1200x700")

    shown = run(
        registry, "--screenshot", out, *size, DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None
    )

    assert shown.returncode == 0
    header = out.read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1200, 700)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
def test_whoever_stops_reading_gets_no_traceback(registry: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "aic_desktop", "cohort", str(registry)]
    done = subprocess.run(words, check=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, b"")


def test_nothing_heavy_is_loaded_for_help_and_only_what_is_needed_for_an_export(registry: Path) -> None:
    script = (
        "import sys; from aic_desktop.__main__ import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(loaded & {'PySide6', 'sqlalchemy', 'numpy', 'pyqtgraph', 'alembic'}))"
    )

    def loaded(*arguments: str | Path) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)], check=True, capture_output=True, text=True
        )
        return done.stdout.splitlines()[-1]

    assert loaded("--help") == ""
    assert loaded("export", registry, "--to", registry.parent / "out") == "sqlalchemy"


def test_help_is_enough_to_work_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage_of("--help") == 0
    told = capsys.readouterr().out
    assert all(f"\n  {command} FILE" in told for command in COMMANDS)
    assert "Exit status" in told
    for command in COMMANDS:
        assert usage_of(command, "--help") == 0
        assert "FILE" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage_of("--version") == 0
    assert capsys.readouterr().out == f"aic-desktop {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("example",),
        ("timeline", "r.aic"),
        ("report", "r.aic", "--to", "r.pdf"),
        ("compare", "r.aic"),
        ("compare", "r.aic", "--to", "c.svg", "--analyte", "platelets,ldh"),
        ("compare", "r.aic", "--to", "c.svg", "--days=180..-30"),
        ("timeline", "r.aic", "--patient", "P1", "--to", "a.svg", "--width", "wide"),
        ("cohort", "r.aic", "--format", "xlsx"),
        ("export", "r.aic"),
        ("export", "r.aic", "--to", "out", "--with-id"),
        ("import", "r.aic"),
        ("r.aic", "--patient", "P1"),
        ("r.aic", "--screenshot", "s.png", "--size", "large"),
        ("r.aic", "other.aic"),
    ],
)
def test_arguments_that_are_not_understood_end_with_2(arguments: tuple[str, ...]) -> None:
    assert usage_of(*arguments) == 2


def test_a_file_named_like_a_command_is_reached_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def show_window(location: str | None) -> int:
        opened.append(location)
        return 0

    monkeypatch.setattr(bootstrap, "show_window", show_window)

    assert main(["./cohort"]) == 0
    assert main([]) == 0
    assert opened == ["./cohort", None]


def test_the_cohort_is_printed_in_three_forms(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = said(capsys, "cohort", registry)
    _, csv, _ = said(capsys, "cohort", registry, "--format", "csv")
    _, told, _ = said(capsys, "cohort", registry, "--format", "json")

    assert text.startswith("Patients")
    assert csv.startswith("section,variable,level")
    assert json.loads(told)["patients"] == 2


def test_the_cohort_is_filtered_and_divided_as_asked(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ("--where", "platelets < 20 after +61", "--by", "type", "--by", "sex", "--index-agent", "RTX")
    status, text, _ = said(
        capsys, "cohort", registry, *told, "--format", "json", "--quartiles", "--intervals"
    )
    found = json.loads(text)
    assert (status, found["patients"], found["index_agent"]) == (0, 1, "rituximab")
    assert found["options"]["by"] == ["type", "sex"]
    assert "1 of 2 patients in the registry (platelets < 20 after +61)" in found["methods"]
    assert "Clopper-Pearson" in found["methods"]
    assert {line["group"] for line in found["table1"]} == {"", "Evans syndrome / male"}
    _, page, _ = said(capsys, "cohort", registry, "--format", "html", "--p-values", "--by", "sex")
    assert page.count("<table>") == 2
    assert "<th>female (n = 1)</th>" in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--where", "platelets < 142.000"), "142 ×10⁹/L or 142000 ×10⁹/L"),
        (("--where", "nonsense"), "is not understood"),
        (("--by", "shoe size"), "nothing to divide patients by. Offered: origin"),
        (("--by", "sex", "--by", "type", "--by", "donor"), "2 groupings at most"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused_in_words(
    registry: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], words: str
) -> None:
    status, text, refused = said(capsys, "cohort", registry, *asked)
    assert (status, text) == (1, "")
    assert words in refused


def test_a_filter_saved_in_the_window_is_known_on_the_command_line(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = bootstrap.registry(str(registry))
    SavedFilters(opened.settings).save("late and low", "platelets < 20 after +61")
    opened.cases.close()
    _, found, _ = said(capsys, "cohort", registry, "--where", "Late and low", "--format", "json")
    assert json.loads(found)["patients"] == 1


@pytest.mark.usefixtures("qapp")  # else the lesser application of a figure would stand in the way of windows
def test_a_timeline_is_drawn(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = registry.parent / "P1.svg"

    assert said(capsys, "timeline", registry, "--patient", "P1", "--to", out)[0] == 0
    assert "<svg" in out.read_text(encoding="utf-8")


@pytest.mark.usefixtures("qapp")
def test_a_figure_is_as_wide_as_asked_for_and_counts_from_the_day_asked_for(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = registry.parent / "P2.svg"
    asked = ("--width", "85", "--grey", "--zero", "dara", "--analytes", "haemoglobin,reticulocyte_fraction")

    assert said(capsys, "timeline", registry, "--patient", "P2", *asked, "--to", out) == (
        0,
        f"The timeline of P2 is in {out}.\n",
        "",
    )
    drawn = out.read_text(encoding="utf-8")
    assert '<svg width="85mm"' in drawn
    assert ">Day after first daratumumab</text>" in drawn
    assert ">Platelets</text>" not in drawn
    assert "#c8450a" not in drawn


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            ("--zero", "anakinra"),
            "Nothing can be counted from “anakinra”: anakinra not given. There is: hsct, AIT",
        ),
        (("--analytes", "plt,ferritin"), "“ferritin” was not counted in this case. Counted: Platelets."),
        (("--width", "8500"), "A figure is between 40 and 1000 mm wide, not 8500."),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_figure_of_what_there_is_not_is_refused_with_what_there_is(
    registry: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], words: str
) -> None:
    out = registry.parent / "P1.svg"
    status, _, err = said(capsys, "timeline", registry, "--patient", "P1", *asked, "--to", out)
    assert status == 1
    assert err.startswith(words)
    assert not out.exists()


@pytest.mark.usefixtures("qapp")
def test_what_a_timeline_cannot_be_drawn_of_or_to_is_said(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = registry.parent / "P1.svg"

    nobody = said(capsys, "timeline", registry, "--patient", "P9", "--to", out)
    suffix = said(capsys, "timeline", registry, "--patient", "P1", "--to", "P1.docx")
    folder = said(capsys, "timeline", registry, "--patient", "P1", "--to", out.parent / "none" / "P1.svg")

    assert nobody == (1, "", "There is no patient “P9” in this registry. Patients: P1, P2.\n")
    assert (suffix[0], folder[0]) == (1, 1)
    assert ".svg, .pdf or .png" in suffix[2]
    assert "could not be written" in folder[2]
    assert not out.exists()


@pytest.mark.usefixtures("qapp")
def test_figures_follow_what_was_chosen_for_the_timelines_of_the_registry(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = bootstrap.registry(str(registry))
    opened.settings.put("timeline", {"units": {"haemoglobin": "g/L"}, "panels": ["haemoglobin"]})
    opened.cases.close()
    out = registry.parent / "P2.svg"

    for command in ("timeline", "report", "compare"):
        whom = () if command == "compare" else ("--patient", "P2")
        analyte = ("--analyte", "haemoglobin") if command == "compare" else ()
        assert said(capsys, command, registry, *whom, *analyte, "--to", out)[0] == 0
        drawn = out.read_text(encoding="utf-8")
        assert "g/L</text>" in drawn
        assert ">86</text>" in drawn or command == "compare"
        assert ">Platelets</text>" not in drawn


@pytest.mark.usefixtures("qapp")
def test_a_case_is_put_on_a_page(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = registry.parent / "P2.pdf"

    assert said(capsys, "report", registry, "--patient", "P2", "--to", out) == (
        0,
        f"The report of P2 is in {out}.\n",
        "",
    )
    assert out.read_bytes().startswith(b"%PDF")
    said(capsys, "report", registry, "--patient", "P2", "--to", out.with_suffix(".svg"))
    drawn = out.with_suffix(".svg").read_text(encoding="utf-8")
    assert re.search(rf">registry\.aic · data of \d{{4}}-\d\d-\d\d · aic_desktop {__version__}</text>", drawn)
    assert said(capsys, "report", registry, "--patient", "P9", "--to", out)[0] == 1


@pytest.mark.usefixtures("qapp")
def test_patients_are_compared(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = registry.parent / "both.svg"
    asked = ("--zero", "dara", "--days=-40..60", "--width", "120")

    status, told, _ = said(capsys, "compare", registry, *asked, "--to", out)

    assert (status, told) == (
        0,
        f"Platelets, days after first daratumumab: 1 of 2 cases, in {out}.\n"
        "Not drawn, 1 case: Platelets not counted in these days: P2.\n",
    )
    drawn = out.read_text(encoding="utf-8")
    assert '<svg width="120mm"' in drawn
    assert ">P1</text>" in drawn
    assert "1 of 2 cases" in drawn
    one = said(capsys, "compare", registry, "--patients", "P2", "--spaghetti", "--to", out)
    assert one[1].startswith("Platelets, days after HSCT: 1 of 1 case,")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            ("--zero", "anakinra"),
            "There is nothing to compare. anakinra not given: P1, P2. Counted: Haemoglobin,",
        ),
        (("--analyte", "LDH"), "There is nothing to compare. LDH not counted: P1, P2. Counted: Haemoglobin,"),
        (("--patients", "P1,P7"), "There is no patient “P7”"),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_what_cannot_be_compared_is_said_with_what_can(
    registry: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], words: str
) -> None:
    status, _, err = said(capsys, "compare", registry, *asked, "--to", registry.parent / "c.svg")
    assert status == 1
    assert err.startswith(words)


def test_an_import_makes_the_same_registry_again(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, other = (registry.parent / name for name in ("first", "second", "other.aic"))

    said(capsys, "export", registry, "--to", first, "--with-identifiers")
    imported = said(capsys, "import", other, first)
    said(capsys, "export", other, "--to", second, "--with-identifiers")

    assert imported == (0, f"{other} has taken 2 new cases with 135 records.\n", "")
    assert (second / "note.csv").exists()
    for file in first.iterdir():
        assert (second / file.name).read_bytes() == file.read_bytes()


def test_a_dry_run_says_what_would_come_and_writes_nothing(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, other = registry.parent / "out", registry.parent / "other.aic"
    said(capsys, "export", registry, "--to", out)

    status, words, _ = said(capsys, "import", other, out, "--dry-run")

    assert status == 0
    assert words == "Everything can be taken: 2 new cases with 135 records. Nothing was written.\n"
    assert not other.exists()


def test_a_refused_import_lists_why_and_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "patient.csv").write_text("patient,sex\nP7,femail\nP8,F\n")
    other = tmp_path / "other.aic"

    status, out, err = said(capsys, "import", other, tmp_path / "patient.csv")

    assert (status, out) == (1, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "patient.csv, line 2, sex",
        "patient.csv, line 3, sex",
    ]
    assert not other.exists()


def test_an_import_that_cannot_be_stored_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "follow_up.csv").write_text("patient\nP7\n")
    (tmp_path / "event.csv").write_text(f"patient,grade\nP7,{10**30}\n")
    (tmp_path / "patient.csv").write_text("patient\nP7\n")
    other = tmp_path / "other.aic"

    status, _, err = said(capsys, "import", other, tmp_path)

    assert status == 1
    assert "too large" in err
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".csv"] == []


def test_checks_are_listed(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "check", registry)

    assert status == 0
    assert out.startswith("The file is sound.\n2 cases: ")


def test_a_damaged_file_and_one_that_is_no_registry_end_with_1(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(registry)) as database, database:
        database.execute("DELETE FROM treatment")
    damaged, listed, _ = said(capsys, "check", registry)
    letter = registry.parent / "letter.aic"
    letter.write_bytes(b"this is a letter, not a registry" * 100)
    refused, _, words = said(capsys, "check", letter)

    assert (damaged, refused) == (1, 1)
    assert not listed.startswith("The file is sound.")
    assert "letter.aic" in words


def test_an_export_to_where_something_else_lies_is_refused(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = said(capsys, "export", registry, "--to", registry.parent)

    assert status == 1
    assert "registry.aic" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_an_output_that_is_full_is_said(registry: Path) -> None:
    words = [sys.executable, "-m", "aic_desktop", "cohort", str(registry)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, check=False, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 1
    assert done.stderr == "The output could not be used: No space left on device.\n"


def test_ctrl_c_ends_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_location: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "write_example", interrupted)

    assert said(capsys, "example", "r.aic") == (1, "", "Stopped before it was done.\n")


def test_a_backup_is_made_listed_and_put_back(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = said(capsys, "cohort", registry, "--format", "csv")[1]
    status, told, _ = said(capsys, "restore", registry)
    assert (status, told) == (0, f"There is no backup in {registry.with_name(registry.stem + ' backups')}.\n")
    status, told, _ = said(capsys, "backup", registry)
    name = Path(told.removeprefix("The backup is ").removesuffix(".\n")).name
    assert status == 0
    assert said(capsys, "backup", registry)[1].startswith("Nothing has changed since")
    status, told, _ = said(capsys, "restore", registry)
    assert told.startswith(f"{name}: 2 cases, ")
    registry.write_bytes(b"damaged")
    status, _, words = said(capsys, "cohort", registry)
    assert status == 1
    status, _, words = said(capsys, "restore", registry, "none of that name.aic")
    assert (status, words.startswith("There is no backup “none of that name.aic”")) == (1, True)
    status, told, _ = said(capsys, "restore", registry, name)
    assert (status, "before restoring" in told) == (0, True)
    assert said(capsys, "cohort", registry, "--format", "csv")[1] == before
    status, _, words = said(capsys, "backup", "postgresql://me@nowhere/registry")
    assert (status, "ask whoever runs it" in words) == (1, True)
