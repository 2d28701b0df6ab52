"""Units as UCUM codes: what people print for them, and the only place where conversion factors live."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from aic_desktop.domain.problem import Problem

# A double column gives back any decimal of up to 15 significant digits unchanged.
DATABASE_DIGITS = Context(prec=15)
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Units:
    """The units a quantity may be typed in.

    canonical None: amounts of different dimensions (doses), each kept in the unit typed, with
    `accepted[0]` where none is typed. substance: the analyte whose molar mass converts mass and moles.
    """

    accepted: tuple[str, ...]
    canonical: str | None = None
    substance: str | None = None


# Per dimension: UCUM code -> size in the dimension's first unit.
_DIMENSIONS: dict[str, dict[str, str]] = {
    "cells per volume": {
        "10*9/L": "1",
        "10*3/uL": "1",
        "/nL": "1",
        "10*6/mL": "1",
        "/uL": "0.001",
        "10*12/L": "1000",
        "10*6/uL": "1000",
    },
    "mass per volume": {
        "g/L": "1",
        "g/dL": "10",
        "mg/dL": "0.01",
        "mg/L": "0.001",
        "ug/L": "0.000001",
        "ng/mL": "0.000001",
    },
    "amount of substance per volume": {"mmol/L": "1", "umol/L": "0.001"},
    "enzyme activity": {"U/L": "1"},
    "fraction": {"%": "1", "[ppth]": "0.1"},
    "dose": {"mg": "1", "g": "1000", "ug": "0.001"},
    "daily dose": {"mg/d": "1", "g/d": "1000", "ug/d": "0.001"},
    "dose per weight": {"mg/kg": "1", "g/kg": "1000", "ug/kg": "0.001"},
    "daily dose per weight": {"mg/kg/d": "1", "g/kg/d": "1000", "ug/kg/d": "0.001"},
    "dose per body surface": {"mg/m2": "1", "g/m2": "1000", "ug/m2": "0.001"},
    "volume per weight": {"mL/kg": "1"},
    "units per weight": {"[IU]/kg": "1"},
    "cells per weight": {"10*6/kg": "1", "10*8/kg": "100"},
    "absorbed radiation": {"Gy": "1"},
    "exposure": {"mg.h/L": "1"},
    "titre": {"{titer}": "1"},
    # The mean Julian year of UCUM, and a twelfth of it.
    "time": {"d": "1", "wk": "7", "mo": "30.4375", "a": "365.25"},
}
_DIMENSION = {unit: name for name, sizes in _DIMENSIONS.items() for unit in sizes}
_SIZE = {unit: Fraction(size) for sizes in _DIMENSIONS.values() for unit, size in sizes.items()}

# Substance -> equal amounts by moles and by mass; haemoglobin as the monomer.
_MOLAR: dict[str, tuple[str, str, str, str]] = {
    "haemoglobin": ("1", "mmol/L", "1.6114", "g/dL"),
    "bilirubin": ("17.1", "umol/L", "1", "mg/dL"),
    "creatinine": ("88.4", "umol/L", "1", "mg/dL"),
}

# Printed words for a whole unit, in any case: English and German.
_WORDS: dict[str, str] = {
    "percent": "%", "per cent": "%", "prozent": "%", "v.h": "%",
    "‰": "[ppth]", "permille": "[ppth]", "per mille": "[ppth]", "promille": "[ppth]",
    "g%": "g/dL", "mg%": "mg/dL",
    "gray": "Gy", "titre": "{titer}", "titer": "{titer}",
    "day": "d", "days": "d", "tag": "d", "tage": "d", "tagen": "d",
    "w": "wk", "wks": "wk", "week": "wk", "weeks": "wk", "wo": "wk", "woche": "wk", "wochen": "wk",
    "mos": "mo", "mon": "mo", "mth": "mo", "month": "mo", "months": "mo",
    "monat": "mo", "monate": "mo", "monaten": "mo",
    "y": "a", "yr": "a", "yrs": "a", "year": "a", "years": "a",
    "j": "a", "jahr": "a", "jahre": "a", "jahren": "a",
}  # fmt: skip

# What stands before the first slash. Here one letter's case separates a count from a mass.
_AMOUNTS_AS_PRINTED: dict[str, str] = {"G": "10*9", "T": "10*12", "M": "10*6", "g": "g"}
# And what means the same in any case.
_AMOUNTS: dict[str, str] = {
    "": "", "1": "",
    "k": "10*3", "tsd": "10*3", "tausend": "10*3", "thousand": "10*3", "thou": "10*3",
    "mio": "10*6", "million": "10*6", "millionen": "10*6", "mill": "10*6",
    "gpt": "10*9", "giga": "10*9", "tpt": "10*12", "tera": "10*12",
    "10*3": "10*3", "10*6": "10*6", "10*8": "10*8", "10*9": "10*9", "10*12": "10*12",
    "g": "g", "mg": "mg", "ug": "ug", "mcg": "ug", "ng": "ng", "gy": "Gy", "ml": "mL",
    "mmol": "mmol", "umol": "umol", "u": "U", "e": "U",
    "iu": "[IU]", "i.u": "[IU]", "ie": "[IU]", "i.e": "[IU]", "[iu]": "[IU]",
    "mg.h": "mg.h", "mgh": "mg.h", "mg*h": "mg.h", "mg×h": "mg.h", "mgxh": "mg.h",
}  # fmt: skip
# What stands after a slash, in any case; empty where it adds nothing ("mg/kg/dose").
_PER: dict[str, str] = {
    "l": "L", "dl": "dL", "100ml": "dL", "ml": "mL", "ul": "uL", "mm3": "uL", "mm^3": "uL",
    "cmm": "uL", "nl": "nL",
    "kg": "kg", "kgkg": "kg", "kgbw": "kg", "kgkgw": "kg",
    "m2": "m2", "m^2": "m2", "qm": "m2", "sqm": "m2", "m2kof": "m2", "m2bsa": "m2",
    "d": "d", "day": "d", "tag": "d", "die": "d", "24h": "d",
    "dose": "", "dosis": "", "gabe": "",
}  # fmt: skip
_SAME = {"[IU]/L": "U/L", "U/kg": "[IU]/kg"}

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t\r\n", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("·⋅∙•✕∗", "×"),
        **dict.fromkeys("’‘´`ʼ", "'"),
        **dict.fromkeys("⁄∕", "/"),
        "⩽": "≤",
        "⩾": "≥",
        "≲": "≤",
        "≳": "≥",
        "≈": "~",
        "∼": "~",
        "…": "..",
        "\u200b": "",
        "\ufeff": "",
    }
)
_RAISED = re.compile("(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MICRO = re.compile("[\u00b5\u03bc](?=[glmGLM])")
_POWER = re.compile(r"(?<![0-9.,])10 ?(?:\^|\*\*?|[eE]\+?) ?([0-9]{1,2})(?![0-9])")
_EACH = re.compile(r"(?:^| )(?:per|pro|je) ", re.IGNORECASE)
_DAILY = re.compile(r" (?:daily|täglich|tgl\.?)$", re.IGNORECASE)
_TIMES = re.compile(r"^[x×*](?=10\*)", re.IGNORECASE)
_CELLS = re.compile(r"(?:cells?|zellen)$", re.IGNORECASE)


def plain_signs(text: str) -> str:
    """One sign for each of the many that mean the same: spaces, dashes, micro, times, powers as `10*9`."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SIGNS)
        text = _RAISED.sub(lambda found: "*" + found[0], text).translate(_SUPERSCRIPTS)
        text = _MICRO.sub("u", text)
    return _POWER.sub(r"10*\1", " ".join(text.split()))


