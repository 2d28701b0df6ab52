"""Which role a thing plays in the picture; palettes turn roles into colours, never the scene."""

from aic_desktop.domain.choices import Lineage, Product
from aic_desktop.domain.codes import Codes

# Group of the agent list -> role. Classes told apart in the treatment of these cytopenias have their own.
_GROUPS: dict[str, str] = {
    "corticosteroid": "steroid",
    "immunoglobulin": "immunoglobulin",
    "anti-CD20 antibody": "anti_cd20",
    "anti-CD38 antibody": "anti_cd38",
    "thrombopoietin receptor agonist": "thrombopoietin",
    "haematopoietic growth factor": "growth_factor",
    "calcineurin inhibitor": "calcineurin_mtor",
    "mTOR inhibitor": "calcineurin_mtor",
    "proteasome inhibitor": "proteasome",
    "complement inhibitor": "complement",
    "procedure": "procedure",
    "conditioning": "conditioning",
    "serotherapy": "conditioning",
    "antimetabolite": "cytostatic",
    "alkylating agent": "cytostatic",
    "vinca alkaloid": "cytostatic",
}

CYTOPENIA_NAMES: dict[Lineage, str] = {
    Lineage.PLATELETS: "AIT",
    Lineage.RED_CELLS: "AIHA",
    Lineage.NEUTROPHILS: "AIN",
    Lineage.RED_CELL_PRECURSORS: "PRCA",
}
_LINEAGE_ROLES: dict[Lineage, str] = {
    Lineage.PLATELETS: "platelets",
    Lineage.RED_CELLS: "haemoglobin",
    Lineage.NEUTROPHILS: "neutrophils",
    Lineage.RED_CELL_PRECURSORS: "reticulocytes",
}
_ANALYTES: dict[str, str] = {
    **{cells: cells for cells in ("platelets", "haemoglobin", "neutrophils", "leukocytes", "reticulocytes")},
    "reticulocyte_fraction": "reticulocytes",
    **dict.fromkeys(("ldh", "bilirubin", "haptoglobin"), "haemolysis"),
}
_PRODUCT_ROLES: dict[Product, str] = {
    Product.PLATELETS: "platelets",
    Product.RED_CELLS: "haemoglobin",
    Product.PLASMA: "plasma",
    Product.GRANULOCYTES: "neutrophils",
}


def of_analyte(analyte: str) -> str:
    """Cells have their own; what tells of haemolysis, and drug levels, one each; count for all others."""
    if analyte.endswith("_trough"):
        return "drug_level"
    return _ANALYTES.get(analyte, "count")


def of_agent(agent: str | None, codes: Codes) -> str:
    """The role of a drug's class; other for what is not listed, unless its name says steroid."""
    listed = codes.agents.get(agent or "")
    if listed:
        return _GROUPS.get(listed.group, "other")
    return "steroid" if "steroid" in (agent or "").casefold() else "other"


def of_lineage(lineage: Lineage | None) -> str:
    """The role of the count that the cytopenia shows in."""
    return _LINEAGE_ROLES[lineage] if lineage else "course"


def of_product(product: Product | None) -> str:
    """The role of a blood product."""
    return _PRODUCT_ROLES[product] if product else "other"
