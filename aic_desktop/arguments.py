"""What stands behind an option of the command line, read; ArgumentTypeError where it cannot be."""

from argparse import ArgumentTypeError


def as_size(text: str) -> tuple[int, int]:
    """Pixels, as 1280x800."""
    width, _, height = text.partition("x")
    if not (
        width.isdecimal() and height.isdecimal() and 0 < int(width) < 10_000 and 0 < int(height) < 10_000
    ):
        raise ArgumentTypeError(f"“{text}” is not a size as 1280x800")
    return int(width), int(height)


def as_days(text: str) -> tuple[float, float]:
    """From one day to a later one, as -30..180."""
    first, dots, last = text.partition("..")
    try:
        lo, hi = float(first.replace("−", "-")), float(last)
    except ValueError:
        lo = hi = 0.0
    if not dots or lo >= hi:
        raise ArgumentTypeError(f"“{text}” is not days as -30..180")
    return lo, hi


def as_names(text: str) -> tuple[str, ...]:
    """Names with commas between."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def as_one_name(text: str) -> tuple[str, ...]:
    """One of them alone."""
    found = as_names(text)
    if len(found) != 1:
        raise ArgumentTypeError(f"one analyte is compared at a time, not “{text}”")
    return found


def as_width(text: str) -> float:
    """Millimetres, with or without the unit."""
    try:
        return float(text.removesuffix("mm"))
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a width in millimetres") from None
