"""Every derived clinical fact: computed from what was entered, never stored, never entered."""

from aic_desktop.domain.criteria.cytopenia import (
    CytopeniaType,
    label,
    label_with_onset,
    lineages,
    onset,
    type_among,
    type_of,
)

__all__ = [
    "CytopeniaType",
    "label",
    "label_with_onset",
    "lineages",
    "onset",
    "type_among",
    "type_of",
]
