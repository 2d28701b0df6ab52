"""Lines of therapy as a study counts them."""

from collections.abc import Iterable

from aic_desktop.domain.criteria.therapy import WITHOUT_RESPONSE, Response, Tally


def lines_without_response(treatments: Iterable[tuple[int | None, Response | None]]) -> Tally:
    """How many lines of therapy brought no response, of (line, best response reported) of each treatment.

    Treatments of one line number are one line, a treatment without a number is a line of its own. A line
    with any response is none of them; one of which no response is reported may be.
    """
    lines: dict[object, list[Response | None]] = {}
    for place, (line, response) in enumerate(treatments):
        lines.setdefault(("alone", place) if line is None else line, []).append(response)
    without = [told for told in lines.values() if not any(_responded(r) for r in told)]
    sure = sum(Response.NONE in told for told in without)
    return Tally(sure, len(without))


def _responded(response: Response | None) -> bool:
    return response is not None and response not in WITHOUT_RESPONSE