@lru_cache(maxsize=1024)
def unit_named(text: str) -> str | None:
    """The UCUM code of a printed unit, None when it is not known; `G/l` counts cells, `g/l` weighs."""
    plain = plain_signs(text)
    if plain in _SIZE:
        return plain
    word = _WORDS.get(plain.casefold().rstrip("."))
    return word or _composed(_TIMES.sub("", _DAILY.sub("/d", _EACH.sub("/", plain)).replace(" ", "")))


def _composed(plain: str) -> str | None:
    """The code of an amount and what it is per, the amount first as printed, then in any case."""
    printed, *rest = plain.split("/")
    amount = _CELLS.sub("", printed).rstrip(".")
    per = [_PER.get(part.casefold()) for part in rest]
    for found in (_AMOUNTS_AS_PRINTED.get(amount), _AMOUNTS.get(amount.casefold())):
        if found is not None and None not in per:
            code = found + "".join(f"/{part}" for part in per if part)
            code = _SAME.get(code, code)
            if code in _SIZE:
                return code
    return None


@lru_cache(maxsize=1024)
def _factor(unit: str, to: str, substance: str | None) -> Fraction | None:
    if unit not in _SIZE or to not in _SIZE:
        return None
    ratio = _SIZE[unit] / _SIZE[to]
    if _DIMENSION[unit] == _DIMENSION[to]:
        return ratio
    if substance not in _MOLAR:
        return None
    moles, molar_unit, mass, mass_unit = _MOLAR[substance]
    mass_per_mole = Fraction(mass) * _SIZE[mass_unit] / (Fraction(moles) * _SIZE[molar_unit])
    dimensions = (_DIMENSION[unit], _DIMENSION[to])
    if dimensions == (_DIMENSION[molar_unit], _DIMENSION[mass_unit]):
        return ratio * mass_per_mole
    if dimensions == (_DIMENSION[mass_unit], _DIMENSION[molar_unit]):
        return ratio / mass_per_mole
    return None


def convertible(unit: str, to: str, substance: str | None = None) -> bool:
    """Whether `convert` has a factor from one UCUM code to the other."""
    return unit == to or _factor(unit, to, substance) is not None


def convert(value: Decimal, unit: str, to: str, substance: str | None = None) -> Decimal:
    """The value in another UCUM unit, to 15 significant digits; Problem if the dimensions differ."""
    if unit == to:
        return DATABASE_DIGITS.plus(value)
    factor = _factor(unit, to, substance)
    if factor is None:
        raise Problem(f"An amount in {shown(unit)} cannot be turned into {shown(to)}.")
    return DATABASE_DIGITS.divide(_EXACT.multiply(value, factor.numerator), Decimal(factor.denominator))


_SHOWN = {"[ppth]": "‰", "a": "y", "{titer}": "titre", "mg.h/L": "mg·h/L"}
_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache(maxsize=1024)
def shown(unit: str) -> str:
    """The UCUM code as people print it: `×10⁹/L`, `mg/m²`, `µg/kg`; `unit_named` reads it back."""
    if unit in _SHOWN:
        return _SHOWN[unit]
    printed = re.sub(r"10\*([0-9]+)", lambda found: "×10" + found[1].translate(_RAISE), unit)
    printed = re.sub(r"\bu(?=[gLm])", "µ", printed)
    return printed.replace("m2", "m²").replace("[IU]", "IU")
