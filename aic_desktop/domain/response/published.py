"""The sets of response criteria in use, each with its version, its source and how far it was checked.

CONFIRMED: read in the source named. RECALLED: from general knowledge, not yet checked against the source.
"""

from collections.abc import Mapping

from aic_desktop.domain.choices import CriteriaSet, Lineage, Product
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.response.sets import (
    PRODUCT_NAMES,
    Criteria,
    Endpoint,
    Standing,
    Step,
    Term,
)


def _at(value: float) -> Bounds:
    return Bounds(value, value)


_ITP = Criteria(
    CriteriaSet.ITP_IWG_2009,
    CriteriaSet.ITP_IWG_2009.label,
    "2009",
    "Rodeghiero F et al. Blood 2009;113(11):2386-2393. doi 10.1182/blood-2008-07-162503",
    (Lineage.PLATELETS,),
    (
        Endpoint(
            "Platelet response",
            "platelets",
            complete=(Step(_at(100)),),
            partial=(Step(_at(30), fold=2),),
            partial_label="R",
            confirm_days=7,
            loss_days=1,
            without_bleeding=True,
        ),
    ),
    (
        Term("threshold for ITP", "platelets <100 ×10⁹/L", Standing.CONFIRMED),
        Term("CR", "platelets ≥100 ×10⁹/L and no bleeding", Standing.CONFIRMED),
        Term(
            "R",
            "platelets ≥30 ×10⁹/L and (not “or”, as often printed) at least twice the baseline; no bleeding",
            Standing.CONFIRMED,
        ),
        Term("NR", "platelets <30 ×10⁹/L, or less than twice the baseline, or bleeding", Standing.CONFIRMED),
        Term("confirmation", "CR and R by two counts at least 7 days apart", Standing.RECALLED),
        Term("loss of CR", "platelets <100 ×10⁹/L or bleeding", Standing.RECALLED),
        Term(
            "loss of R",
            "platelets <30 ×10⁹/L, or less than twice the baseline, or bleeding; two counts ≥1 day apart",
            Standing.RECALLED,
        ),
        Term(
            "time to response",
            "start of treatment to the first count with CR or R",
            Standing.CONFIRMED,
        ),
        Term("duration of response", "from the first count with CR or R to its loss", Standing.RECALLED),
        Term(
            "when to judge",
            "by drug, days to the first and to the peak response: prednisone 4–14 and 7–28; dexamethasone "
            "2–14 and 4–28; IVIG 1–3 and 2–7; anti-D 1–3 and 3–7; rituximab 7–56 and 14–180; eltrombopag "
            "7–28 and 14–90; romiplostim 5–14 and 14–60; vincristine 7–14 and 7–42; azathioprine 30–90 and "
            "30–180; danazol 14–90 and 28–180; splenectomy 1–56 and 7–56. Not applied: every count is judged",
            Standing.RECALLED,
        ),
    ),
)

_HAEMOGLOBIN = "haemoglobin"
_NO_HAEMOLYSIS = "no haemolysis (normal bilirubin, LDH, haptoglobin, reticulocytes)"
_NORMAL = Term(
    "normal Hb",
    "at or above the limit of WHO 2011 by age and sex (WHO/NMH/NHD/MNM/11.1)",
    Standing.RECALLED,
)

_AIHA_CONSENSUS = Criteria(
    CriteriaSet.AIHA_CONSENSUS_2020,
    CriteriaSet.AIHA_CONSENSUS_2020.label,
    "2020",
    "Jäger U et al. Blood Rev 2020;41:100648. doi 10.1016/j.blre.2019.100648",
    (Lineage.RED_CELLS,),
    (
        Endpoint(
            "Red cell response",
            _HAEMOGLOBIN,
            complete=(Step(normal=True),),
            partial=(Step(rise=2, more=True), Step(normal=True)),
            partial_label="R",
            without_haemolysis=True,
        ),
    ),
    (
        Term("CR", f"normal Hb, {_NO_HAEMOLYSIS}, no transfusion", Standing.RECALLED),
        Term(
            "R",
            "Hb more than 2 g/dL over the baseline, or normal without biochemical resolution; no transfusion "
            "in the last 7 days",
            Standing.RECALLED,
        ),
        Term("NR", "neither", Standing.RECALLED),
        _NORMAL,
    ),
)

