"""What is said at the bedside for what the case record can hold, English and German, beside its labels."""

import re
from collections.abc import Mapping
from typing import TypeVar

from aic_desktop.domain.choices import (
    AcuteGrade,
    ChimerismLineage,
    Choice,
    ChronicSeverity,
    CourseKind,
    EventKind,
    FindingResult,
    FindingTest,
    GvhdKind,
    Lineage,
    Product,
    Specimen,
    Status,
    StopReason,
)

T = TypeVar("T", bound=Choice)
Words = Mapping[Choice, tuple[str, ...]]

PRODUCTS: dict[Product, tuple[str, ...]] = {
    Product.PLATELETS: (
        "TK", "PC", "platelet concentrate", "platelet concentrates", "platelet transfusion",
        "platelet transfusions", "Thrombozytenkonzentrat", "Thrombozytenkonzentrate",
    ),
    Product.RED_CELLS: (
        "red cells", "red blood cells", "RBC", "PRBC", "pRBCs", "packed red cells", "EK", "Erythrozyten",
        "Erythrozytenkonzentrat", "Erythrozytenkonzentrate", "erythrocytes",
    ),
    Product.PLASMA: ("FFP", "GFP", "fresh frozen plasma"),
    Product.GRANULOCYTES: ("granulocyte concentrate", "Granulozyten", "Granulozytenkonzentrat"),
}  # fmt: skip
EVENTS: dict[Choice, tuple[str, ...]] = {
    EventKind.VIRAL_REACTIVATION: ("reactivation", "Reaktivierung", "Virusreaktivierung"),
    EventKind.INFECTION: ("Infektion",),
    EventKind.BLEEDING: ("bleed", "haemorrhage", "hemorrhage", "Blutung"),
    EventKind.TMA: ("TMA",),
    EventKind.VOD: ("SOS",),
    EventKind.RELAPSE_OF_DISEASE: ("relapse", "Rezidiv", "disease relapse"),
    EventKind.DONOR_LYMPHOCYTES: ("DLI",),
    EventKind.STEM_CELL_BOOST: ("boost",),
    EventKind.HAEMOLYTIC_CRISIS: ("hemolytic crisis", "hämolytische Krise"),
    EventKind.SHOCK: ("Schock",),
    EventKind.THROMBOEMBOLISM: ("thrombosis", "Thrombose", "Thromboembolie"),
    EventKind.ORGAN_FAILURE: ("Organversagen",),
    EventKind.ADMISSION: ("admitted", "Aufnahme"),
    EventKind.DISCHARGE: ("discharged", "Entlassung", "entlassen"),
}
COURSES: dict[Choice, tuple[str, ...]] = {
    CourseKind.PARTIAL_RESPONSE: ("PR", "partielle Remission"),
    CourseKind.COMPLETE_RESPONSE: ("CR", "complete remission", "komplette Remission"),
    CourseKind.NO_RESPONSE: ("NR", "refractory", "refraktär"),
    CourseKind.RESPONSE_SIGN: ("response", "Ansprechen"),
    CourseKind.RELAPSE: ("Rezidiv",),
    CourseKind.FLARE: ("flare-up", "Schub"),
    CourseKind.STABLE: ("stabil",),
}
STATUS: dict[Choice, tuple[str, ...]] = {
    Status.ALIVE: ("lebt", "am Leben"),
    Status.DEAD: ("died", "death", "†", "verstorben", "gestorben", "tot"),
}
LINEAGES: dict[Lineage, tuple[str, ...]] = {
    Lineage.PLATELETS: ("platelets", "platelet", "plt", "AIT", "ITP", "Thrombozyten"),
    Lineage.RED_CELLS: ("red cells", "red cell", "AIHA", "hb", "Erythrozyten"),
    Lineage.NEUTROPHILS: ("neutrophils", "neutrophil", "AIN", "ANC", "Neutrophile"),
    Lineage.RED_CELL_PRECURSORS: ("red cell precursors", "PRCA"),
}
TESTS: dict[Choice, tuple[str, ...]] = {
    FindingTest.DAT_POLYSPECIFIC: ("DAT", "Coombs", "direct Coombs", "direct Coombs test", "direkter Coombs"),
    FindingTest.DAT_IGG: ("DAT IgG",),
    FindingTest.DAT_C3D: ("DAT C3d",),
    FindingTest.INDIRECT_ANTIGLOBULIN: ("IAT", "indirect Coombs", "indirekter Coombs"),
    FindingTest.AUTOANTIBODY_THERMAL_TYPE: ("autoantibodies", "Autoantikörper"),
    FindingTest.FREE_PLATELET_ANTIBODY: ("free platelet antibodies", "free antiplatelet antibodies"),
    FindingTest.BOUND_PLATELET_ANTIBODY: ("bound platelet antibodies",),
    FindingTest.PLATELET_HLA_ANTIBODY: ("HLA antibodies", "platelet HLA antibodies", "HLA-Antikörper"),
    FindingTest.GRANULOCYTE_ANTIBODY: ("granulocyte antibodies",),
    FindingTest.ADAMTS13_ACTIVITY: ("ADAMTS13",),
    FindingTest.ADAMTS13_ANTIBODY: ("anti-ADAMTS13", "ADAMTS13 antibodies", "ADAMTS13 inhibitor"),
    FindingTest.SCHISTOCYTES: ("fragmentocytes", "fragmented red cells", "Fragmentozyten", "Schistozyten"),
    FindingTest.PROTEINURIA: ("Proteinurie",),
    FindingTest.PARVOVIRUS_B19_PCR: ("parvovirus", "B19"),
}
RESULTS: dict[Choice, tuple[str, ...]] = {
    FindingResult.POSITIVE: ("pos", "positiv", "+"),
    FindingResult.NEGATIVE: ("neg", "negativ", "-"),
    FindingResult.REDUCED: ("low", "decreased", "erniedrigt", "vermindert"),
    FindingResult.INCREASED: ("high", "elevated", "raised", "erhöht"),
    FindingResult.ABSENT: ("none", "fehlend", "keine", "nicht nachweisbar"),
    FindingResult.PRESENT: ("nachweisbar", "vorhanden"),
    FindingResult.WARM: ("warme", "Wärme"),
    FindingResult.COLD: ("kalte", "Kälte"),
    FindingResult.MIXED: ("gemischt", "warm and cold"),
}
SPECIMENS: dict[Choice, tuple[str, ...]] = {
    Specimen.PERIPHERAL_BLOOD: ("PB", "blood", "peripheres Blut", "Blut"),
    Specimen.BONE_MARROW: ("BM", "marrow", "KM", "Knochenmark"),
}
CHIMERIC: dict[Choice, tuple[str, ...]] = {
    ChimerismLineage.WHOLE: ("whole", "whole blood", "Vollblut", "gesamt"),
    ChimerismLineage.T_CELLS: ("T", "T-cells", "CD3", "CD3+", "T-Zellen"),
    ChimerismLineage.B_CELLS: ("B", "B-cells", "CD19", "CD19+", "B-Zellen"),
    ChimerismLineage.NK_CELLS: ("NK", "NK-cells", "CD56", "NK-Zellen"),
    ChimerismLineage.GRANULOCYTES: ("CD15", "CD33", "myeloid", "Granulozyten"),
    ChimerismLineage.CD34: ("CD34", "CD34+"),
}
GVHD: dict[Choice, tuple[str, ...]] = {
    GvhdKind.ACUTE: ("aGvHD", "acute GvHD", "akute GvHD", "GvHD"),
    GvhdKind.CHRONIC: ("cGvHD", "chronic GvHD", "chronische GvHD", "GvHD"),
}
ACUTE: dict[Choice, tuple[str, ...]] = {
    AcuteGrade.GRADE_0: ("none", "keine"),
    AcuteGrade.GRADE_I: ("1",),
    AcuteGrade.GRADE_II: ("2",),
    AcuteGrade.GRADE_III: ("3",),
    AcuteGrade.GRADE_IV: ("4",),
}
CHRONIC: dict[Choice, tuple[str, ...]] = {
    ChronicSeverity.NONE: ("0", "keine"),
    ChronicSeverity.MILD: ("mild", "leicht"),
    ChronicSeverity.MODERATE: ("moderat", "mäßig"),
    ChronicSeverity.SEVERE: ("schwer",),
}
STOPPED: dict[Choice, tuple[str, ...]] = {
    StopReason.NO_RESPONSE: ("refractory", "kein Ansprechen"),
    StopReason.TOXICITY: ("toxic", "Toxizität"),
    StopReason.RELAPSE: ("Rezidiv",),
    StopReason.COMPLETED: ("done", "abgeschlossen"),
    StopReason.SWITCHED: ("switch", "umgestellt"),
}
ENGRAFTED: dict[str, tuple[str, ...]] = {
    "leukocyte_engraftment": ("leukocytes", "leukocyte", "WBC", "Leukozyten"),
    "neutrophil_engraftment": ("neutrophils", "neutrophil", "ANC", "Neutrophile", "Granulozyten"),
    "platelet_engraftment": ("platelets", "platelet", "plt", "Thrombozyten"),
}
STEPS: dict[str, tuple[str, ...]] = {
    "onset": ("onset", "onset of", "Beginn", "Beginn der"),
    "diagnosed": ("diagnosis", "diagnosed", "diagnosis of", "Diagnose"),
    "resolved": ("resolved", "resolution of", "abgeklungen"),
}
"""Field of a cytopenia -> what says that its day follows."""

