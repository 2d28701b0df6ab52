"""What the titles of a laboratory print-out mean, in German and English, with the units printed in them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from aic_desktop.domain.codes import SHIPPED, Analyte, Codes
from aic_desktop.domain.units import plain_signs, unit_named


class Role(StrEnum):
    """What a column holds."""

    DAY = "day"
    TIME = "time"
    NAME = "name"  # of the analyte, a line each
    VALUE = "value"
    UNIT = "unit"
    NOTE = "note"  # beside every value of its line
    OTHER = "other"  # not taken


@dataclass(frozen=True, slots=True)
class Title:
    """A title as understood; `unit` as printed, `analyte` the listed one of a wide print-out."""

    role: Role
    analyte: str = ""
    unit: str = ""


_ROLES: dict[Role, str] = {
    Role.DAY: (
        "day|days|tag|tage|d|datum|date|day post hsct|day after hsct|days post hsct|days after hsct|"
        "day post transplant|tag nach hsct|tag nach szt|tag nach kmt|tag nach tx|tag nach transplantation|"
        "tag post tx|tag +|day +|d+|abnahme|abnahmedatum|abnahmetag|entnahme|entnahmedatum|probendatum|"
        "probenentnahme|befunddatum|sample date|collection date|date of sample|collected|collected on|drawn|"
        "zeitpunkt|datum/uhrzeit|datum / uhrzeit|datum uhrzeit|date/time|date time|abnahmezeitpunkt|"
        "entnahmezeitpunkt"
    ),
    Role.TIME: "uhrzeit|zeit|time|abnahmezeit|entnahmezeit|clock|collection time|sample time",
    Role.NAME: (
        "analyt|analyte|parameter|test|testname|untersuchung|messgröße|bezeichnung|analyse|name|"
        "laborparameter|laborwert|component|observation"
    ),
    Role.VALUE: "wert|werte|ergebnis|messwert|resultat|befund|value|result|values|results",
    Role.UNIT: "einheit|unit|units|dimension|dim|einh|einheiten",
    Role.NOTE: (
        "kommentar|kommentare|bemerkung|bemerkungen|anmerkung|comment|comments|remark|remarks|note|notes"
    ),
    Role.OTHER: (
        "flag|flags|"
        "referenz|referenzbereich|normbereich|normalwert|normwert|ref|ref.-bereich|norm|reference|"
        "reference range|ref range|range|normal range|bewertung|status|nr|no|id|labornummer|auftrag"
    ),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split("|")}

# Names in print-outs beside those of the code list.
_ALSO: dict[str, str] = {
    "platelets": "thrombos|thrombo|thro|thr|thrombozytenzahl|platelet|platelet count|plts|thrombocytes",
    "haemoglobin": "hb-wert|hämoglobin|haemoglobin|hemoglobin|hg",
    "neutrophils": (
        "neutros|neutro|neutrophile granulozyten|neutrophil|neutrophil count|neut|neutr|"
        "absolute neutrophil count|neutrophil granulocytes|neutrophils absolute"
    ),
    "leukocytes": "leukos|leuko|leu|leukocyten|leucocytes|leukozytenzahl|white blood cells|white cells",
    "lymphocytes": "lymphozyten|lymphos|lymph|lympho|ly",
    "reticulocytes": "retis|reti|retics|ret|reticulocyte|reticulocyte count",
    "ldh": "laktatdehydrogenase|lactate dehydrogenase|ld|lactat-dehydrogenase|ldh gesamt",
    "bilirubin": "bilirubin gesamt|gesamtbilirubin|bilirubin ges|bilirubin, gesamt|total bilirubin|bilirubin",
    "haptoglobin": "hp",
    "creatinine": "krea|creatinin|serum creatinine|kreatinin i.s",
    "igg": "immunglobulin g|immunoglobulin g",
    "cd19_b_cells": "b-zellen|cd19+|b-lymphozyten|cd19+ b-zellen|cd19 b-zellen",
    "cd4_t_cells": "cd4+|t-helferzellen|cd4+ t-zellen|cd4 t-zellen|helper t cells",
    "crp": "c-reaktives protein|c-reactive protein",
    "ciclosporin_trough": "ciclosporin|cyclosporin|cyclosporine|ciclosporin a|cyclosporin a|csa|csa-spiegel",
    "sirolimus_trough": "sirolimus|sirolimus-spiegel|rapamycin",
    "tacrolimus_trough": "tacrolimus|tacrolimus-spiegel|fk506|fk 506",
}
_ANALYTE_OF = {word: name for name, words in _ALSO.items() for word in words.split("|")}
# One name, two quantities: the unit tells them apart.
_FRACTIONS = {"reticulocytes": "reticulocyte_fraction"}
_FRACTION_UNITS = {"%", "[ppth]"}

_LAST_WORDS = re.compile(r"[ ,]+(?:abs|absolut|absolute|count|#|i\.? ?[bps]|edta|serum|blut|blood)$")
_LOST_SUPERSCRIPT = re.compile(r"^[x×*]? ?10(3|6|9|12)(?=/| )", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")


def unit_in(text: str) -> str:
    """The UCUM code of a unit in a title or a unit's own cell, a lost superscript (`x109/L`) put back."""
    text = text.strip(" ,;:[]()").removeprefix("in ")
    if not text or text.isdigit():
        return ""
    return unit_named(text) or unit_named(_LOST_SUPERSCRIPT.sub(r"10*\1", plain_signs(text))) or ""


