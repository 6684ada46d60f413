"""Erasing an entity: its triples go from landing, marts, Parquet and earlier releases."""

from types import SimpleNamespace

import pytest
from knowledge_graph.landed_graph import run_graphs, write_study

from wenmai.consumers.privacy import KEY_VARIABLE
from wenmai.erasure import check_erased, erase
from wenmai.errors import ProblemsFound, WenmaiError
from wenmai.ingest.erasures import read_proofs
from wenmai.studies.load import load_studies

MARTS = ("dim_entities", "fct_triples", "fct_graph_problems", "fct_layer_links")
GRAPH = {
    "works": {"file": "works.csv", "columns": {"id": "id", "date": "年"}},
    "roles": [
        {"file": "cast.csv", "columns": {"work": "w", "entity": "e", "relation": "r"}},
        {
            "file": "maps.csv",
            "columns": {"work": "w"},
            "wide": {"编号": "acted"},
            "names": {"编号": "姓名"},
        },
    ],
    "entities": {
        "file": "people.csv",
        "columns": {"id": "id", "name": "name", "aliases": "alias"},
    },
    "labels": {
        "file": "labels.csv",
        "columns": {"head": "h", "relation": "r", "tail": "t"},
        "are_true": True,
    },
    "relations": [{"code": "acted"}],
    "layers": [{"code": "co_cast", "one_end": ["acted"]}],
}
FILES = {
    "works.csv": "id,年\nw1,2019\nw2,2020\n",
    # two people of one name, one of whom goes; what names neither may be about either
    "people.csv": "id,name,alias\np1,周迅,小周、Zhou Xun\np2,王伟,\np3,王伟,\n",
    "cast.csv": "w,e,r\nw1,Zhou Xun,acted\nw2,秦昊,acted\nw2,王伟,acted\nw2,p3,acted\n",
    "maps.csv": "w,编号,姓名\nw1,p1/p2/u9,周迅/王伟/无名氏\n",
    "labels.csv": "h,r,t\n小周,acted,w1\np3,acted,w2\n",
}
ASKED = {"erase": {"file": "gone.csv", "columns": {"entity": "谁"}}}
GONE = "谁\np1\n秦昊\np2\n"


@pytest.fixture
def films(compiled_models, settings, monkeypatch):
    """Return settings, a refresh that publishes marts as Parquet, and a writer of the study."""
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests of enough length")
    (landing,) = settings.landing
    made = []

    def write(gone=None):
        graph, files = (
            (GRAPH, FILES) if gone is None else (GRAPH | ASKED, FILES | {"gone.csv": gone})
        )
        write_study(landing, "films", graph, files)

    def refresh(settings, request=None, *, observer=None):
        name = f"r{len(made) + 1}"
        made.append(name)
        release = settings.releases_dir / name
        release.mkdir(parents=True)
        with run_graphs(compiled_models, settings, MARTS) as con:
            for mart in MARTS:
                con.execute(f"copy marts.{mart} to '{release}/marts.{mart}.parquet'")
        settings.pointer.unlink(missing_ok=True)
        settings.pointer.symlink_to(release)
        said = SimpleNamespace(provenance={"studies": ["films"]})
        return SimpleNamespace(release=said, release_id=name)

    write()
    refresh(settings)
    return SimpleNamespace(settings=settings, refresh=refresh, write=write)


def cells(films):
    """Return all texts of the published triples and entities."""
    import duckdb

    found = set()
    for mart in MARTS:
        file = films.settings.pointer / f"marts.{mart}.parquet"
        rows = duckdb.connect().execute(f"from read_parquet('{file}')").fetchall()
        found |= {cell for row in rows for cell in row if isinstance(cell, str)}
    return found


def test_nothing_of_an_entity_is_left_and_who_bears_the_same_name_stays(films):
    assert {"p1", "p2", "p3", "u9", "person:秦昊", "person:王伟"} <= cells(films)
    films.write(gone=GONE)
    result = erase(films.settings, refresh_with=films.refresh)
    assert {"p3", "u9"} <= cells(films)
    assert not {"p1", "p2", "周迅", "小周", "person:秦昊", "person:王伟", "秦昊"} & cells(films)
    assert (result.requests, result.new_requests, result.releases_removed) == (3, 3, ("r1",))
    # p1: its line, two roles and a label; 秦昊: a role; p2: its line, a role, and one by name alone
    assert result.lines == 4 + 1 + 3
    assert result.sources == {
        **{"films/cast.csv": 3, "films/labels.csv": 1, "films/maps.csv": 2, "films/people.csv": 2}
    }
    assert len(read_proofs(films.settings.build_file.parent)) == 3
    assert not [one.file for one in check_erased(films.settings) if one.found]


def test_a_table_that_still_names_an_entity_is_found_and_nothing_counts_as_erased(films):
    import duckdb

    films.write(gone=GONE)
    stray = films.settings.build_file.parent / "kept.parquet"
    said = "select 'films' as study_code, [{'code': 'person:秦昊#2'}] as nested"
    duckdb.connect().execute(f"copy ({said}) to '{stray}'")
    with pytest.raises(WenmaiError, match=r"still found in 1 file: build/kept\.parquet"):
        erase(films.settings, refresh_with=films.refresh)
    assert read_proofs(films.settings.build_file.parent) == {}


def test_a_name_of_several_ids_erases_nobody_until_it_is_said_who_is_meant(films):
    films.write(gone="谁\n王伟\n")
    with pytest.raises(ProblemsFound, match=r"'王伟'.*p2, p3.*Write the id") as told:
        films.refresh(films.settings)
    assert "对应多个编号（p2, p3）" in told.value.text("zh")
    assert load_studies(films.settings)  # the study itself is as it should be
