"""What the reader of a timeline may choose."""

from dataclasses import dataclass

DEFAULT_PANELS = ("platelets", "haemoglobin", "neutrophils")


@dataclass(frozen=True, slots=True)
class Options:
    """Analytes by id; no panels named means the default three, or whatever was counted instead.

    A line is not drawn across a gap of more than `max_gap` days: nobody knows what the count did there.
    """

    panels: tuple[str, ...] = ()
    log: tuple[str, ...] = ("platelets", "neutrophils", "leukocytes", "lymphocytes", "reticulocytes")
    max_gap: int = 21


DEFAULT = Options()
