"""What a person said to a check that holds true and is right all the same."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.records.base import Record
from aic_desktop.domain.spec import ANY_RECORD, Kind, Spec
from aic_desktop.domain.timepoint import TimePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Record):
    """A warning or note confirmed with a reason; it holds for as long as the check sees what it saw then."""

    record_kind: ClassVar[str] = "confirmation"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "confirmations"
    title: ClassVar[str] = "Confirmed check"

    rule: Annotated[str | None, Spec(label="Check", help="The lasting name of the check")] = None
    record: Annotated[
        str | None, Spec(label="Record", link=ANY_RECORD, help="The record that the check is about")
    ] = None
    field: Annotated[
        str | None, Spec(label="Field", help="The field it is about; blank for the record as a whole")
    ] = None
    reason: Annotated[
        str | None, Spec(label="Reason", identifying=True, help="Why what the check found is right")
    ] = None
    confirmed_by: Annotated[
        str | None,
        Spec(label="Confirmed by", identifying=True, help="The login name of whoever confirmed it"),
    ] = None
    confirmed_on: Annotated[
        TimePoint | None, Spec(label="Confirmed on", kind=Kind.DATE, identifying=True)
    ] = None
    saw: Annotated[
        str | None,
        Spec(
            label="Seen then",
            identifying=True,
            help="What the check said and looked at; when any of it changes, the check is open again",
        ),
    ] = None
