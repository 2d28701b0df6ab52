"""Print-outs from files: every usual encoding, workbooks, and what is no print-out said in words."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from aic_desktop.domain.problem import Problem
from aic_desktop.services.printout import text_of_file
from tests.unit.test_printout import PRINTOUTS, pasted, sixty_days, taken

GERMAN = "Datum;Thrombozyten [/µl];Hämoglobin (g/dl)\n12.03.2024;142.000;8,6\n"
READ = [("12.03.2024", "platelets", "142"), ("12.03.2024", "haemoglobin", "8.6")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le with mark", "utf-16-be with mark", "cp1252"]
)
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    name, _, marked = encoding.partition(" ")
    text = f"\ufeff{GERMAN}" if marked else GERMAN
    file = tmp_path / "labor.csv"
    file.write_bytes(text.encode(name))
    assert taken(pasted(text_of_file(file))) == READ


@pytest.mark.parametrize("name", PRINTOUTS)
def test_a_file_means_what_a_paste_means(tmp_path: Path, name: str) -> None:
    text, expected = PRINTOUTS[name]
    file = tmp_path / "labor.txt"
    file.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    assert sorted(taken(pasted(text_of_file(file)))) == sorted(expected)


def test_sixty_lines_from_a_german_file(tmp_path: Path) -> None:
    text, expected = sixty_days()
    file = tmp_path / "labor.csv"
    file.write_bytes(text.replace("\t", ";").encode("cp1252"))
    assert len(pasted(text_of_file(file)).entries) == len(expected)


def workbook(file: Path, sheet: str, *, later: bool = False) -> Path:
    """The parts of a workbook that a table needs, as spreadsheets write them."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = ("Datum", "Thrombozyten [/µl]", "Hb [g/dl]", "<5", "Kommentar")
    with ZipFile(file, "w") as packed:
        properties = '<workbookPr date1904="1"/>' if later else ""
        packed.writestr("xl/workbook.xml", f"<workbook {main}>{properties}</workbook>")
        shared = "".join(f"<si><t>{text.replace('<', '&lt;')}</t></si>" for text in texts)
        packed.writestr("xl/sharedStrings.xml", f"<sst {main}>{shared}</sst>")
        packed.writestr(
            "xl/styles.xml",
            f'<styleSheet {main}><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        )
        packed.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData/></worksheet>")
        packed.writestr(
            "xl/worksheets/sheet2.xml", f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>"
        )
    return file


TITLES = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
)


def test_a_workbook_with_dates_and_numbers_that_no_one_can_mistake(tmp_path: Path) -> None:
    sheet = TITLES + (
        '<row r="3"><c r="A3" s="1"><v>45363</v></c><c r="B3"><v>142000</v></c>'
        '<c r="C3"><v>8.5999999999999996</v></c></row>'
        '<row r="4"><c r="A4" s="2"><v>45364.354166666664</v></c><c r="C4"><v>8.125</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>+58</t></is></c><c r="B5" t="s"><v>3</v></c></row>'
    )
    text = text_of_file(workbook(tmp_path / "labor.xlsx", sheet))
    printout = pasted(text)
    assert [(day, analyte, value) for day, analyte, value in taken(printout)] == [
        ("2024-03-12", "platelets", "142"),
        ("2024-03-12", "haemoglobin", "8.6"),
        ("2024-03-13", "haemoglobin", "8.125"),
        ("+58", "platelets", "<0.005"),
    ]
    assert [entry.time for entry in printout.entries] == ["", "", "08:30", ""]


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    sheet = f'{TITLES}<row r="2"><c r="A2" s="1"><v>43901</v></c><c r="B2"><v>5000</v></c></row>'
    text = text_of_file(workbook(tmp_path / "labor.xlsx", sheet, later=True))
    assert taken(pasted(text)) == [("2024-03-12", "platelets", "5")]


def test_what_is_no_print_out_is_said_in_words(tmp_path: Path) -> None:
    def said(name: str, content: bytes) -> str:
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(Problem) as problem:
            text_of_file(file)
        return str(problem.value)

    assert said("a.csv", b"  \n") == "a.csv is empty."
    assert "is no text" in said("b.csv", b"\x89PNG\0\0")
    assert "is no text" in said("c.csv", "Tag;PLT".encode("utf-16-le"))
    assert "cannot be read as a workbook" in said("d.xlsx", b"PK\x03\x04 and no more")
    assert "too large" in said("e.csv", b"1" * 10_000_001)
    with ZipFile(tmp_path / "f.xlsx", "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    with pytest.raises(Problem, match="holds no cells"):
        text_of_file(tmp_path / "f.xlsx")
    with pytest.raises(Problem, match="cannot be read"):
        text_of_file(tmp_path / "there-is-none.csv")
