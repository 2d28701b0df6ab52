"""Every printed amount of the published cases, and the thousandfold mistakes it must never become."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, number_text, quantity_readings, render
from aic_desktop.domain.units import Units
from tests.values import exactly

CELLS = Units(("10*9/L", "10*3/uL", "/uL", "/nL", "10*6/mL"), "10*9/L")
LYMPHOCYTES = Units(("/uL", "10*9/L"), "/uL")
HAEMOGLOBIN = Units(("g/dL", "g/L", "mmol/L"), "g/dL", "haemoglobin")
BILIRUBIN = Units(("mg/dL", "umol/L"), "mg/dL", "bilirubin")
RETICULOCYTES = Units(("%", "[ppth]"), "%")
TROUGH = Units(("ng/mL", "ug/L"), "ng/mL")
DOSES = Units(("mg/kg", "mg/kg/d", "mg/m2", "g/kg", "g/kg/d", "g/m2", "mg", "mg/d", "ug/kg", "mL/kg"))
NUCLEATED = Units(("10*8/kg",), "10*8/kg")
AGE = Units(("a", "mo", "wk", "d"), "a")
ENZYME = Units(("U/L",), "U/L")
ALL_UNITS = (CELLS, LYMPHOCYTES, HAEMOGLOBIN, BILIRUBIN, RETICULOCYTES, TROUGH, DOSES, NUCLEATED, AGE, ENZYME)

# Units, text, the normal forms of all its readings, likeliest first.
READINGS: list[tuple[Units, str, list[str]]] = [
    # A dot or comma before three digits: both readings, except where the unit counts cells.
    (CELLS, "142.000", ["142 ×10⁹/L", "142000 ×10⁹/L"]),
    (CELLS, "142,000", ["142 ×10⁹/L", "142000 ×10⁹/L"]),
    (CELLS, "1,234 G/l", ["1.2340 ×10⁹/L", "1234 ×10⁹/L"]),
    (CELLS, "142.000 /µl", ["142 ×10⁹/L"]),
    (CELLS, "5.000/μl", ["5 ×10⁹/L"]),
    (CELLS, "5,000 /uL", ["5 ×10⁹/L"]),
    (CELLS, "1.234.567/µl", ["1234.567 ×10⁹/L"]),
    (LYMPHOCYTES, "1.234", ["1234 /µL"]),
    (LYMPHOCYTES, "0,2 G/l", ["200 /µL"]),
    (ENZYME, "1.234", ["1234 U/L", "1.2340 U/L"]),
    (DOSES, "1.000 mg", ["1000 mg", "1 mg"]),
    (NUCLEATED, "7.325", ["7.3250 ×10⁸/kg", "7325 ×10⁸/kg"]),
    (CELLS, "1.000-2.000", ["1–2 ×10⁹/L", "1000–2000 ×10⁹/L"]),
    (CELLS, "0.500-1.000", ["0.5–1 ×10⁹/L"]),
    # Where the signs leave one reading, it is taken.
    (CELLS, "142000", ["142000 ×10⁹/L"]),
    (CELLS, "142.0000", ["142 ×10⁹/L"]),
    (CELLS, "0.123", ["0.123 ×10⁹/L"]),
    (CELLS, "0,123", ["0.123 ×10⁹/L"]),
    (CELLS, "1234.567", ["1234.567 ×10⁹/L"]),
    (ENZYME, "1.234,5", ["1234.5 U/L"]),
    (ENZYME, "1,234.5", ["1234.5 U/L"]),
    (ENZYME, "1 234", ["1234 U/L"]),
    (ENZYME, "1\u202f234", ["1234 U/L"]),
    (ENZYME, "1'234", ["1234 U/L"]),
    (ENZYME, "1’234,5", ["1234.5 U/L"]),
    (ENZYME, "12.345.678", ["12345678 U/L"]),
    (HAEMOGLOBIN, "8,6", ["8.6 g/dL"]),
    (HAEMOGLOBIN, "8.6", ["8.6 g/dL"]),
    (HAEMOGLOBIN, ".5", ["0.5 g/dL"]),
    (HAEMOGLOBIN, "ca.5", ["4.5–5.5 g/dL"]),
    # Units, also with a power of ten, and with its superscript lost.
    (CELLS, "142 G/l", ["142 ×10⁹/L"]),
    (CELLS, "142 Tsd./µl", ["142 ×10⁹/L"]),
    (CELLS, "142K/ul", ["142 ×10⁹/L"]),
    (CELLS, "142/nl", ["142 ×10⁹/L"]),
    (CELLS, "9 × 10³/µl", ["9 ×10⁹/L"]),
    (CELLS, "9 x 10^3/µl", ["9 ×10⁹/L"]),
    (CELLS, "9x10^3/ul", ["9 ×10⁹/L"]),
    (CELLS, "9*10^9/l", ["9 ×10⁹/L"]),
    (CELLS, "9 10*9/L", ["9 ×10⁹/L"]),
    (CELLS, "9 10E9/L", ["9 ×10⁹/L"]),
    (CELLS, "9 × 10³", ["9 ×10⁹/L"]),
    (CELLS, "5 × 10⁴/µl", ["50 ×10⁹/L"]),
    (CELLS, "2–9 × 10³/µl", ["2–9 ×10⁹/L"]),
    (CELLS, "2 × 10³/µl to 9 × 10³/µl", ["2–9 ×10⁹/L"]),
    (CELLS, "9 × 103/μl", ["9 ×10⁹/L", "0.927 ×10⁹/L"]),
    (CELLS, "2–9 × 103/μl", ["2–9 ×10⁹/L", "0.206–0.927 ×10⁹/L"]),
    (CELLS, "9x109/L", ["9 ×10⁹/L"]),
    (NUCLEATED, "7.32 × 108", ["7.32 ×10⁸/kg", "790.56 ×10⁸/kg"]),
    (NUCLEATED, "7.32 × 10⁸", ["7.32 ×10⁸/kg"]),
    (NUCLEATED, "6,81 x 10^8/kg", ["6.81 ×10⁸/kg"]),
    (NUCLEATED, "7.32", ["7.32 ×10⁸/kg"]),
    (HAEMOGLOBIN, "86 g/l", ["8.6 g/dL"]),
    (HAEMOGLOBIN, "10 mmol/l", ["16.1140 g/dL"]),
    (BILIRUBIN, "171 µmol/l", ["10 mg/dL"]),
    (RETICULOCYTES, "41‰", ["4.1 %"]),
    (AGE, "11 J", ["11 y"]),
    (AGE, "1,5 Jahre", ["1.5 y"]),
    (AGE, "6 mo", ["0.5 y"]),
    # Limits and ranges, English and German.
    (HAEMOGLOBIN, "<3", ["<3 g/dL"]),
    (HAEMOGLOBIN, "< 3 g/dl", ["<3 g/dL"]),
    (HAEMOGLOBIN, "unter 3", ["<3 g/dL"]),
    (HAEMOGLOBIN, "≤5", ["≤5 g/dL"]),
    (HAEMOGLOBIN, "<= 5", ["≤5 g/dL"]),
    (HAEMOGLOBIN, "höchstens 5", ["≤5 g/dL"]),
    (HAEMOGLOBIN, "bis 5", ["≤5 g/dL"]),
    (RETICULOCYTES, ">90 %", [">90 %"]),
    (RETICULOCYTES, "über 90%", [">90 %"]),
    (RETICULOCYTES, ">=90", ["≥90 %"]),
    (RETICULOCYTES, "at least 90", ["≥90 %"]),
    (RETICULOCYTES, "from 90", ["≥90 %"]),
    (RETICULOCYTES, "92-100", ["92–100 %"]),
    (RETICULOCYTES, ">90–<95", [">90–<95 %"]),
    (CELLS, "2-9", ["2–9 ×10⁹/L"]),
    (CELLS, "2..9", ["2–9 ×10⁹/L"]),
    (CELLS, "5-5", ["5 ×10⁹/L"]),
    (CELLS, "between 2 and 9", ["2–9 ×10⁹/L"]),
    (CELLS, "zwischen 2 und 9 G/l", ["2–9 ×10⁹/L"]),
    (TROUGH, "150–200 ng/ml", ["150–200 ng/mL"]),
    (TROUGH, "8–12 ng/ml", ["8–12 ng/mL"]),
    (DOSES, "50 bis 75 mg", ["50–75 mg"]),
    (DOSES, "50 to 75 mg daily", ["50–75 mg/d"]),
    (DOSES, "50 mg - 75 mg", ["50–75 mg"]),
    (HAEMOGLOBIN, "~5", ["4.5–5.5 g/dL"]),
    # Doses keep the unit typed.
    (DOSES, "2 mg/kg/day", ["2 mg/kg/d"]),
    (DOSES, "16 mg/kg/dose", ["16 mg/kg"]),
    (DOSES, "375 mg/m²", ["375 mg/m²"]),
    (DOSES, "0.4 g/kg/day", ["0.4 g/kg/d"]),
    (DOSES, "16", ["16 mg/kg"]),
    (CELLS, "0", ["0 ×10⁹/L"]),
]


@pytest.mark.parametrize(
    ("units", "text", "expected"),
    READINGS,
    ids=[f"{units.accepted[0]} {text}" for units, text, _ in READINGS],
)
def test_amounts_as_people_print_them(units: Units, text: str, expected: list[str]) -> None:
    readings = quantity_readings(text, units)
    assert [render(quantity) for quantity in readings] == expected
    assert {quantity.text for quantity in readings} == {text}


def test_the_unit_typed_is_kept_beside_the_canonical_one() -> None:
    (quantity,) = quantity_readings(" 142.000 /µl ", CELLS)
    assert quantity == Quantity(Decimal(142), Decimal(142), "10*9/L", "/uL", "142.000 /µl")
    assert quantity.exact


def test_a_limit_is_not_a_value() -> None:
    (quantity,) = quantity_readings("<3 g/dl", HAEMOGLOBIN)
    assert (quantity.low, quantity.high, quantity.high_included) == (None, Decimal(3), False)
    assert not quantity.exact
    assert not quantity_readings("2-9", CELLS)[0].exact


def test_no_amount_is_silently_the_thousandfold_of_another_reading() -> None:
    for text in ("1.234", "1,234", "999.000", "10,000 G/l"):
        first, second = quantity_readings(text, CELLS)
        assert second.low == 1000 * (first.low or 0)


@pytest.mark.parametrize(
    ("units", "text", "said"),
    [
        (CELLS, "", "Nothing is entered"), (CELLS, "  ", "Nothing is entered"),
        (CELLS, "foo", "“foo” is not an amount"), (CELLS, "-5", "cannot be negative"),
        (CELLS, "−5", "cannot be negative"), (CELLS, "5--3", "“-” after the number"),
        (CELLS, "8.", "“.” after the number"),
        (CELLS, "142 g/l", "“g/l” (g/L) is not a unit that is used here. Use ×10⁹/L or ×10³/µL"),
        (HAEMOGLOBIN, "86 G/l", "“G/l” (×10⁹/L) is not a unit that is used here. Use g/dL or g/L or mmol/L"),
        (HAEMOGLOBIN, "8.6 foo", "“foo” is not a unit that is known. Use g/dL"),
        (CELLS, "4,1 T/l", "×10¹²/L"), (DOSES, "1 × 8mg/kg", "number of doses times a dose"),
        (DOSES, "4 x 40 mg/m²", "the amount of one dose"), (CELLS, "9-2", "Write the lower value first"),
        (CELLS, "<3-5", "mixes a range with a limit"), (CELLS, "~2-9", "mixes a range with a limit"),
        (CELLS, ">5-5", "Write the lower value first"), (CELLS, "2 und 9", "two values"),
        (CELLS, "between 2", "needs two values"), (CELLS, "1,2,3", "not understood"),
        (CELLS, "1.5-2,5", "not understood"), (CELLS, "1.23.456", "not understood"),
        (CELLS, "50 75", "not understood"), (DOSES, "50 mg - 1 g/kg", "different units"),
        (CELLS, "1" * 40, "too large"), (CELLS, "1" * 101, "too long"),
        (CELLS, "0." + "0" * 40 + "1", "too small"), (CELLS, "1-2-3", "after the number"),
        (CELLS, "negativ", "not an amount"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(units: Units, text: str, said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)):
        quantity_readings(text, units)


def test_a_whole_number_settles_the_reading_and_takes_no_fraction() -> None:
    assert [render(found) for found in quantity_readings("1.234", ENZYME, whole=True)] == ["1234 U/L"]
    with pytest.raises(Problem, match="whole number"):
        quantity_readings("1.5", ENZYME, whole=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [("142", "142"), ("142.000", "142"), ("8.60", "8.6"), ("0.05", "0.05"), ("0", "0"), ("1E+3", "1000"),
     ("100", "100"), ("1E-7", "0.0000001"), ("142.125", "142.1250"), ("0.125", "0.125"),
     ("1234.125", "1234.125")],
)  # fmt: skip
def test_plain_numbers(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


def test_in_another_unit_the_typed_number_comes_back() -> None:
    (age,) = quantity_readings("8 mo", AGE)
    assert render(age, "mo") == "8 mo"
    (count,) = quantity_readings("2–9 × 10³/µl", CELLS)
    assert render(count, "/uL") == "2000–9000 /µL"
    (bilirubin,) = quantity_readings("100 µmol/l", BILIRUBIN)
    assert render(bilirubin, "umol/L", substance="bilirubin") == "100 µmol/L"
    assert render(count, with_unit=False) == "2–9"
    with pytest.raises(Problem, match="cannot be turned"):
        render(count, "g/dL")


def test_exact_amounts_for_programs() -> None:
    assert exactly("8.6", "g/dL") == quantity_readings("8.6 g/dL", HAEMOGLOBIN)[0]
    assert exactly(142, "10*9/L").text == "142 ×10⁹/L"
    with pytest.raises(ValueError, match="negative"):
        exactly(-1, "g/dL")


@pytest.mark.parametrize(
    ("low", "high", "included"),
    [
        (None, None, True),
        (Decimal(2), Decimal(1), True),
        (Decimal(1), Decimal(1), False),
        (Decimal(-1), None, True),
    ],
)
def test_what_is_no_interval_cannot_exist(low: Decimal | None, high: Decimal | None, included: bool) -> None:
    with pytest.raises(ValueError, match="quantity"):
        Quantity(low, high, "g/dL", "g/dL", "", low_included=included)


# Up to 15 significant digits, from 1e-12 to 1e14.
numbers = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(0, 10**15 - 1),
    st.integers(-12, -1),
) | st.builds(lambda digits: Decimal(digits).scaleb(-3), st.integers(0, 10**6))


@st.composite
def quantities(draw: st.DrawFn) -> tuple[Quantity, Units]:
    """An amount of every shape in a unit of every kind."""
    units = draw(st.sampled_from(ALL_UNITS))
    unit = units.canonical or draw(st.sampled_from(units.accepted))
    low, high = sorted((draw(numbers), draw(numbers)))
    shape = draw(st.sampled_from(["exact", "range", "low", "high"]))
    low_included, high_included = draw(st.booleans()), draw(st.booleans())
    if shape == "exact" or (shape == "range" and low == high):
        return Quantity(low, low, unit, unit, ""), units
    if shape == "low":
        return Quantity(low, None, unit, unit, "", low_included=low_included), units
    if shape == "high":
        return Quantity(None, high, unit, unit, "", high_included=high_included), units
    return Quantity(low, high, unit, unit, "", low_included, high_included), units


@given(quantities())
def test_the_normal_form_is_read_back_in_one_way(drawn: tuple[Quantity, Units]) -> None:
    quantity, units = drawn
    readings = quantity_readings(render(quantity), units)
    assert len(readings) == 1
    for field in ("low", "high", "unit", "low_included", "high_included"):
        assert getattr(readings[0], field) == getattr(quantity, field)


TYPED = st.sampled_from([(units, unit) for units in ALL_UNITS for unit in units.accepted])


@given(numbers, TYPED)
def test_a_double_column_gives_back_what_was_read(number: Decimal, typed: tuple[Units, str]) -> None:
    units, unit = typed
    (quantity,) = quantity_readings(f"{number_text(number)} {unit}", units)
    assert quantity.low is not None
    assert quantity.entered_unit == unit
    assert Decimal(repr(float(quantity.low))) == quantity.low


PIECES = st.sampled_from(
    [*"0123456789", *".,' ", *"<>=≤≥~-–−", *"x×*^/", "10³", "10*9", "103", "G/l", "/µl", "mg", "%",
     " bis ", " und ", "ca. ", "between ", "²", "٣"]
)  # fmt: skip


@given(
    st.text(max_size=120) | st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from(ALL_UNITS),
    st.booleans(),
)
def test_no_text_makes_anything_but_readings_or_a_problem(text: str, units: Units, whole: bool) -> None:
    try:
        readings = quantity_readings(text, units, whole)
    except Problem:
        return
    assert readings
    assert len({(found.low, found.high) for found in readings}) == len(readings)
    for found in readings:
        assert found.text == text.strip()
        bounds = [bound for bound in (found.low, found.high) if bound is not None]
        assert all(Decimal(repr(float(bound))) == bound for bound in bounds)
