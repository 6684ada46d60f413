"""Drafts of documents, links and Pajek files: valid entries, questions where files are silent."""

import json

import pytest

from wenmai.inspect import inspect_entry, refusal
from wenmai.networks.sections import Network
from wenmai.studies.reference import Reference
from wenmai.text.declares import Documents

CITIES = ["沈阳市", "大连市", "鞍山市", "抚顺市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def entry(tmp_path, reference):
    """Write a file and draft its entry."""

    def make(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return inspect_entry(path, reference, name)

    return make


def lines(*rows):
    return "\n".join(",".join(map(str, row)) for row in rows)


def doubts_about(found, word):
    return [doubt for doubt in found.doubts if word in doubt]


def test_json_lines_become_a_collection(entry):
    records = [
        {
            "id": n,
            "标题": f"{city}文化产业发展规划",
            "发布日期": "2021-05-06",
            "正文": "文旅融合" * 30,
        }
        for n, city in enumerate(CITIES)
    ]
    text = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    found = entry("a.jsonl", text)
    made = Documents(**found.keys)
    assert made.fields.model_dump(exclude_none=True) == {
        "text": "正文",
        "title": "标题",
        "date": "发布日期",
    }
    assert made.type == "policy"
    assert found.years == {2021}
    assert doubts_about(found, "Nothing says who issued")
    assert doubts_about(found, "type policy is taken from names and titles")


def test_a_long_column_under_another_heading_is_asked_about(entry):
    rows = [[f"片{n}", "2020", f"{'很长的介绍' * 20}{n}"] for n in range(5)]
    found = entry("f.csv", lines(["片名", "年份", "排期"], *rows))
    assert found.keys["fields"]["text"] == "排期"
    assert doubts_about(found, "'排期' is taken for the text")


def test_a_column_of_short_reviews_is_known_by_its_heading(entry):
    found = entry("b.csv", lines(["label", "review"], *([n % 2, f"很好吃{n}"] for n in range(9))))
    assert found.keys["fields"] == {"text": "review"}
    assert found.keys["type"] == "review"
    assert found.keys["date"] == "?"
    assert doubts_about(found, "Nothing says when")
    assert "date: '?'  # please state" in found.yaml() and "date: '?'  # 请填写" in found.yaml("zh")


def test_links_are_known_by_their_headings(entry):
    found = entry(
        "links_2021.csv",
        lines(["企业A", "企业B", "次数"], ["甲影业", "乙出版", 3], ["乙出版", "丙传媒", 1])
        + "\n甲影业,丁动漫,2",
    )
    made = Network(**found.keys)
    assert (made.columns.node_a, made.columns.node_b, made.columns.frequency) == (
        "企业A",
        "企业B",
        "次数",
    )
    assert (made.kind, made.year, made.is_directed) == ("links", 2021, False)
    assert doubts_about(found, "year 2021 is taken from the file's name")
    assert doubts_about(found, "directed: true")


def test_links_are_known_by_names_that_stand_in_both_columns(entry):
    rows = [[a, b, 2020, n] for n, a in enumerate(CITIES) for b in CITIES if a != b]
    found = entry("c.csv", lines(["甲地", "对方", "年份", "分钟"], *rows))
    made = Network(**found.keys)
    assert (made.nodes, made.columns.period, made.columns.frequency) == ("units", "年份", "分钟")
    assert found.places == {"210100", "210200", "210300", "210400"}
    assert doubts_about(found, "looks like a distance")


def test_headings_that_say_from_and_to_give_a_direction(entry):
    found = entry("d.csv", lines(["to", "from"], ["b", "a"], ["c", "a"], ["a", "c"], ["c", "b"]))
    assert found.keys["columns"] == {"node_a": "from", "node_b": "to"}
    assert found.keys["directed"] is True
    assert found.keys["year"] == "?"


def test_a_panel_of_cities_and_their_provinces_is_no_table_of_links(entry):
    rows = [[city, "辽宁省", year, 5] for city in CITIES for year in (2019, 2020, 2021)]
    assert entry("e.csv", lines(["城市", "省份", "年份", "地区生产总值（亿元）"], *rows)) is None


def test_a_pajek_file_gives_its_networks_and_what_is_odd(entry):
    text = '*Vertices 3\n1 "沈阳市"\n2 "大连市"\n3 "鞍山市"\n*Edges\n1 2 5\n2 9\n'
    found = entry("net_2023.net", text)
    made = Network(**found.keys)
    assert (made.kind, made.nodes, made.year) == ("pajek", "units", 2023)
    assert doubts_about(found, "1 lines go to quarantine, the first is 7")


def test_one_document_names_its_issuer(entry):
    found = entry("沈阳市人民政府办公室关于文旅融合的通知.txt", "第一条")
    made = Documents(**found.keys)
    assert made.pattern_groups == ("issuer",)
    assert (made.type, made.date) == ("policy", "?")
    assert found.places == {"210100"}


def test_what_is_not_read_has_a_way_out(tmp_path):
    assert "export delimited" in refusal(tmp_path / "panel.dta").hint
    assert refusal(tmp_path / "panel.csv") is None