FULL_DONOR = ("full", "full donor", "complete", "complete donor", "vollständig", "komplett")


def leading(text: str, kind: type[T], words: Words) -> tuple[T | None, str]:
    """The choice that a text begins with, by label or word, the longest one, and the text after it."""
    folded = f"{text.casefold()} "
    names = {name.casefold(): c for c in kind for name in (c.label, *words.get(c, ()))}
    for name in sorted(names, key=len, reverse=True):
        if folded.startswith(f"{name} "):
            return names[name], text[len(name) :].strip()
    return None, text


def ending(text: str, kind: type[T], words: Words) -> tuple[T | None, str]:
    """The same for what a text ends with, and the text before it."""
    said = text.split(" ")
    for place in range(len(said)):
        choice, rest = leading(" ".join(said[place:]), kind, words)
        if choice is not None and not rest:
            return choice, " ".join(said[:place])
    return None, text


IN_ALL = re.compile(
    r"(?<!\S)(?:in all|in total|total|altogether|insgesamt|gesamt|zusammen)(?!\S)", re.IGNORECASE
)
SINGLY = re.compile(r"(?<!\S)(?:singly|single|each by itself|einzeln)(?!\S)", re.IGNORECASE)


def taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    """Whether a text says something, and the text without it."""
    rest, times = pattern.subn(" ", text)
    return bool(times), " ".join(rest.split())


_GRADE = re.compile(r"(?:^|\s)(?:grade|grad|°)\s?([1-5])(?=\s|$)", re.IGNORECASE)


def graded(text: str) -> tuple[int | None, str]:
    """The grade from 1 to 5 that a text names, and the text without it."""
    found = _GRADE.search(text)
    rest = " ".join(_GRADE.sub(" ", text, count=1).strip(" :,").split())
    return (int(found[1]) if found else None), rest
