"""An explanation in words, for whoever asks how an answer came about."""

from collections.abc import Iterator

from aic_desktop.reporting.cohort.explain import Explanation, Used


def in_words(explanation: Explanation) -> str:
    """The answer, the rule, what decided it, and what was looked at besides."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.name}: {explanation.answer or 'not asked of this patient'}"
    yield " ".join(explanation.rule.split())
    for title, deciding in (("Decided by", True), ("Looked at besides", False)):
        held = [used for used in explanation.used if used.deciding is deciding]
        if held:
            yield ""
            yield f"{title}:"
            yield from (f"  {_told(used)}" for used in held)


def _told(used: Used) -> str:
    day = f", {used.day}" if used.day and used.day not in used.of else ""
    value = f"{used.label}: {used.text}" if used.label else "that it is there"
    return f"{used.of}{day} – {value}"
