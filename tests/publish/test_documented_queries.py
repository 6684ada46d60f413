"""Every query that README, docs and notebook show runs on the demo, and finds something there."""

import ast
import json
import re

import pytest

# What a query says → why the demo has no answer to it.
FINDS_NOTHING = {
    "quality.fct_changes": "nothing has moved before the second release",
    "study_code = 'provinces'": "the reader's own study",
}


def queries(text):
    """Return the SQL of a page: its sql blocks, and what stands behind `wenmai sql`."""
    blocks = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    return [*blocks, *re.findall(r'wenmai sql (?:--\w+ )*"([^"]+)"', text)]


@pytest.fixture(scope="module")
def documented(project_dir):
    """Return page and text of every query."""
    pages = [*project_dir.glob("README*.md"), *(project_dir / "docs").glob("*.md")]
    return [
        (page.name, query)
        for page in sorted(pages)
        for query in queries(page.read_text(encoding="utf-8"))
    ]


def test_blocks_and_commands_are_found():
    text = 'a\n```sql\nselect 1;\n```\n`wenmai sql --csv "from a"`\n```sh\nwenmai sql "from b"\n```'
    assert queries(text) == ["select 1;\n", "from a", "from b"]


def test_every_documented_query_finds_something(documented, demo_warehouse):
    assert len(documented) > 10
    empty = []
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        for page, query in documented:
            found = connection.execute(query).fetchall()
            if not found and not any(text in query for text in FINDS_NOTHING):
                empty.append(f"{page}:\n{query}")
    assert not empty, "\n\n".join(empty)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_a_readme_answers_as_the_demo_does(project_dir, demo_warehouse, readme):
    text = (project_dir / readme).read_text(encoding="utf-8")
    line = r"^ +(\d+) +(\S+) +(\S+) +([\d.]+) +([\d.]+–[\d.]+) +(\S+)$"
    ranked = demo_warehouse.rows("""
        select rank_in_year::varchar, unit_name_zh, unit_name_en,
            printf('%.3f', innovation_score), printf('%.3f–%.3f', score_p05, score_p95),
            printf('%d–%d', rank_p05, rank_p95)
        from marts.mart_city_year
        where study_code = 'northeast' and year = 2024 and rank_in_year <= 5
        order by rank_in_year""")
    assert re.findall(line, text, re.MULTILINE) == ranked
    page = demo_warehouse.settings.serving_dir / "atlas/northeast/start.html"
    answers = re.findall(r"^\| [^|]+[?？] \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE)
    assert len(answers) == 4
    for answer in answers[:3]:
        assert answer.casefold() in page.read_text(encoding="utf-8").casefold()


def test_no_exception_is_kept_that_nobody_needs(documented):
    for text in FINDS_NOTHING:
        assert any(text in query for _, query in documented), text


def test_every_cell_of_the_notebook_runs_and_finds_something(
    project_dir, demo_warehouse, monkeypatch
):
    monkeypatch.chdir(demo_warehouse.settings.home)
    notebook = json.loads((project_dir / "examples/ask_a_release.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 6
    names = {}
    for cell in cells:
        assert cell["outputs"] == []
        *steps, shown = ast.parse("".join(cell["source"])).body
        exec(compile(ast.Module(steps, []), "cell", "exec"), names)
        assert len(eval(compile(ast.Expression(shown.value), "cell", "eval"), names)) > 0
    names["release"].close()
