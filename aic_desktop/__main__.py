"""The command line: it reads arguments, says what came of them, and leaves the work to `bootstrap`."""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from aic_desktop import __version__, bootstrap
from aic_desktop.arguments import as_days, as_names, as_one_name, as_size, as_width

_PROGRAM = "aic-desktop"
_WINDOW = """\
Record, draw and count immune-mediated cytopenias after allogeneic stem-cell transplantation.
Without a command the window opens, with FILE if one is named.

commands, which need no display (aic-desktop COMMAND --help tells more):
  example FILE                          write a new registry with two published patients
  timeline FILE --patient CODE --to OUT draw a patient's timeline as .svg, .pdf or .png
  report FILE --patient CODE --to OUT   put a case on one page, as .pdf
  compare FILE --to OUT                 draw several patients' counts on one axis
  cohort FILE                           print the cohort summary as text, CSV, JSON or HTML
  export FILE --to FOLDER               write every record as CSV, with a data dictionary
  import FILE FOLDER_OR_CSV...          take such CSV files in, all or nothing
  check FILE                            check the file itself, then every case in it
  backup FILE                           make a backup of the registry, which may be in use
  restore FILE [BACKUP]                 list the backups, or put one in the place of the registry
"""
_EPILOG = """\
FILE is a registry file (.aic) or the address of a shared registry (postgresql://...). A file that has the
name of a command is reached as ./example. Exit status: 0 done, 1 refused by the data or the system (in words,
on standard error), 2 these arguments are not understood.
"""
_TIMELINE = """\
Draw the timeline of one patient as a figure: text stays text, a PDF holds its fonts, a PNG has 600 dots
per inch.
"""
_REPORT = """\
Put a case on one page of A4: who, graft, cytopenia and outcome, the timeline, a row for each treatment. Days
are counted from HSCT; names, numbers and dates are left out unless asked for.
"""
_COMPARE = """\
Draw one analyte of several patients, all counted from the same kind of day: as small multiples, or over each
other. Who lacks that day or the counts is listed, with the reason; nothing is averaged.
"""
_EXPORT = """\
Write one CSV file per record kind and dictionary.csv, which tells every column. Days are counted from HSCT;
names, dates and free notes are left out unless asked for. An earlier export in FOLDER is replaced; any other
folder has to be empty or new.
"""
_IMPORT = """\
Take in what an export wrote, or CSV files made by hand with the same column names: every cell is checked,
all that is wrong is listed by file, line and column, and then nothing is taken. What is taken is undone as
one step. FILE is created where there is none. Patients who are there already are never overwritten; records
may be added to them.
"""
_CHECK = """\
List what is wrong with the file itself, then what the clinical checks find in each case. Exit status 1 means
that the file is damaged; what a check finds in a case is left to clinicians.
"""
_BACKUP = """\
Copy the registry into the folder “NAME backups” beside it, open the copy and check it. The window does the
same while it is open. Of backups older than two days the last of each day is kept, of those older than two
months the last of each week, of those older than a year the last of each month.
"""
_RESTORE = """\
List the backups of a registry; with the name of one, put it in the place of the registry, which nobody may
have open. What the registry was before is kept beside the backups.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status: 0 done, 1 refused in words; SystemExit(2) for usage."""
    _use_utf8(sys.stdout, sys.stderr)
    arguments = _parsed(sys.argv[1:] if argv is None else argv)
    from aic_desktop.domain.problem import Problem
    from aic_desktop.services.ports import StoreError

    try:
        status: int = arguments.run(arguments)
        if sys.stdout:
            sys.stdout.flush()
    except (Problem, StoreError) as words:
        return _refused(str(words))
    except BrokenPipeError:  # whoever read the output has left; nothing may be flushed to them at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _refused(f"{error.filename or 'The output'} could not be used: {error.strerror or error}.")
    except KeyboardInterrupt:
        return _refused("Stopped before it was done.")
    return status


