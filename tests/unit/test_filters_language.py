"""Filters are read in one way only, and what is written of them is read back as the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.choices import CourseKind, EventKind, Lineage, Product
from aic_desktop.domain.codes import agents, analytes
from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.filters import Askable, Askables, parse, written
from aic_desktop.reporting.filters.model import (
    All,
    Anchor,
    Any,
    Counted,
    Fact,
    Filter,
    Given,
    Happened,
    Mark,
    Not,
    Op,
    Side,
    Transfused,
    When,
)

AGES = (("under_18", "under 18 y"), ("adult", "18 y and over"))
FACTS = Askables(
    {
        fact.name: fact
        for fact in (
            Askable("type", "Type of cytopenia", (("ait", "AIT"), ("evans", "Evans syndrome"))),
            Askable("age", "Age at HSCT", unit="y"),
            Askable("age group", "Age group", AGES),
            Askable("sex", "Sex", (("female", "female"), ("male", "male"))),
            Askable("lines without response", "Lines without a response"),
        )
    }
)


def after(day: int) -> tuple[When, ...]:
    return (When(Side.AFTER, Mark(Anchor.HSCT, day)),)


LOW = Counted("platelets", Op.BELOW, Decimal(20), after(100))
RITUXIMAB = Given("rituximab", 1, (When(Side.BEFORE, Mark(Anchor.HSCT, 150)),))
FIRST = Mark(Anchor.FIRST_DOSE, 0, "daratumumab")

READ: tuple[tuple[str, Filter], ...] = (
    ("platelets < 20 after day +100 and rituximab given before day +150", All((LOW, RITUXIMAB))),
    ("PLT<20 after 100 AND RTX given before +150", All((LOW, RITUXIMAB))),
    ("platelets < 20.000/µl after +100", LOW),
    ("no response to 3 or more lines", Fact("lines without response", Op.AT_LEAST, Decimal(3))),
    ("No response to at least 3 lines", Fact("lines without response", Op.AT_LEAST, Decimal(3))),
    ("lines without response >= 3", Fact("lines without response", Op.AT_LEAST, Decimal(3))),
    ("type = evans", Fact("type", Op.IS, "evans")),
    ("Type of cytopenia is not AIT", Fact("type", Op.IS_NOT, "ait")),
    ("age < 12", Fact("age", Op.BELOW, Decimal(12))),
    ("age ≥ 0,5 y", Fact("age", Op.AT_LEAST, Decimal("0.5"))),
    ('age group = "18 y and over"', Fact("age group", Op.IS, "adult")),
    ("rituximab not given", Not(Given("rituximab"))),
    ("not rituximab given", Not(Given("rituximab"))),
    ("daratumumab given at least 4 times", Given("daratumumab", 4)),
    (
        "platelets >= 30 within 28 days after first daratumumab",
        Counted(
            "platelets",
            Op.AT_LEAST,
            Decimal(30),
            (When(Side.FROM, FIRST), When(Side.UNTIL, Mark(Anchor.FIRST_DOSE, 28, "daratumumab"))),
        ),
    ),
    (
        "hb < 8,6 g/dl from onset until first daratumumab",
        Counted(
            "haemoglobin",
            Op.BELOW,
            Decimal("8.6"),
            (When(Side.FROM, Mark(Anchor.ONSET)), When(Side.UNTIL, FIRST)),
        ),
    ),
    ("at least 20 units of platelets after +58", Transfused("platelets", 20, after(58))),
    ("20 or more units of platelets after +58", Transfused("platelets", 20, after(58))),
    ("red cells transfused", Transfused("red_cells")),
    ("flare of AIHA after +100", Happened("course", "flare", "red_cells", after(100))),
    ("bleeding before death", Happened("event", "bleeding", "", (When(Side.BEFORE, Mark(Anchor.DEATH)),))),
    (
        "type = ait or type = evans and sex = female",
        Any(
            (
                Fact("type", Op.IS, "ait"),
                All((Fact("type", Op.IS, "evans"), Fact("sex", Op.IS, "female"))),
            )
        ),
    ),
    (
        "(type = ait or type = evans) and sex = female",
        All(
            (
                Any((Fact("type", Op.IS, "ait"), Fact("type", Op.IS, "evans"))),
                Fact("sex", Op.IS, "female"),
            )
        ),
    ),
    ('"serum and hope" given', Given("serum and hope")),
    ("platelets < 20 after onset -3", Counted("platelets", Op.BELOW, Decimal(20), (
        When(Side.AFTER, Mark(Anchor.ONSET, -3)),
    ))),
)  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), READ, ids=[text for text, _ in READ])
def test_read(text: str, meant: Filter) -> None:
    assert parse(text, FACTS) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "No condition is written"),
        ("platelets < 142.000", "142 ×10⁹/L or 142000 ×10⁹/L"),
        ("platelets = 20", "compared by <"),
        ("platelets < 20 after", "names no day"),
        ("platelets < 20 after midnight", "is no day"),
        ("platelets < 20 mg", "not a unit that is used here"),
        ("platelets < 2-9", "no single number"),
        ("shoe size < 3", "cannot be asked for. Ask for an analyte, or for one of: age"),
        ("sex < female", "write = or ≠"),
        ("sex = yes", "It is one of: female, male"),
        ("age < young", "compared with a number"),
        ("elixir given", "In quotation marks it is taken as it stands"),
        ("8 units of soup", "no blood product"),
        ("flare of toes", "no lineage"),
        ("something", "is not understood. Try: platelets < 20 after +100"),
        ("type = ait and", "missing at the end"),
        ("and type = ait", "missing before “and”"),
        ("(type = ait", "not closed"),
        ("type = ait)", "not expected there"),
        ('"rituximab given', "quotation mark is not closed"),
        ("not " * 30 + "type = ait", "too deep"),
        ("(" * 30 + "type = ait" + ")" * 30, "too deep"),
        ("x" * 3000, "longer than"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(text: str, words: str) -> None:
    with pytest.raises(Problem) as refused:
        parse(text, FACTS)
    assert words in str(refused.value)


OFFSETS = st.integers(-9999, 9999)
FREE_AGENTS = st.sampled_from(["serum and hope", "A-1 (new)", "given or not"])
AGENTS = st.sampled_from(sorted(agents())) | FREE_AGENTS
MARKS = st.builds(
    Mark, st.sampled_from([a for a in Anchor if a is not Anchor.FIRST_DOSE]), OFFSETS
) | st.builds(Mark, st.just(Anchor.FIRST_DOSE), OFFSETS, AGENTS)
WHENS = st.lists(st.builds(When, st.sampled_from(Side), MARKS), max_size=2).map(tuple)
NUMBERS = (
    st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-2)).map(lambda d: Decimal(f"{d.normalize():f}"))
)
ORDERED = st.sampled_from([op for op in Op if op not in (Op.IS, Op.IS_NOT)])
EQUAL = st.sampled_from([Op.IS, Op.IS_NOT])
LINEAGES = st.sampled_from(["", *Lineage])
CONDITIONS = st.one_of(
    st.builds(Fact, st.just("age"), st.sampled_from(Op), NUMBERS),
    st.builds(Fact, st.just("age group"), EQUAL, st.sampled_from([code for code, _ in AGES])),
    st.builds(Counted, st.sampled_from(sorted(analytes())), ORDERED, NUMBERS, WHENS),
    st.builds(Given, AGENTS, st.integers(1, 99), WHENS),
    st.builds(Transfused, st.sampled_from(Product), st.integers(1, 999), WHENS),
    st.builds(Happened, st.just("event"), st.sampled_from(EventKind), LINEAGES, WHENS),
    st.builds(Happened, st.just("course"), st.sampled_from(CourseKind), LINEAGES, WHENS),
)


def joined(kind: type[All] | type[Any], parts: list[Filter]) -> Filter:
    """Without a group of a kind directly in one of the same, which means the same and is read as one."""
    flat = [one for part in parts for one in (part.conditions if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


def groups(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(parts, min_size=2, max_size=3)
    return (
        st.builds(Not, parts)
        | several.map(lambda found: joined(All, found))
        | several.map(lambda found: joined(Any, found))
    )


@given(st.recursive(CONDITIONS, groups, max_leaves=8))
def test_what_is_written_is_read_back_as_the_same(asked: Filter) -> None:
    assert parse(written(asked, FACTS), FACTS) == asked
