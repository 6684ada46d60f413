"""Tables as people have them: what is read, what is set aside with which words, what is refused."""

import json

import pytest
from knowledge_graph.landed_graph import run_graphs, write_study

from wenmai.errors import ProblemsFound
from wenmai.sentences import catalogue
from wenmai.studies.load import load_studies

RELATIONS = [
    {"code": "directed", "name": {"zh": "导演", "en": "Directed"}},
    {"code": "acted", "name": {"zh": "主演", "en": "Acted in"}},
    {"code": "produced", "from": "institution", "inverse_of": "produced_by"},
    {"code": "produced_by", "from": "work", "to": "institution"},
]
WIDE = {"导演": "directed", "主演": "acted", "出品方": "produced"}
MARTS = (
    *("fct_triples", "dim_entities", "fct_graph_problems", "fct_triple_quality"),
    *("int_knowledge_graph__quarantined", "fct_entity_popularity", "fct_graph_evaluation"),
)
WORKS = {"file": "works.csv", "columns": {"id": "id", "date": "年"}}
LINKED = {"triples": {"file": "facts.csv", "columns": {"head": "h", "relation": "r", "tail": "t"}}}


@pytest.fixture
def land(compiled_models, settings):
    """Return a function: section and files → a connection with marts."""

    def landed(section, **files):
        (landing,) = settings.landing
        named = {name.replace("_csv", ".csv"): content for name, content in files.items()}
        write_study(landing, "small", {"relations": RELATIONS, **section}, named)
        return run_graphs(compiled_models, settings, MARTS)

    return landed


def triples(con):
    return con.execute(
        "select head_code, relation_code, tail_code, valid_from from marts.fct_triples order by all"
    ).fetchall()


def quarantine(con, columns="row_number, reason_code"):
    return con.execute(
        f"select {columns} from intermediate.int_knowledge_graph__quarantined order by all"
    ).fetchall()


def test_bad_cells_of_a_wide_table_are_set_aside_one_by_one(land):
    cast = "/".join(f"演员{n}" for n in range(300))
    roles = {
        "file": "works.csv",
        "columns": {"work": "id"},
        "wide": WIDE,
        "separators": ["/", "、", "|"],
    }
    con = land(
        {"works": WORKS, "roles": roles},
        works_csv="id,年,导演,主演,出品方\n"
        f'w1,1927/28,"Lee, Ang｜李安",{cast}/更多…,甲／乙\n'
        "w2,2019-09-06,,,\n"
        "w2,2020,,,\n"
        ",2021,x,y,z\n",
    )
    found = triples(con)
    assert sum(r == "acted" for _, r, _, _ in found) == 300
    assert {h for h, r, _, _ in found if r == "directed"} == {"person:Lee, Ang", "person:李安"}
    assert {h for h, r, _, _ in found if r == "produced"} == {"institution:甲", "institution:乙"}
    assert {year for *_, year in found} == {1927}
    reasons = [code for _, code in quarantine(con)]
    assert reasons == ["no_name", "conflicting_graph_line", *["endpoint_missing"] * 4]
    assert all(f"quarantine.{reason}" in catalogue() for reason in reasons)
    problems = con.execute(
        "select reason_code, subject, problem_zh from marts.fct_graph_problems order by all"
    ).fetchall()
    assert ("work_without_roles", "w2", "作品w2没有任何参与者。") in problems
    entities = con.execute(
        "select bool_and(is_name_only) from marts.dim_entities where entity_kind = 'person'"
    ).fetchall()
    assert entities == [(True,)]


def test_maps_of_ids_long_tables_aliases_and_unknown_words(land):
    people = "id,name,alias,born\np1,周迅,Zhou Xun、小周,1974\np2,王伟,,\np3,王伟,,\np3,张三,,\n"
    cell = json.dumps({"p1": "周迅", "u9": "无名氏"}, ensure_ascii=False).replace('"', '""')
    con = land(
        {
            "works": WORKS,
            "roles": [
                {"file": "cast.csv", "columns": {"work": "w", "entity": "e", "relation": "r"}},
                {"file": "maps.csv", "columns": {"work": "w"}, "wide": {"主演": "acted"}},
            ],
            "entities": {
                "file": "people.csv",
                "columns": {"id": "id", "name": "name", "aliases": "alias", "born": "born"},
            },
        },
        works_csv="id,年\nw1,1970\nw2,2020\n",
        people_csv=people,
        cast_csv="w,e,r\nw1,Zhou Xun,主演\nw2,王伟,导演\nw2,p2,Acted in\nw2,p2,acted\n"
        "w3,p2,acted\nw1,p1,飞翔\n",
        maps_csv=f'w,主演\nw2,"{cell}"\n',
    )
    assert triples(con) == [
        ("p1", "acted", "w1", 1970),
        ("p1", "acted", "w2", 2020),
        ("p2", "acted", "w2", 2020),
        ("person:王伟", "directed", "w2", 2020),
        ("u9", "acted", "w2", 2020),
    ]
    assert quarantine(con) == [
        (5, "conflicting_graph_line"),
        (6, "work_unknown"),
        (7, "relation_unknown"),
    ]
    problems = dict(
        con.execute("select reason_code, detail from marts.fct_graph_problems").fetchall()
    )
    assert problems["same_name"] == problems["ambiguous_name"] == "p2, p3"
    # five credits: nothing is evaluated, and rules still hold
    assert problems["too_few_triples"] == "100"
    assert con.execute("select count(*) from marts.fct_graph_evaluation").fetchall() == [(0,)]
    suspicious = con.execute(
        "select head_code, tail_code, reason_code, reason_zh from marts.fct_triple_quality"
        " where is_suspicious"
    ).fetchall()
    assert suspicious == [("p1", "w1", "before_birth", "w1早于周迅的出生或成立年份（1974年）。")]


