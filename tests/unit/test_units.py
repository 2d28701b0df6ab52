"""One letter's case, one lost superscript or one binary float apart from another patient's result."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import convert, convertible, plain_signs, shown, unit_named

CODES = [
    "10*9/L", "10*3/uL", "/uL", "/nL", "10*6/mL", "10*12/L", "10*6/uL", "g/dL", "g/L",
    "mg/L", "mmol/L", "mg/dL", "umol/L", "U/L", "%", "[ppth]", "mg/kg", "mg/kg/d", "g/kg", "g/kg/d", "ug/kg",
    "ug/kg/d", "mg/m2", "g/m2", "ug/m2", "mg", "g", "ug", "mg/d", "g/d", "ug/d", "mL/kg", "[IU]/kg",
    "10*8/kg", "10*6/kg", "ng/mL", "ug/L", "Gy", "mg.h/L", "{titer}", "d", "wk", "mo", "a",
]  # fmt: skip

PRINTED: dict[str, str] = {
    # Giga and gram: only the case of one letter apart.
    "G/l": "10*9/L", "G/L": "10*9/L", "g/l": "g/L", "g/L": "g/L", "T/l": "10*12/L", "T/L": "10*12/L",
    "Gpt/l": "10*9/L", "GPT/L": "10*9/L", "Tpt/l": "10*12/L", "giga/L": "10*9/L",
    "Tsd./µl": "10*3/uL", "Tsd/μl": "10*3/uL", "tsd./ul": "10*3/uL", "K/µl": "10*3/uL", "K/uL": "10*3/uL",
    "k/ul": "10*3/uL", "/nl": "/nL", "/nL": "/nL", "/µl": "/uL", "/μL": "/uL", "/ul": "/uL", "1/µl": "/uL",
    "cells/µl": "/uL", "Zellen/µl": "/uL", "per µl": "/uL", "pro µl": "/uL", "/mm³": "/uL", "/mm3": "/uL",
    "M/µl": "10*6/uL", "Mio./µl": "10*6/uL", "Mio/ul": "10*6/uL", "10^6/ml": "10*6/mL",
    "×10⁹/L": "10*9/L", "x10^9/l": "10*9/L", "x 10^9/l": "10*9/L", "10^9/l": "10*9/L", "10E9/l": "10*9/L",
    "10e9/L": "10*9/L", "10**9/L": "10*9/L", "*10^9/l": "10*9/L", "10 ^ 9 / l": "10*9/L", "10⁹ / L": "10*9/L",
    "10³/µl": "10*3/uL", "10^3/ul": "10*3/uL", "10³/mm³": "10*3/uL", "10^12/l": "10*12/L",
    "×10¹²/L": "10*12/L",
    "10⁸/kg": "10*8/kg", "×10⁸ /kg": "10*8/kg", "x10^6/kg": "10*6/kg", "10⁶ cells/kg": "10*6/kg",
    "g/dl": "g/dL", "G/DL": "g/dL", "g/100ml": "g/dL", "g%": "g/dL", "mmol/l": "mmol/L", "MMOL/L": "mmol/L",
    "mg/dl": "mg/dL", "MG/DL": "mg/dL", "µmol/l": "umol/L", "umol/l": "umol/L", "μmol/L": "umol/L",
    "mg/l": "mg/L", "U/l": "U/L", "u/l": "U/L", "IU/L": "U/L", "IE/l": "U/L",
    "%": "%", "Prozent": "%", "percent": "%", "‰": "[ppth]", "Promille": "[ppth]", "per mille": "[ppth]",
    "mg/kg/day": "mg/kg/d", "mg/kg/Tag": "mg/kg/d", "mg/kg pro Tag": "mg/kg/d", "mg/kg daily": "mg/kg/d",
    "mg/kg KG/d": "mg/kg/d", "mg per kg per day": "mg/kg/d", "mg/kg/dose": "mg/kg", "mg/kg/Gabe": "mg/kg",
    "g/kg/dose": "g/kg", "mg/m²": "mg/m2", "mg/m^2": "mg/m2", "mg/qm": "mg/m2", "g/m² KOF": "g/m2",
    "mg daily": "mg/d", "mg täglich": "mg/d", "mg/24h": "mg/d", "mg/die": "mg/d", "µg": "ug", "mcg": "ug",
    "µg/kg": "ug/kg", "mcg/kg": "ug/kg", "µg/d": "ug/d", "µg/Tag": "ug/d", "µg/m²": "ug/m2", "ml/kg": "mL/kg",
    "IU/kg": "[IU]/kg", "I.E./kg": "[IU]/kg", "IE/kg": "[IU]/kg", "U/kg": "[IU]/kg",
    "ng/ml": "ng/mL", "NG/ML": "ng/mL", "µg/l": "ug/L", "gy": "Gy", "mg·h/L": "mg.h/L", "mg*h/l": "mg.h/L",
    "y": "a", "yr": "a", "years": "a", "J": "a", "Jahre": "a", "Jahren": "a", "mo": "mo", "Monate": "mo",
    "wk": "wk", "Wochen": "wk", "d": "d", "Tage": "d", "days": "d",
}  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_printed_units(text: str) -> None:
    assert unit_named(text) == PRINTED[text]


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_known_and_what_is_shown_is_read_back(code: str) -> None:
    assert unit_named(code) == code
    assert unit_named(shown(code)) == code


@pytest.mark.parametrize(
    "text", ["", "foo", "t/l", "m/µl", "T/µl", "µ/l", "/", "//", "10/L", "10*4/uL", "g/l/x", "M", "10³"]
)
def test_what_could_be_anything_is_not_guessed(text: str) -> None:
    assert unit_named(text) is None


@pytest.mark.parametrize(
    ("code", "print_"),
    [
        ("10*9/L", "×10⁹/L"), ("10*12/L", "×10¹²/L"), ("10*3/uL", "×10³/µL"), ("/uL", "/µL"),
        ("mg/m2", "mg/m²"), ("ug/kg", "µg/kg"), ("umol/L", "µmol/L"), ("[ppth]", "‰"), ("a", "y"),
        ("10*8/kg", "×10⁸/kg"), ("[IU]/kg", "IU/kg"), ("U/L", "U/L"), ("mg/kg/d", "mg/kg/d"),
        ("mg.h/L", "mg·h/L"), ("{titer}", "titre"),
    ],
)  # fmt: skip
def test_units_for_people(code: str, print_: str) -> None:
    assert shown(code) == print_


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("1", "/uL", "10*9/L", "0.001"),
        ("142000", "/uL", "10*9/L", "142"),
        ("142", "/nL", "10*9/L", "142"),
        ("142", "10*3/uL", "10*9/L", "142"),
        ("142", "10*6/mL", "10*9/L", "142"),
        ("4.1", "10*12/L", "10*9/L", "4100"),
        ("0.2", "10*9/L", "/uL", "200"),
        ("41", "[ppth]", "%", "4.1"),
        ("86", "g/L", "g/dL", "8.6"),
        ("1", "mg/dL", "g/L", "0.01"),
        ("5", "mg/dL", "mg/L", "50"),
        ("12", "ug/L", "ng/mL", "12"),
        ("0.4", "g/kg", "mg/kg", "400"),
        ("2", "10*8/kg", "10*6/kg", "200"),
        ("1", "a", "d", "365.25"),
        ("12", "mo", "a", "1"),
        ("8", "mo", "a", "0.666666666666667"),
        ("2", "wk", "d", "14"),
    ],
)
def test_conversion_is_decimal(value: str, unit: str, to: str, expected: str) -> None:
    assert convertible(unit, to)
    assert convert(Decimal(value), unit, to) == Decimal(expected)


@pytest.mark.parametrize(
    ("substance", "value", "unit", "to", "expected"),
    [
        ("haemoglobin", "1", "mmol/L", "g/dL", "1.6114"),
        ("haemoglobin", "1", "mmol/L", "g/L", "16.114"),
        ("haemoglobin", "1.6114", "g/dL", "mmol/L", "1"),
        ("bilirubin", "17.1", "umol/L", "mg/dL", "1"),
        ("bilirubin", "2", "mg/dL", "umol/L", "34.2"),
        ("creatinine", "88.4", "umol/L", "mg/dL", "1"),
        ("creatinine", "0.5", "mg/dL", "umol/L", "44.2"),
    ],
)
def test_mass_and_moles_need_the_substance(
    substance: str, value: str, unit: str, to: str, expected: str
) -> None:
    assert convert(Decimal(value), unit, to, substance) == Decimal(expected)
    assert not convertible(unit, to)
    assert not convertible(unit, to, "ldh")


@pytest.mark.parametrize(
    ("unit", "to", "substance"),
    [("g/dL", "10*9/L", None), ("mg/kg", "mg/m2", None), ("mg/kg", "mg/kg/d", None), ("%", "10*9/L", None),
     ("mmol/L", "g/dL", None), ("U/L", "umol/L", "haemoglobin"), ("d", "mg", None), ("foo", "mg", None)],
)  # fmt: skip
def test_different_dimensions_are_refused_in_words(unit: str, to: str, substance: str | None) -> None:
    assert not convertible(unit, to, substance)
    with pytest.raises(Problem, match="cannot be turned into"):
        convert(Decimal(1), unit, to, substance)


amounts = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)
pairs = st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda pair: convertible(*pair))


@given(amounts, pairs)
def test_there_and_back(value: Decimal, pair: tuple[str, str]) -> None:
    there = convert(value, *pair)
    assert len(there.normalize().as_tuple().digits) <= 15
    assert Decimal(repr(float(there))) == there
    assert abs(convert(there, *reversed(pair)) - value) <= value * Decimal("1e-14")


@given(amounts, st.sampled_from(["haemoglobin", "bilirubin", "creatinine"]))
def test_mass_and_moles_there_and_back(value: Decimal, substance: str) -> None:
    there = convert(value, "umol/L", "mg/dL", substance)
    assert abs(convert(there, "mg/dL", "umol/L", substance) - value) <= value * Decimal("1e-14")


@given(st.text(max_size=30))
def test_any_text_is_a_known_code_or_none(text: str) -> None:
    assert unit_named(text) in {None, *CODES}


@given(st.text(max_size=60))
def test_plain_signs_are_plain_already(text: str) -> None:
    assert plain_signs(plain_signs(text)) == plain_signs(text)