_AIHA_BARCELLINI = Criteria(
    CriteriaSet.AIHA_BARCELLINI_2014,
    CriteriaSet.AIHA_BARCELLINI_2014.label,
    "2014",
    "Barcellini W et al. Blood 2014;124(19):2930-2936",
    (Lineage.RED_CELLS,),
    (
        Endpoint(
            "Red cell response",
            _HAEMOGLOBIN,
            complete=(Step(_at(12)),),
            partial=(Step(_at(10)), Step(rise=2)),
            without_haemolysis=True,
        ),
    ),
    (
        Term("CR", f"Hb ≥12 g/dL and {_NO_HAEMOLYSIS}", Standing.RECALLED),
        Term(
            "PR",
            "Hb ≥10 g/dL or at least 2 g/dL over the baseline, and no need of transfusion",
            Standing.RECALLED,
        ),
        Term("NR", "neither", Standing.RECALLED),
    ),
)

_NEUTROPENIA = Criteria(
    CriteriaSet.AIN_USUAL,
    CriteriaSet.AIN_USUAL.label,
    "1",
    "No published consensus on response after HSCT is known; these are usual definitions of authors",
    (Lineage.NEUTROPHILS,),
    (
        Endpoint(
            "Neutrophil response",
            "neutrophils",
            complete=(Step(_at(1.5)),),
            partial=(Step(_at(0.5), fold=2),),
        ),
    ),
    (
        Term("CR", "neutrophils ≥1.5 ×10⁹/L (some authors: ≥1.0) without G-CSF", Standing.RECALLED),
        Term(
            "PR", "neutrophils ≥0.5 ×10⁹/L and at least twice the baseline, without G-CSF", Standing.RECALLED
        ),
        Term("on G-CSF", "not assessable: counts on G-CSF are left out", Standing.RECALLED),
    ),
)

_INDEPENDENT = Term(
    "transfusion independence",
    "no transfusion of the product for so many days; dated to the first of them. No window is agreed upon: "
    "7 days (AIHA consensus), 28 days, 8 weeks (IWG-MDS) and 16 weeks (IWG-MDS 2018) are in use",
    Standing.RECALLED,
)


def _independent_of(product: Product) -> Endpoint:
    label = f"{PRODUCT_NAMES[product]} transfusion independence".capitalize()
    return Endpoint(label, product=product, complete_label="independent", none_label="not independent")


_PRCA = Criteria(
    CriteriaSet.PRCA_THREE_ENDPOINTS,
    CriteriaSet.PRCA_THREE_ENDPOINTS.label,
    "2025",
    "Three endpoints as in Gagelmann N et al. Blood Cancer J 2025. doi 10.1038/s41408-025-01315-8",
    (Lineage.RED_CELL_PRECURSORS,),
    (
        _independent_of(Product.RED_CELLS),
        Endpoint(
            "Haemoglobin recovery",
            _HAEMOGLOBIN,
            complete=(Step(normal=True),),
            complete_label="recovered",
            none_label="not recovered",
        ),
        Endpoint(
            "Reticulocyte recovery",
            "reticulocytes",
            complete=(Step(Bounds(10, 20)),),
            complete_label="recovered",
            none_label="not recovered",
        ),
    ),
    (
        Term(
            "endpoints",
            "transfusion independence, Hb recovery and reticulocyte recovery, apart",
            Standing.CONFIRMED,
        ),
        _INDEPENDENT,
        Term("Hb recovery", "normal Hb without transfusion (as CR of idiopathic PRCA)", Standing.RECALLED),
        Term(
            "reticulocyte recovery",
            "no reticulocytopenia: its limit is 10 to 20 ×10⁹/L, so that only ≥20 is certain",
            Standing.RECALLED,
        ),
        _NORMAL,
    ),
)


def _independence(product: Product, lineages: tuple[Lineage, ...]) -> Criteria:
    endpoint = _independent_of(product)
    return Criteria(
        f"{product.value}_independence",
        endpoint.label,
        "1",
        "No window of days is agreed upon; the one used is told with the result",
        lineages,
        (endpoint,),
        (_INDEPENDENT,),
    )


CRITERIA: Mapping[str, Criteria] = {
    found.id: found
    for found in (
        _ITP,
        _AIHA_CONSENSUS,
        _AIHA_BARCELLINI,
        _NEUTROPENIA,
        _PRCA,
        _independence(Product.PLATELETS, (Lineage.PLATELETS,)),
        _independence(Product.RED_CELLS, (Lineage.RED_CELLS, Lineage.RED_CELL_PRECURSORS)),
    )
}


def usual(lineage: Lineage) -> Criteria:
    """The set a lineage is judged by unless another is chosen: the first listed for it."""
    return next(found for found in CRITERIA.values() if lineage in found.lineages)