def _refused(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


def _use_utf8(*streams: TextIO | None) -> None:
    """The same bytes on every system, piped or not; there are no streams under pythonw."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _parsed(argv: Sequence[str]) -> Namespace:
    if argv and argv[0] in _COMMANDS:
        about, add, run = _COMMANDS[argv[0]]
        parser = ArgumentParser(f"{_PROGRAM} {argv[0]}", description=about, allow_abbrev=False)
        parser.add_argument("file", metavar="FILE", help="the registry")
        add(parser)
        return parser.parse_args(argv[1:], Namespace(run=run))
    return _parsed_for_window(argv)


def _parsed_for_window(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(
        _PROGRAM,
        description=_WINDOW,
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="the registry to open")
    parser.add_argument(
        "--screenshot", metavar="OUT.png", type=Path, help="save a picture of the window instead"
    )
    parser.add_argument("--patient", metavar="CODE", help="whom the picture is to show")
    parser.add_argument("--page", help="welcome, cohort, case or a tab of it, such as counts")
    parser.add_argument("--size", metavar="1280x800", type=as_size, help="of the picture, in pixels")
    parser.add_argument("--version", action="version", version=f"{_PROGRAM} {__version__}")
    arguments = parser.parse_args(argv, Namespace(run=_run_window))
    if not arguments.screenshot and (arguments.patient or arguments.page or arguments.size):
        parser.error("--patient, --page and --size go with --screenshot")
    return arguments


def _add_nothing(_parser: ArgumentParser) -> None:
    """The command takes FILE alone."""


def _add_timeline(parser: ArgumentParser) -> None:
    parser.add_argument("--patient", metavar="CODE", required=True, help="the patient's code")
    counts = "ids or names with commas between; the usual three unless named"
    parser.add_argument("--analytes", metavar="NAMES", type=as_names, default=(), help=counts)
    _add_figure(parser)


def _add_report(parser: ArgumentParser) -> None:
    parser.add_argument("--patient", metavar="CODE", required=True, help="the patient's code")
    identifying = "with name, hospital number, dates of birth and HSCT: not to leave the department"
    parser.add_argument("--with-identifiers", action="store_true", help=identifying)
    parser.add_argument("--grey", action="store_true", help="for print in black")
    parser.add_argument(
        "--to", metavar="OUT.pdf", required=True, type=Path, help="a .pdf file; .svg and .png too"
    )


def _add_figure(parser: ArgumentParser) -> None:
    """What every figure can be asked for."""
    zero = "what day 0 is: hsct, onset, a cytopenia as AIHA, or an agent (its first dose)"
    parser.add_argument("--zero", metavar="hsct|onset|AGENT", default="hsct", help=zero)
    parser.add_argument(
        "--width", metavar="MM", type=as_width, default=170.0, help="170 unless another is asked"
    )
    parser.add_argument("--grey", action="store_true", help="for print in black")
    parser.add_argument("--to", metavar="OUT", required=True, type=Path, help="a .svg, .pdf or .png file")


def _add_compare(parser: ArgumentParser) -> None:
    whom = "their codes with commas between; all patients unless named"
    parser.add_argument("--patients", metavar="A,B,C", type=as_names, default=(), help=whom)
    counts = "its id or name; platelets unless named"
    parser.add_argument(
        "--analyte", metavar="NAME", dest="analytes", type=as_one_name, default=(), help=counts
    )
    _add_figure(parser)
    days = "from which day to which, about day 0: --days=-30..180"
    parser.add_argument("--days", metavar="FROM..TO", type=as_days, help=days)
    parser.add_argument("--spaghetti", action="store_true", help="all curves over each other")


def _add_cohort(parser: ArgumentParser) -> None:
    parser.add_argument("--where", metavar="FILTER", default="", help="a filter, or the name of a saved one")
    parser.add_argument("--by", metavar="FIELD", action="append", default=[], help="a column for each group")
    parser.add_argument("--index-agent", metavar="AGENT", default="", help="whom doses and days are around")
    parser.add_argument(
        "--criteria", metavar="SET", action="append", default=[], help="a set that responses are judged by"
    )
    parser.add_argument("--quartiles", action="store_true", help="Q1, Q3 in place of the range")
    parser.add_argument("--intervals", action="store_true", help="exact confidence intervals of proportions")
    parser.add_argument("--p-values", action="store_true", help="between the groups, named by their test")
    formats = ("text", "csv", "json", "html")
    parser.add_argument("--format", choices=formats, default="text", help="text unless another is named")


def _add_export(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FOLDER", required=True, type=Path, help="where the files are put")
    identifying = "with names, dates, texts as entered and notes: for your own archive"
    parser.add_argument("--with-identifiers", action="store_true", help=identifying)


def _add_import(parser: ArgumentParser) -> None:
    what = "a folder that export wrote, or single CSV files named after their record kind"
    parser.add_argument("paths", metavar="FOLDER_OR_CSV", nargs="+", type=Path, help=what)
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")


def _add_restore(parser: ArgumentParser) -> None:
    parser.add_argument("backup", metavar="BACKUP", nargs="?", help="the name of its file, as listed")


def _run_window(given: Namespace) -> int:
    if given.screenshot:
        size = given.size or (1280, 800)
        return bootstrap.take_screenshot(given.file, given.screenshot, given.patient, given.page, size)
    return bootstrap.show_window(given.file)


def _run_example(given: Namespace) -> int:
    return _said(bootstrap.write_example(given.file))


def _run_timeline(given: Namespace) -> int:
    return _said(bootstrap.write_timeline(given.file, given.patient, given.to, _figure_asked(given)))


def _figure_asked(given: Namespace, **more: Any) -> bootstrap.FigureAsked:
    return bootstrap.FigureAsked(given.zero, given.analytes, given.width, given.grey, **more)


def _run_report(given: Namespace) -> int:
    asked = (given.with_identifiers, given.grey)
    return _said(bootstrap.write_report(given.file, given.patient, given.to, *asked))


def _run_compare(given: Namespace) -> int:
    asked = _figure_asked(given, days=given.days, together=given.spaghetti)
    return _said(bootstrap.write_comparison(given.file, given.patients, given.to, asked))


def _run_cohort(given: Namespace) -> int:
    from aic_desktop.services.cohort_reports import CohortAsked

    asked = CohortAsked(
        given.where,
        tuple(given.by),
        given.index_agent,
        given.format,
        given.quartiles,
        given.intervals,
        given.p_values,
        tuple(given.criteria),
    )
    return _said(bootstrap.cohort_report(given.file, asked))


def _run_export(given: Namespace) -> int:
    return _said(bootstrap.export_registry(given.file, given.to, given.with_identifiers))


def _run_import(given: Namespace) -> int:
    return _said(bootstrap.import_files(given.file, given.paths, given.dry_run))


def _run_check(given: Namespace) -> int:
    report = bootstrap.check_registry(given.file)
    _said("\n".join(report.lines))
    return 0 if report.sound else 1


def _run_backup(given: Namespace) -> int:
    return _said(bootstrap.make_backup(given.file))


def _run_restore(given: Namespace) -> int:
    if given.backup is None:
        return _said(bootstrap.list_backups(given.file))
    return _said(bootstrap.restore_backup(given.file, given.backup))


def _said(words: str) -> int:
    print(words.removesuffix("\n"))
    return 0


_Command = tuple[str, Callable[[ArgumentParser], None], Callable[[Namespace], int]]
_COMMANDS: dict[str, _Command] = {
    "example": ("Write a new registry with the two published patients.", _add_nothing, _run_example),
    "timeline": (_TIMELINE, _add_timeline, _run_timeline),
    "report": (_REPORT, _add_report, _run_report),
    "compare": (_COMPARE, _add_compare, _run_compare),
    "cohort": ("Print the cohort summary.", _add_cohort, _run_cohort),
    "export": (_EXPORT, _add_export, _run_export),
    "import": (_IMPORT, _add_import, _run_import),
    "check": (_CHECK, _add_nothing, _run_check),
    "backup": (_BACKUP, _add_nothing, _run_backup),
    "restore": (_RESTORE, _add_restore, _run_restore),
}

if __name__ == "__main__":
    sys.exit(main())
