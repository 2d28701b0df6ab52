"""What the rows of a table come to in all, and how that was counted, in words."""

from decimal import Decimal

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product
from aic_desktop.domain.criteria import Tally
from aic_desktop.domain.quantity import number_text
from aic_desktop.domain.records import Dose, RecordId
from aic_desktop.domain.units import shown


def transfused_words(case: Case, _owner: RecordId = "") -> str:
    """A line for each product: units in all, and what of it is a total, is part of one or stands apart."""
    return "\n".join(filter(None, (_of_product(case, product) for product in Product)))


def transfused_brief(case: Case) -> str:
    """The same in a few words, such as “163 platelet, 18 red cell units”; "" where none are recorded."""
    found = [(product, criteria.units_transfused(case, product)) for product in Product]
    said = [f"{_number(total)} {_ADJECTIVES[product]}" for product, total in found if total]
    return f"{', '.join(said)} units" if said else ""


_ADJECTIVES = {
    Product.PLATELETS: "platelet",
    Product.RED_CELLS: "red cell",
    Product.PLASMA: "plasma",
    Product.GRANULOCYTES: "granulocyte",
}


def _of_product(case: Case, product: Product) -> str:
    found = criteria.transfused(case, product)
    if found is None:
        return ""
    name = product.label.capitalize()
    if not found.totals:
        return f"{name}: {_many(found.total)} in all."
    if found.within == found.perhaps == found.apart == (0, 0):
        how = "as one total" if len(found.totals) == 1 else f"as {len(found.totals)} totals"
        return f"{name}: {_many(found.total)} in all, entered {how} and not by days."
    totals = " and ".join(map(str, found.totals))
    parts = [f"{'a total' if len(found.totals) == 1 else 'totals'} of {totals}"]
    if found.within != (0, 0):
        parts.append(f"{_many(found.within)} on days within, which are part of it and not added")
    if found.perhaps != (0, 0):
        parts.append(f"{_many(found.perhaps)} on days of their own, which may be among them")
    if found.apart != (0, 0):
        parts.append(f"{_many(found.apart)} on other days, added")
    return f"{name}: {_many(found.total)} in all; {', '.join(parts)}."


def doses_words(case: Case, owner: RecordId) -> str:
    """How many entries a treatment has, and what they come to where every amount and day is known."""
    doses: list[Dose] = list(case.owned_by(owner, Dose))
    if not doses:
        return ""
    steps = [dose for dose in doses if dose.until is not None or (dose.amount and _daily(dose))]
    said = f"{len(doses)} {'step' if steps else 'dose'}{'' if len(doses) == 1 else 's'}"
    total = _amount(case, doses)
    return f"{said}, {total} in all." if total else f"{said}."


def _amount(case: Case, doses: list[Dose]) -> str:
    """The sum, "" where an amount or the length of a step is not exactly known, or units differ."""
    units = {dose.amount.unit for dose in doses if dose.amount}
    amounts = [_of_dose(case, dose) for dose in doses]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(doses) or len(units) != 1:
        return ""
    return f"{number_text(sum(known, Decimal(0)))} {shown(units.pop().removesuffix('/d'))}"


def _of_dose(case: Case, dose: Dose) -> Decimal | None:
    if dose.amount is None or not dose.amount.exact or dose.amount.low is None:
        return None
    if not _daily(dose):
        return None if dose.until is not None and dose.until != dose.day else dose.amount.low
    first, last = case.days(dose.day), case.days(dose.until)
    if first is None or last is None or not (first.exact and last.exact):
        return None
    days = (last.latest or 0) - (first.earliest or 0) + 1
    return dose.amount.low * days if days > 0 else None


def _daily(dose: Dose) -> bool:
    return dose.amount is not None and dose.amount.unit.endswith("/d")


def _many(tally: Tally) -> str:
    return f"{_number(tally)} unit{'' if tally.low == 1 and tally.high in (1, None) else 's'}"


def _number(tally: Tally) -> str:
    if tally.high is None:
        return f"at least {tally.low}"
    return f"{tally.low}" if tally.low == tally.high else f"{tally.low} to {tally.high}"
