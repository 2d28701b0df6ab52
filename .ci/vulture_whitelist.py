"""Print, as Python, the names that are read through their declaration and so look unused to vulture."""

import dataclasses

from aic_desktop.domain import choices
from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORDS
from aic_desktop.domain.spec import fields_of
from aic_desktop.ui.theme import Tokens

declared = {field.name for record in RECORDS for field in fields_of(record)}
codes = {
    name
    for choice in vars(choices).values()
    if isinstance(choice, type) and issubclass(choice, choices.Choice)
    for name in choice.__members__
}
branches = {field.name for field in dataclasses.fields(Case)}
tokens = {field.name for field in dataclasses.fields(Tokens)}  # named in app.qss

print("\n".join(f"_.{name}" for name in sorted(declared | codes | branches | tokens)))