def test_an_inverse_given_as_data_is_read_and_a_missing_half_found(land):
    con = land(LINKED, facts_csv="h,r,t\ni,produced,w\nw,produced_by,i\nj,produced,w\n")
    assert len(triples(con)) == 3
    found = con.execute(
        "select head_code, reason_code, detail from marts.fct_triple_quality where is_suspicious"
    ).fetchall()
    assert found == [("j", "missing_inverse", "produced_by")]
    kinds = con.execute("select entity_code, entity_kind from marts.dim_entities order by 1")
    assert kinds.fetchall() == [("i", "institution"), ("j", "institution"), ("w", "work")]


def test_a_file_that_cannot_be_read_leaves_the_others_and_their_rows(land):
    works = {**WORKS, "columns": {**WORKS["columns"], "genres": "类型"}}
    con = land(
        {
            "works": works,
            "roles": {"file": "cast.csv", "columns": {"work": "w"}, "wide": {"主演": "acted"}},
            **LINKED,
        },
        works_csv="id,年\nw1,1970\n",
        cast_csv="w,主演\nw1,甲/乙\n",
        facts_csv="h,r,t\nq,acted,w1\n",
    )
    assert {h for h, *_ in triples(con)} == {"person:甲", "person:乙", "q"}
    unread = con.execute("select mapping_code, problem_text from landed.raw.unread_files")
    assert [code for code, _ in unread.fetchall()] == ["graph_works"]


def test_several_works_and_ids_with_names_stand_in_one_cell_of_trimmed_json_and_headless_files(
    land,
):
    relations = [
        {"code": "produced", "from": "institution", "id_prefix": "co"},
        {"code": "acted"},
    ]
    roles = {
        "file": "prizes.csv",
        "columns": {"work": "w"},
        "wide": {"ids": ["produced", "acted"]},
        "names": {"ids": "names"},
        "separators": ["|", ","],
        "work_separators": ["|"],
    }
    films = [{"id": "w1", "年": 1990, "类": ["喜剧", "爱情"]}, {"id": "w2", "年": "1927/28"}]
    works = {"file": "films.json", "columns": {"id": "id", "date": "年", "genres": "类"}}
    headless = {"file": "facts.txt", "columns": {"head": 1, "relation": 2, "tail": 3}}
    con = land(
        {"works": works, "roles": roles, "relations": relations, "triples": headless},
        **{"films.json": json.dumps(films), "facts.txt": "nm9\tacted\tw2\n"},
        prizes_csv="w,ids,names,note,more\n"
        'w1|w2,nm1|co1,"Davis, Jr.|Studio"\n'
        "w2,?,Denham\nw1,nm1,Davis,x\nw1,nm2,,,end\n",
    )
    assert triples(con) == [
        ("co1", "produced", "w1", 1990),
        ("co1", "produced", "w2", 1927),
        ("nm1", "acted", "w1", 1990),
        ("nm1", "acted", "w2", 1927),
        ("nm2", "acted", "w1", 1990),
        ("nm9", "acted", "w2", None),
        ("person:Denham", "acted", "w2", 1927),
        ("w1", "has_genre", "genre:喜剧", 1990),
        ("w1", "has_genre", "genre:爱情", 1990),
    ]
    assert quarantine(con) == []


def test_erasing_an_entity_removes_its_triples(land):
    rows = "h,r,t\np,acted,w\nq,acted,w\n"
    assert {h for h, *_ in triples(land(LINKED, facts_csv=rows))} == {"p", "q"}
    assert {h for h, *_ in triples(land(LINKED, facts_csv=rows.replace("p,acted,w\n", "")))} == {
        "q"
    }


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ({"roles": {"file": "no.csv", "columns": {"work": "w"}, "wide": WIDE}}, "no file 'no.csv'"),
        ({**LINKED, "layers": [{"code": "x", "one_end": ["actd"]}]}, "no relation 'actd'"),
        ({}, "needs roles or triples"),
        ({**LINKED, "n_factors": 7}, "must be even"),
        (
            {"roles": {"file": "facts.csv", "columns": {"work": "h"}}},
            "entity and relation, or wide",
        ),
        ({**LINKED, "methods": ["gnn"]}, "methods"),
        ({**LINKED, "labels": LINKED["triples"]}, "are_true for all"),
        (
            {"triples": {"file": "facts.csv", "columns": {"head": 1, "relation": "r", "tail": 3}}},
            "headings or numbers",
        ),
    ],
)
def test_what_cannot_be_meant_is_named_before_anything_is_read(settings, section, says):
    (landing,) = settings.landing
    write_study(landing, "small", {"relations": RELATIONS, **section}, {"facts.csv": "h,r,t\n"})
    with pytest.raises(ProblemsFound, match=says):
        load_studies(settings)
