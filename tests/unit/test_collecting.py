"""The collector of cycles rests while several work at once, and is as it was when the last has ended."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from aic_desktop.services.collecting import collect_due, uncollected


@pytest.fixture(autouse=True)
def on() -> Iterator[None]:
    """As it is in a program without a window."""
    gc.enable()
    yield
    gc.disable()


def test_it_rests_until_the_last_has_ended() -> None:
    assert gc.isenabled()
    first, second = uncollected(), uncollected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_is_on_again_after_a_refusal() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


def test_switched_off_it_collects_what_is_due_when_told_to_and_not_while_somebody_works() -> None:
    gc.disable()
    gc.collect()
    forgotten = weakref.ref(_Cycle())
    collect_due()
    assert forgotten() is not None  # too few were made since
    enough = [[] for _ in range(2 * gc.get_threshold()[0])]
    with uncollected():
        collect_due()
        assert forgotten() is not None
    collect_due()
    assert forgotten() is None
    assert enough
