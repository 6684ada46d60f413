"""Rules find what is planted and leave the rest alone; cells are read as people write them."""

import pandas as pd
import pytest

from wenmai.knowledge_graph.cells import is_no_name, names_in, year_in
from wenmai.knowledge_graph.rules import rule_findings

ENTITIES = pd.DataFrame(
    [
        ("p", "person", "张三", 1980, None),
        ("q", "person", "Zhang San", None, 2010),
        ("i", "institution", "I", None, None),
        ("j", "institution", "J", None, None),
        ("w", "work", "W", None, None),
        ("v", "work", "V", None, None),
    ],
    columns=["entity_code", "entity_kind", "entity_name", "born_year", "died_year"],
)
RELATIONS = pd.DataFrame(
    [
        ("acted", "person", "work", None, None),
        ("issued", "institution", "work", "to", "issued_by"),
        ("issued_by", "work", "institution", "from", None),
    ],
    columns=["relation_code", "from_kind", "to_kind", "functional_end", "inverse_of"],
)
ALIASES = pd.DataFrame({"entity_code": ["p"], "alias": ["Zhang San"]})


def findings(*rows, aliases=ALIASES):
    frame = pd.DataFrame(rows, columns=["head", "relation", "tail", "year"])
    found = rule_findings(frame, ENTITIES, RELATIONS, aliases)
    return [tuple(row) for row in found.itertuples(index=False)]


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        (("p", "acted", "w", 1979), "before_birth", "1980"),
        (("q", "acted", "w", 2013), "after_death", "2010"),
        (("i", "acted", "w", 2000), "type_clash", "institution"),
    ],
)
def test_a_rule_names_what_the_triple_clashes_with(row, reason, detail):
    assert findings(row) == [(*row[:3], reason, detail)]


def test_a_work_may_come_out_two_years_after_a_death_and_in_the_year_of_birth():
    assert findings(("q", "acted", "w", 2012), ("p", "acted", "v", 1980)) == []


def test_an_entity_is_not_related_to_itself():
    assert ("w", "issued", "w", "self_loop", "w") in findings(("w", "issued", "w", 2000))


def test_a_functional_relation_with_two_values_marks_both():
    found = findings(
        ("i", "issued", "w", 2000), ("j", "issued", "w", 2000), ("i", "issued", "v", 1)
    )
    assert found == [
        ("i", "issued", "w", "functional_clash", "j"),
        ("j", "issued", "w", "functional_clash", "i"),
    ]


def test_one_entity_under_its_alias_is_a_duplicate_in_the_same_work_only():
    both = [("p", "acted", "w", 2000), ("q", "acted", "w", 2000)]
    assert findings(*both) == [("q", "acted", "w", "alias_duplicate", "p")]
    assert findings(both[0], ("q", "acted", "v", 2000)) == []
    assert findings(*both, aliases=ALIASES[:0]) == []


def test_where_inverses_are_given_a_missing_one_is_found_and_where_none_is_given_none_is():
    pair = [("i", "issued", "w", 2000), ("w", "issued_by", "i", 2000)]
    assert findings(*pair) == []
    assert findings(*pair, ("i", "issued", "v", 2000)) == [
        ("i", "issued", "v", "missing_inverse", "issued_by")
    ]
    assert findings(("i", "issued", "v", 2000)) == []


def test_cells_hold_several_names_in_any_writing():
    names = [name for _, name in names_in("周迅／ 秦昊、杜江，张子枫|邓恩熙；Lee,Ang")]
    assert names == ["周迅", "秦昊", "杜江", "张子枫", "邓恩熙", "Lee", "Ang"]
    assert names_in("Lee, Ang | Li, An", ("|",)) == [(None, "Lee, Ang"), (None, "Li, An")]
    assert names_in('["a", "b", "a"]') == [(None, "a"), (None, "b")]
    assert names_in('{"x1": " 周迅 "}') == [("x1", "周迅")]
    assert names_in("{not json") == [(None, "{not json")]
    assert names_in("") == []


def test_a_cast_of_three_hundred_keeps_all_its_names_in_order():
    cell = "/".join(f"Person {n}" for n in range(300))
    assert [name for _, name in names_in(cell)] == [f"Person {n}" for n in range(300)]


@pytest.mark.parametrize("text", ["更多…", "更多...", "等", "N/A", "—", "et al.", "不详", " "])
def test_what_lists_end_with_is_no_name(text):
    assert is_no_name(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1927/28", 1927),
        ("2019-09-06(中国大陆)", 2019),
        ("２０１９年", 2019),
        ("c.1520-1580", 1520),
    ],
)
def test_a_date_gives_its_first_year(text, year):
    assert year_in(text) == year
    assert year_in("19 June") is None
