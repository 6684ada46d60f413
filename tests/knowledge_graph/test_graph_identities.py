"""Who is meant: ids beat names, names are one within a block, nothing merges silently."""

import pandas as pd

from wenmai.knowledge_graph.identities import resolve_identities

ENTITIES = pd.DataFrame(
    [
        ("p1", "周迅", "person"),
        ("p2", "王伟", "person"),
        ("p3", "王伟", "person"),
        ("i1", "远山影业", "institution"),
    ],
    columns=["entity_code", "entity_name", "entity_kind"],
)
ALIASES = pd.DataFrame({"entity_code": ["p1", "i1"], "alias": ["Zhou Xun", "远山"]})


def resolved(*rows):
    names = ["work_code", "entity_id", "entity_name", "entity_kind"]
    roles = pd.DataFrame(rows, columns=names)
    roles.insert(0, "record_number", range(1, len(roles) + 1))
    found = resolve_identities(roles, ENTITIES, ALIASES)
    problems = {tuple(row) for row in found["problems"].itertuples(index=False)}
    return found["roles"]["entity_code"].tolist(), problems, found


def test_an_id_beats_a_name_and_a_name_or_alias_that_one_has_is_its_own():
    codes, _, found = resolved(
        ("w", "p9", "周迅", "person"),
        ("w", None, "p1", "person"),
        ("w", None, "周迅", "person"),
        ("w", None, "Zhou Xun", "person"),
        ("w", None, "远山", "institution"),
        ("w", None, "远山", "person"),
    )
    assert codes == ["p9", "p1", "p1", "p1", "i1", "person:远山"]
    entities = found["entities"].set_index("entity_code")
    assert entities.loc["p9", ["entity_name", "is_described"]].tolist() == ["周迅", False]
    assert entities.loc["p1", "n_roles"] == 3
    assert entities["is_name_only"].sum() == 1


def test_a_name_that_two_have_is_neither_and_is_listed():
    codes, problems, _ = resolved(("w", None, "王伟", "person"))
    assert codes == ["person:王伟"]
    assert ("ambiguous_name", "person:王伟", "p2, p3") in problems
    assert ("same_name", "person:王伟", "p2, p3") in problems


def test_one_id_with_two_names_keeps_the_more_frequent_one_and_is_listed():
    codes, problems, found = resolved(
        ("v", "x", "李雷", "person"), ("w", "x", "李雷", "person"), ("w", "x", "韩梅", "person")
    )
    assert codes == ["x", "x", "x"]
    assert ("one_id_two_names", "x", "李雷, 韩梅") in problems
    assert found["entities"].set_index("entity_code").loc["x", "entity_name"] == "李雷"


def test_an_id_in_the_place_of_a_name_is_no_second_name():
    codes, problems, found = resolved(("v", "x", "x", "person"), ("w", "x", "李雷", "person"))
    assert codes == ["x", "x"]
    assert not [problem for problem in problems if problem[0] == "one_id_two_names"]
    assert found["entities"].set_index("entity_code").loc["x", "entity_name"] == "李雷"


def test_a_name_is_one_person_within_a_block_of_people_who_work_together_and_several_beyond():
    pair = [(w, None, n, "person") for w in ("a", "b") for n in ("李娜", "x", "y")]
    codes, problems, _ = resolved(
        *pair, ("c", None, "李娜", "person"), ("c", None, "z", "person"), ("d", None, "z", "person")
    )
    assert codes[:6:3] == ["person:李娜", "person:李娜"]
    assert codes[6] == "person:李娜#2"
    # z stands in two works that nobody else joins
    assert codes[7:] == ["person:z", "person:z#2"]
    assert ("split_name", "person:李娜", "person:李娜, person:李娜#2") in problems


def test_the_order_of_lines_does_not_matter():
    rows = [(w, None, n, "person") for w in "abcd" for n in ("m", "n", w, "o" + w)]
    codes, _, _ = resolved(*rows)
    backwards, _, _ = resolved(*rows[::-1])
    assert codes == backwards[::-1]


def test_nothing_gives_nothing():
    codes, problems, found = resolved()
    assert codes == []
    assert len(found["entities"]) == len(ENTITIES)
    assert problems == {("same_name", "person:王伟", "p2, p3")}