class Names:
    """Reads titles by the code lists of one registry."""

    def __init__(self, codes: Codes = SHIPPED) -> None:
        """Its own analytes are known by their own names."""
        self._codes = codes

    def analyte(self, text: str, unit: str = "") -> str:
        """The id of a listed analyte, "" for none; `unit` as printed tells a count from a fraction."""
        folded = _folded(text)
        for name in dict.fromkeys((folded, _LAST_WORDS.sub("", folded), _BRACKETS.sub("", folded).strip())):
            found = _ANALYTE_OF.get(name) or self._codes.coded("analytes", name)
            if name and found in self._codes.analytes:
                return self._of_unit(found, unit_in(unit))
        return ""

    def _of_unit(self, analyte: str, unit: str) -> str:
        """A share of the leukocytes is not their number: without a listed fraction it is not in the list."""
        if unit not in _FRACTION_UNITS or unit in self.listed(analyte).units.accepted:
            return analyte
        return _FRACTIONS.get(analyte, "")

    def title(self, text: str) -> Title:
        """What a title says its column holds; OTHER with nothing where it says nothing known."""
        folded = _folded(text)
        if role := _ROLE_OF.get(folded):
            return Title(role)
        for place in (at for at, sign in enumerate(text) if sign in " ,([/" and at):
            head, rest = text[:place], text[place:].strip(" ,;:[]()")
            if unit_in(rest) and (analyte := self.analyte(head, rest)):
                return Title(Role.VALUE, analyte, rest.removeprefix("in "))
        if analyte := self.analyte(text) or self.analyte(_BRACKETS.sub(" ", text), _bracketed(text)):
            return Title(Role.VALUE, analyte, _bracketed(text))
        return Title(Role.OTHER)

    def is_known(self, text: str) -> bool:
        """Whether the title means something here, be it that its column is left out."""
        return _folded(text) in _ROLE_OF or self.title(text).role is not Role.OTHER

    def listed(self, analyte: str) -> Analyte:
        """The entry of an analyte's id."""
        return self._codes.analytes[analyte]


def _bracketed(text: str) -> str:
    """A unit in brackets, also one that is not known: it must not be passed over as if it were a remark."""
    for inside in _BRACKETS.findall(text):
        if unit_in(inside) or re.search(r"[/%‰]", inside):
            return str(inside).strip()
    return ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:*;")
