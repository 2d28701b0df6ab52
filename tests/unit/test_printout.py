"""Laboratory print-outs pasted as text: what each cell is taken for, and what is asked or refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, applied, inverse
from aic_desktop.domain.own_terms import ANALYTES, OwnTerm, codes_with
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Count, Patient
from aic_desktop.services.printout import Printout, State, changes, sheet_of, understood

CASE = Case(Patient(id="a" * 16, code="P1"))


def pasted(text: str, case: Case = CASE) -> Printout:
    return understood(sheet_of(text), case)


def taken(printout: Printout) -> list[tuple[str, str, str]]:
    """Day, analyte and canonical value of what would be stored."""
    return [(e.day.text, e.analyte, _amount(e.value.low, e.value.high)) for e in printout.entries]


def _amount(low: Decimal | None, high: Decimal | None) -> str:
    if low == high:
        return f"{low.normalize():f}" if low is not None else ""
    return f"<{high.normalize():f}" if low is None and high is not None else f"{low}..{high}"


def states(printout: Printout, state: State) -> list[str]:
    return [printout.cells[row - 1][column].text for row, column in printout.places(state)]


PRINTOUTS = {
    "German, wide, from a spreadsheet": (
        "Datum\tThrombozyten [/µl]\tHb (g/dl)\n12.03.2024\t142.000\t8,6\n13.03.2024\t9.000\t7,9\n",
        [
            ("12.03.2024", "platelets", "142"),
            ("12.03.2024", "haemoglobin", "8.6"),
            ("13.03.2024", "platelets", "9"),
            ("13.03.2024", "haemoglobin", "7.9"),
        ],
    ),
    "English, wide, days after HSCT": (
        "Day,PLT (10^9/L),Hb g/L,ANC\n58,5,86,0.12\n-7,142,110,1.5\n",
        [
            ("58", "platelets", "5"),
            ("58", "haemoglobin", "8.6"),
            ("58", "neutrophils", "0.12"),
            ("-7", "platelets", "142"),
            ("-7", "haemoglobin", "11"),
            ("-7", "neutrophils", "1.5"),
        ],
    ),
    "giga per litre is no weight": (
        "Tag;Thrombos in G/l;Leukozyten, Tsd./µl;LDH U/l\n61;<3;0,8;1.480\n",
        [("61", "platelets", "<3"), ("61", "leukocytes", "0.8"), ("61", "ldh", "1480")],
    ),
    "long with units": (
        "Abnahme\tAnalyt\tErgebnis\tEinheit\tReferenz\n"
        "12.3.2024\tThrombozyten\t5\tG/l\t150-300\n\tHämoglobin\t8,6\tg/dl\t\n13.3.2024\tRetikulozyten\t41\t‰\t",
        [
            ("12.3.2024", "platelets", "5"),
            ("12.3.2024", "haemoglobin", "8.6"),
            ("13.3.2024", "reticulocyte_fraction", "4.1"),
        ],
    ),
    "long, English, units in the cells": (
        "Test|Date|Result\nPlatelet count|2024-03-12|142.000/µl\nHemoglobin|2024-03-12|8.6 g/dL\n",
        [("2024-03-12", "platelets", "142"), ("2024-03-12", "haemoglobin", "8.6")],
    ),
    "long without titles": (
        "platelets\t+58\t5\t10^9/L\nHb\t+58\t8.6\tg/dl\nANC\t+60\t0,12\tG/l",
        [("+58", "platelets", "5"), ("+58", "haemoglobin", "8.6"), ("+60", "neutrophils", "0.12")],
    ),
    "days across under a letterhead": (
        "Zentrallabor\nKumulativbefund\nAnalyt\tEinheit\t12.3.2024\t13.3.2024\tNormbereich\n"
        "Thrombozyten\tG/l\t5\t9\t150-300\nHämoglobin\tg/dl\t8,6\t7,7\t12-16\n",
        [
            ("12.3.2024", "platelets", "5"),
            ("12.3.2024", "haemoglobin", "8.6"),
            ("13.3.2024", "platelets", "9"),
            ("13.3.2024", "haemoglobin", "7.7"),
        ],
    ),
    "days across, the unit behind the name, hours and flags": (
        "Analyt\tReferenz\t12.3.2024 08:00\t12.3.2024 18:00\nPLT G/l\t150-300\t5\t9 L\n",
        [("12.3.2024", "platelets", "5"), ("12.3.2024", "platelets", "9")],
    ),
    "a line of units below the titles": (
        "Date\tWBC\tPLT\n\t/µl\t/nl\n1.2.2023\t900\t12\n",
        [("1.2.2023", "leukocytes", "0.9"), ("1.2.2023", "platelets", "12")],
    ),
    "a unit column behind each value": (
        "Tag;PLT;Einheit;Hb;Einheit\n3;20;/nl;5,3;mmol/l\n",
        [("3", "platelets", "20"), ("3", "haemoglobin", "8.54042")],
    ),
    "a title that names the fraction and its unit": (
        "Tag\tRetikulozyten ‰\tretic %\n58\t41\t2,5\n",
        [("58", "reticulocyte_fraction", "4.1"), ("58", "reticulocyte_fraction", "2.5")],
    ),
    "the unit behind the name of a long print-out": (
        "Tag\tAnalyt\tWert\n58\tRetikulozyten ‰\t41\n58\tThrombozyten [/µl]\t142.000\n",
        [("58", "reticulocyte_fraction", "4.1"), ("58", "platelets", "142")],
    ),
    "superscript lost in the title": (
        "Day\tPLT (x109/L)\n58\t9\n",
        [("58", "platelets", "9")],
    ),
    "plain print, columns by spaces": (
        "Tag    Thrombozyten /nl    Hb g/dl\n58   5    8,6\n59   7    8,1\n",
        [
            ("58", "platelets", "5"),
            ("58", "haemoglobin", "8.6"),
            ("59", "platelets", "7"),
            ("59", "haemoglobin", "8.1"),
        ],
    ),
    "grouped by spaces and quoted": (
        'Day,"Platelets, /µl","Hb, g/dl"\n58,142 000,"8,6"\n',
        [("58", "platelets", "142"), ("58", "haemoglobin", "8.6")],
    ),
    "separator named by the spreadsheet": (
        "sep=;\nTag;PLT /µl\n58;5000\n",
        [("58", "platelets", "5")],
    ),
}


@pytest.mark.parametrize("name", PRINTOUTS)
def test_realistic_printouts_are_read_without_a_doubt(name: str) -> None:
    text, expected = PRINTOUTS[name]
    printout = pasted(text)
    assert sorted(taken(printout)) == sorted(expected)
    assert not printout.open_rows()


def test_a_column_settles_its_own_doubts_and_says_so() -> None:
    printout = pasted("Tag\tLDH\n1\t480,5\n2\t1.234\n")
    assert taken(printout)[1] == ("2", "ldh", "1234")
    assert states(printout, State.SETTLED) == ["1.234"]
    assert "comma is the decimal mark, as other values of the column show" in printout.cells[1][1].words


def test_what_nothing_settles_is_asked_until_it_is_said() -> None:
    sheet = sheet_of("Day\tFerritin\n1\t1.234\n")
    assert understood(sheet, CASE).entries == ()
    assert states(understood(sheet, CASE), State.ASKED) == ["1.234"]
    assert taken(understood(sheet, CASE, {1: ","})) == [("1", "ferritin", "1234")]
    assert taken(understood(sheet, CASE, {1: "."})) == [("1", "ferritin", "1.234")]


def test_other_cells_against_what_is_plausible_is_asked() -> None:
    printout = pasted("Tag\tHb g/dl\n1\t8,6\n2\t8.600\n")
    assert states(printout, State.ASKED) == ["8.600"]


def test_a_column_without_unit_that_cannot_be_in_the_usual_one() -> None:
    printout = pasted("Tag\tPLT\n1\t142000\n2\t9000\n3\t800\n")
    assert taken(printout) == [("1", "platelets", "142"), ("2", "platelets", "9"), ("3", "platelets", "0.8")]
    assert states(printout, State.SETTLED) == ["142000", "9000", "800"]
    assert "only /µL is plausible" in printout.cells[2][1].words


def test_one_odd_value_does_not_change_the_unit_of_its_column_but_is_marked() -> None:
    printout = pasted("Tag\tPLT\n1\t14\n2\t9\n3\t14200\n")
    assert taken(printout)[0] == ("1", "platelets", "14")
    assert states(printout, State.SETTLED) == ["14200"]


def test_day_first_or_month_first_by_the_column() -> None:
    printout = pasted("Date\tPLT /nl\n3/4/2020\t5\n25/4/2020\t6\n")
    assert [e.day.earliest for e in printout.entries] == [
        date(2020, 4, 3).toordinal(),
        date(2020, 4, 25).toordinal(),
    ]
    assert states(printout, State.SETTLED) == ["3/4/2020"]
    asked = pasted("Date\tPLT /nl\n3/4/2020\t5\n")
    assert states(asked, State.ASKED) == ["3/4/2020"]
    assert states(asked, State.WAITS) == ["5"]
    assert asked.entries == ()


def test_a_year_among_days_is_a_day_and_is_marked() -> None:
    printout = pasted("Tag\tPLT /nl\n913\t5\n2020\t6\n")
    assert [e.day.earliest for e in printout.entries] == [913, 2020]
    assert states(printout, State.SETTLED) == ["2020"]


def test_the_hour_goes_into_its_own_field() -> None:
    printout = pasted("Datum\tPLT /nl\n12.03.2024 08:15\t5\n12.03.2024 00:00\t6\n2024-03-13T17:05:00\t7")
    assert [entry.time for entry in printout.entries] == ["08:15", "", "17:05"]
    assert [e.time for e in pasted("Datum;Uhrzeit;PLT\n12.3.2024;9:05;5").entries] == ["09:05"]


def test_refused_cells_are_named_and_the_rest_is_taken() -> None:
    printout = pasted("Tag\tPLT /nl\tHb g/dl\n1\tneg\t8,6\n16x\t5\t8\n3\t#NV\t-\n")
    assert states(printout, State.REFUSED) == ["neg", "16x", "#NV"]
    assert taken(printout) == [("1", "haemoglobin", "8.6")]
    assert "such as <5" in printout.cells[0][1].words


def test_what_the_list_does_not_hold_is_passed_over_and_named_once() -> None:
    long = (
        "Tag\tAnalyt\tWert\tEinheit\n1\tMCV\t80\tfl\n1\tPLT\t5\t/nl\n2\tMCV\t81\tfl\n2\tNeutrophile\t55\t%\n"
    )
    printout = pasted(long)
    assert taken(printout) == [("1", "platelets", "5")]
    assert not printout.open_rows()
    assert printout.columns[1].words == "Not in the list of analytes, not taken: MCV, Neutrophile."
    wide = pasted("Tag\tNeutrophile %\tNeutrophile abs. /µl\tEry\n1\t55\t1.200\t3,1\n")
    assert taken(wide) == [("1", "neutrophils", "1.2")]
    assert [column.heading for column in wide.columns] == ["Day", "not taken", "Neutrophils", "not taken"]


def test_a_weekday_before_the_date() -> None:
    printout = pasted("Datum\tTag\tPLT\nMo, 12.03.2024\t58\t5\nDienstag 13.3.2024 8:15\t59\t6\n")
    assert [(e.day.text, e.time) for e in printout.entries] == [("12.03.2024", ""), ("13.3.2024", "08:15")]
    assert printout.columns[1].words.startswith("“Tag” is left out")


def test_bare_numbers_behind_a_value_are_no_days() -> None:
    assert pasted("PLT\t5\t7\t9\nHb\t8\t8\t8\n").entries == ()
    assert pasted("MCV\tPLT\tHb\n80\t5\t8,6\n").entries == ()
    assert len(pasted("\tPLT\tHb\n58\t5\t8,6\n").entries) == 2
    assert len(pasted("am\tPLT\tHb\n1.2.2024\t5\t8,6\n").entries) == 2
    assert taken(pasted("58\tPLT\t5\n59\tPLT\t6\n")) == [("58", "platelets", "5"), ("59", "platelets", "6")]


def test_values_with_days_of_their_own_are_not_put_on_other_days() -> None:
    printout = pasted("Datum\tPLT\tDatum\tHb\n1.1.2024\t5\t3.1.2024\t8\n")
    assert taken(printout) == [("1.1.2024", "platelets", "5")]
    assert "days of its own" in printout.columns[3].words


def test_an_unknown_unit_is_never_passed_over() -> None:
    printout = pasted("Tag\tLDH (µkat/l)\tPLT g/l\n1\t5\t142\n")
    assert printout.entries == ()
    assert states(printout, State.REFUSED) == ["5", "142"]


def test_remarks_and_flags_go_into_the_note() -> None:
    printout = pasted("Tag;PLT /nl;Hb g/dl\n1;5 (kontrolliert);8,6 -\n2;9*;7,1\n")
    assert [(e.value.text, e.note) for e in printout.entries][:3] == [
        ("5 /nL", "kontrolliert"),
        ("8,6 g/dL", "-"),
        ("9 /nL", "*"),
    ]
    stored = [c.record for c in changes(printout, CASE)]  # type: ignore[union-attr]  # insertions alone
    assert stored[0].cell("value").note == "kontrolliert"


def test_a_comment_goes_into_the_note_of_every_value_of_its_line() -> None:
    printout = pasted("Tag;PLT /nl;Hb g/dl;Kommentar\n1;5*;8,6;hämolytisch\n2;9;7,1;\n")
    assert [e.note for e in printout.entries] == ["*; hämolytisch", "hämolytisch", "", ""]
    assert printout.columns[3].heading == "Note"
    long = "Tag\tAnalyt\tWert\tComment\n1\tPLT\t5\tclumped\n1\tHb\t8,6\t\n"
    assert [e.note for e in pasted(long).entries] == ["clumped", ""]


def test_duplicate_titles_keep_what_differs_and_drop_what_is_the_same() -> None:
    printout = pasted("Tag;PLT /nl;PLT /nl\n1;5;5\n2;5;6\n")
    assert taken(printout) == [("1", "platelets", "5"), ("2", "platelets", "5"), ("2", "platelets", "6")]
    assert printout.columns[2].doubtful


def test_commas_for_cells_and_decimals_alike_are_refused_line_by_line() -> None:
    printout = pasted("Tag,PLT,Hb\n58,142,8,6\n59,5,8\n")
    assert taken(printout) == [("59", "platelets", "5"), ("59", "haemoglobin", "8")]
    assert states(printout, State.REFUSED) == ["142", "8"]


def test_without_a_day_the_day_can_be_typed_once() -> None:
    sheet = sheet_of("Parameter\tErgebnis\nPLT\t5\nHb\t8,6\n")
    assert understood(sheet, CASE).entries == ()
    filled = understood(sheet.corrected(1, 0, "12.3.2024"), CASE)
    assert taken(filled) == [("12.3.2024", "platelets", "5"), ("12.3.2024", "haemoglobin", "8.6")]


def test_a_corrected_title_is_read_at_once() -> None:
    sheet = sheet_of("Tag\tPLT /nl\tXY\n1\t5\t8,6\n")
    assert understood(sheet, CASE).columns[2].heading == "not taken"
    assert len(understood(sheet.corrected(0, 2, "Hb g/dl"), CASE).entries) == 2


def test_a_spreadsheets_own_date_number_is_no_day() -> None:
    assert states(pasted("Datum\tPLT\n43902\t5\n"), State.REFUSED) == ["43902"]


@pytest.mark.parametrize("text", ["", "5", "5\t6\n7\t8", "142.000", "hello world", "\0", '"', "platelets"])
def test_what_is_no_printout_says_so(text: str) -> None:
    with pytest.raises(Problem):
        sheet_of(text)


def test_pasting_a_longer_report_again_adds_what_is_new() -> None:
    first = "Tag\tPLT /nl\n1\t5\n"
    case = applied(CASE, changes(pasted(first), CASE))
    assert case is not None
    assert taken(pasted(f"{first}2\t6\n", case)) == [("2", "platelets", "6")]


def sixty_days() -> tuple[str, list[tuple[int, str, Decimal | None, Decimal]]]:
    """60 lines of four analytes as a German laboratory prints them, and what they mean."""
    lines, expected = ["Datum\tThrombozyten [/µl]\tHb [g/dl]\tLeukozyten [G/l]\tLDH [U/l]"], []
    for n in range(60):
        day = date.fromordinal(date(2024, 3, 1).toordinal() + n)
        shown = (f"{day:%d.%m.%Y}", f"+{n}", f"{day:%Y-%m-%d}", str(n), f"{day:%d.%m.%y}")[n % 5]
        ordinal = n if n % 5 in (1, 3) else day.toordinal()
        platelets = f"{1 + n}.{n:03d}"
        limit = n % 7 == 0
        lines.append(
            f"{shown}\t{platelets}\t{6 + n % 9},{n % 10}\t{'<5' if limit else f'0,{n:02d}'}\t1.{n:03d}"
        )
        expected += [
            (ordinal, "platelets", Decimal(1000 * (1 + n) + n) / 1000, Decimal(1000 * (1 + n) + n) / 1000),
            (ordinal, "haemoglobin", *2 * (Decimal(f"{6 + n % 9}.{n % 10}"),)),
            (ordinal, "leukocytes", *((None, Decimal(5)) if limit else 2 * (Decimal(f"0.{n:02d}"),))),
            (ordinal, "ldh", *2 * (Decimal(1000 + n),)),
        ]
    return "\n".join(lines), expected


def test_240_of_240_values_are_right_and_one_undo_takes_them_back() -> None:
    text, expected = sixty_days()
    printout = pasted(text)
    read = [(e.day.earliest, e.analyte, e.value.low, e.value.high) for e in printout.entries]
    assert read == expected
    assert len(read) == 240
    done = ChangeSet("paste", changes(printout, CASE))
    case = applied(CASE, done.changes)
    assert case is not None
    assert len(case.counts) == 240
    assert [count.position for count in case.counts] == list(range(240))
    assert applied(case, inverse(done).changes) == CASE


TEXTS = st.text(
    alphabet=st.sampled_from('0123456789.,;:\t\n |"<>-/+~µl%()[]PLTHbTagDatumneg*x'), max_size=200
)


@given(st.one_of(TEXTS, st.text(max_size=100), TEXTS.map("Tag\tPLT /nl\tHb\n".__add__)))
def test_any_text_is_a_table_or_a_problem(text: str) -> None:
    try:
        printout = pasted(text)
    except Problem:
        return
    assert all(len(line) == len(printout.columns) for line in printout.cells)
    read = {(entry.row, entry.column) for entry in printout.entries}
    assert len(read) == len(printout.entries)
    for row, column in read:
        assert printout.cells[row - 1][column].state in (State.READ, State.SETTLED)
    assert all(isinstance(change.record, Count) for change in changes(printout, CASE))  # type: ignore[union-attr]  # insertions alone


def test_analytes_of_the_registry_itself_are_read_by_their_own_names() -> None:
    name = "Interleukin 6"
    own = codes_with([OwnTerm(ANALYTES, name, ("IL-6", "IL6"), ("ng/mL",))])
    wide = "Tag\tThrombozyten [/nl]\tIL-6 [ng/ml]\n+61\t5\t12,5\n+70\t30\t<2"
    long = "Tag\tAnalyt\tWert\tEinheit\n+61\tIL6\t12,5\tng/ml\n+70\tInterleukin 6\t<2\tng/ml"
    turned = "Analyt\t+61\t+70\nThrombozyten\t5\t30\nIL-6\t12,5\t<2"
    expected = [("+61", name, "12.5"), ("+70", name, "<2")]
    for text in (wide, long, turned):
        printout = understood(sheet_of(text, own), replace(CASE, codes=own))
        assert [entry for entry in taken(printout) if entry[1] == name] == expected
    assert [entry[1] for entry in taken(pasted(wide))] == ["platelets", "platelets"]
