"""What a person sees in the atlas of the demo, looked at with a real browser."""

import csv
import io
import json
import shutil

import duckdb
import pytest
from support.browser import Reader

from wenmai.atlas import make_atlas

PHONE = {"width": 390, "height": 844}
WHAT_A_PAGE_SHOWS = """() => ({
    drawn: document.querySelectorAll('.chart:has(canvas)').length,
    wanted: document.querySelectorAll('.chart').length,
    width: document.documentElement.scrollWidth,
    cut: [...document.querySelectorAll('.table')].filter((table) =>
        table.offsetParent && table.scrollWidth > table.clientWidth + 1
    ).map((table) => table.closest('.block').id),
    links: [...document.querySelectorAll('a')].map((link) => link.href),
    untitled: [...document.querySelectorAll('.block')].filter((block) =>
        ![...block.querySelectorAll('.question, .finding')].some(({ textContent }) => textContent)
    ).map(({ id }) => id),
    blocks: page.blocks.map((block) => [
        block.code, page.answers[block.answer].n_rows,
        [...document.querySelectorAll(`#${block.code} pre`)].map((text) => text.textContent),
    ]),
})"""


# WCAG 2.1 AA, as far as a program can see it; the dark ground changes nothing but colours
AXE = """async (runOnly) => {
    const found = await axe.run({ runOnly, preload: false, resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => [id, nodes[0].html]);
}"""
BARRIERS = {"light": ["wcag2a", "wcag2aa", "wcag21aa"], "dark": ["color-contrast"]}


@pytest.fixture(scope="module")
def visit(browser, atlas, project_dir):
    """Return a reader with a phone who opened every page once, and what each of them showed.

    One page of a kind is also checked for who cannot see or hold a mouse, in light and in dark.
    """
    context = browser.new_context(locale="zh-CN", viewport=PHONE)
    reader = Reader(context)
    axe = (project_dir / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    shown, kinds = {}, set()
    for file in sorted(atlas.rglob("*.html"), reverse=True):
        page = reader.open(file)
        found = page.evaluate(WHAT_A_PAGE_SHOWS)
        if file.name not in kinds or file.parent == atlas:
            page.evaluate(axe)
            found["barriers"] = []
            for ground, rules in BARRIERS.items():
                page.emulate_media(color_scheme=ground)
                found["barriers"] += page.evaluate(AXE, rules)
            page.emulate_media(color_scheme="light")
        kinds.add(file.name)
        shown[file.relative_to(atlas).as_posix()] = found
    yield reader, shown
    context.close()


def test_every_page_opens_without_an_error_or_a_request_outside(visit):
    reader, shown = visit
    assert len(shown) >= 5
    for name, page in shown.items():
        assert page["drawn"] == page["wanted"], f"{name} lacks a chart"
        assert all(href.startswith("file:") for href in page["links"]), name
    assert not reader.complaints
    assert not reader.outside_requests()


def test_no_page_shuts_anybody_out(visit):
    _, shown = visit
    checked = {name: page["barriers"] for name, page in shown.items() if "barriers" in page}
    assert len(checked) >= 18
    assert {name: found for name, found in checked.items() if found} == {}


def test_pictures_and_tables_of_graphs_and_networks_say_what_they_find(visit):
    _, shown = visit
    pages = {name: page["untitled"] for name, page in shown.items() if "/graph" in name}
    assert len(pages) == 3
    assert set(map(tuple, pages.values())) == {()}
    assert shown["northeast/networks.html"]["untitled"] == ["matrix"]
    assert shown["liaoning/econometrics.html"]["untitled"] == []


def test_pages_fit_a_phone(visit):
    _, shown = visit
    assert {name: page["width"] for name, page in shown.items() if page["width"] > 390} == {}
    assert {name: page["cut"] for name, page in shown.items() if page["cut"]} == {}


def test_the_sql_of_every_picture_runs_on_the_serving_file(visit, demo_warehouse):
    _, shown = visit
    with duckdb.connect(str(demo_warehouse.settings.serving_file), read_only=True) as connection:
        for name, page in shown.items():
            for code, n_rows, (sql,) in page["blocks"]:
                found = connection.execute(sql).fetchall()
                assert len(found) == n_rows, f"{name} {code}"


def test_links_of_the_menu_lead_to_pages(reader, atlas):
    page = reader.open(atlas / "index.html")
    links = page.evaluate(
        "[...document.querySelectorAll('nav a')].map((a) => a.getAttribute('href'))"
    )
    assert len(links) >= 5
    assert all((atlas / link).is_file() for link in links)


def test_the_ranking_draws_the_values_of_the_mart(reader, atlas, demo_warehouse):
    reader.open(atlas / "northeast" / "index.html")
    drawn = {row["unit_code"]: row["innovation_score"] for row in reader.series("ranking")}
    with duckdb.connect(str(demo_warehouse.settings.serving_file), read_only=True) as connection:
        expected = dict(
            connection.execute("""
                select unit_code, innovation_score from marts.fct_innovation_index
                where study_code = 'northeast' and year = 2024 and innovation_score is not null
            """).fetchall()
        )
    assert len(expected) >= 30
    # the browser turns codes of digits into numbers
    assert {int(code): pytest.approx(score, rel=1e-5) for code, score in expected.items()} == drawn


def test_choosing_a_unit_moves_every_block_that_speaks_of_one(reader, atlas):
    page = reader.open(atlas / "northeast" / "unit.html")
    before = reader.series("contributions")
    page.locator("select[name=unit]").select_option(index=3)
    page.wait_for_selector("html[data-ready]", state="attached")
    after = reader.series("contributions")
    assert before != after
    unit = {row["unit_code"] for row in after}
    assert len(unit) == 1
    assert {row["unit_code"] for row in reader.series("unit_trend", 2)} == unit


def test_the_published_weights_give_the_published_scores(reader, atlas, demo_warehouse):
    page = reader.open(atlas / "northeast" / "start.html")
    shown = page.evaluate("""
        [...document.querySelectorAll('#weights tbody tr')].map((line) =>
            [line.querySelector('a').href.split('unit=')[1],
             Number(line.querySelector('[data-score]').dataset.score)])
    """)
    expected = dict(
        demo_warehouse.rows("""
            select unit_code, innovation_score from marts.fct_innovation_index
            where study_code = 'northeast' and year = 2024 and rank_in_year is not null
        """)
    )
    assert len(expected) >= 30
    assert dict(shown) == {
        code: pytest.approx(score, abs=1e-12) for code, score in expected.items()
    }
    assert "名次与发布的一致" in page.locator("#weights .said").inner_text()


def test_own_weights_are_computed_and_kept_in_the_address(reader, atlas, demo_warehouse):
    page = reader.open(atlas / "northeast" / "start.html")
    codes = page.evaluate(
        "[...document.querySelectorAll('#weights input')].map((slider) => slider.dataset.dimension)"
    )
    for number, code in enumerate(codes):
        slider = page.locator(f"#weights input[data-dimension={code}]")
        slider.evaluate("(place, value) => { place.value = value; }", "1000" if number else "0")
        slider.dispatch_event("input")
    read = """
        [...document.querySelectorAll('#weights [data-score]')].map((s) => Number(s.dataset.score))
    """
    shown = page.evaluate(read)
    shares = page.locator("#weights output").all_inner_texts()
    assert shares[0] == "0.0%"  # Chinese sets no blank before the sign
    weights = {code: 1.0 if number else 0.0 for number, code in enumerate(codes)}
    parts = demo_warehouse.rows("""
        select unit_code, dimension_code, sum(contribution), sum(weight)
        from marts.fct_index_contributions
        where study_code = 'northeast' and year = 2024
        group by all
    """)
    published = dict.fromkeys(codes, 0.0)
    for _, code, _, weight in parts:
        published[code] += weight
    total = sum(published.values())
    sums: dict[str, list[float]] = {}
    for unit, code, part, weight in parts:
        factor = weights[code] / (published[code] / total)
        above, below = sums.setdefault(unit, [0.0, 0.0])
        sums[unit] = [above + factor * part, below + factor * weight]
    own = sorted((above / below for above, below in sums.values()), reverse=True)
    assert shown == pytest.approx(own, abs=1e-9)
    drawn = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('#weights .chart'));
        const [all] = chart.getOption().dataset;
        const at = all.dimensions.findIndex((one) => (one.name ?? one) === 'innovation_score');
        return all.source.map((row) => row[at]).sort((a, b) => b - a);
    }""")
    assert drawn == shown  # the map below the sliders
    assert "weights=" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate(read) == shown


def test_a_reader_chooses_whom_a_unit_stands_beside(reader, atlas, demo_warehouse):
    page = reader.open(atlas / "northeast" / "unit.html")
    page.locator("select[name=unit]").select_option('"230400"')
    page.wait_for_selector("html[data-ready]", state="attached")
    # those most alike of the better ones, computed here once more
    rows = demo_warehouse.rows("""
        with dimensions as (
            select
                unit_code, dimension_code,
                dimension_score - avg(dimension_score) over (partition by unit_code) as profile
            from marts.fct_dimension_scores
            where study_code = 'northeast' and year = 2024
        )
        select theirs.unit_code, units.unit_name_zh
        from dimensions as mine
        inner join dimensions as theirs using (dimension_code)
        inner join marts.fct_innovation_index as scores
            on theirs.unit_code = scores.unit_code and scores.study_code = 'northeast'
            and scores.year = 2024
        inner join marts.dim_units as units on theirs.unit_code = units.unit_code
        where mine.unit_code = '230400' and scores.innovation_score > (
            select innovation_score from marts.fct_innovation_index
            where study_code = 'northeast' and year = 2024 and unit_code = '230400'
        )
        group by all
        order by sum((mine.profile - theirs.profile) ** 2), theirs.unit_code
        limit 5
    """)
    peers = page.locator("#beside .chosen button")
    assert [text.removesuffix(" ×") for text in peers.all_inner_texts()] == [
        name for _, name in rows
    ]
    page.locator("#beside .chosen select").select_option("210200")
    page.wait_for_selector("html[data-ready]", state="attached")
    for name in [name for _, name in rows]:
        page.locator("#beside .chosen button", has_text=name).click()
        page.wait_for_selector("html[data-ready]", state="attached")
    ((own, other),) = demo_warehouse.rows("""
        select
            max(dimension_score) filter (where unit_code = '230400'),
            max(dimension_score) filter (where unit_code = '210200')
        from marts.fct_dimension_scores
        inner join (select distinct study_code, dimension_code, dimension_name_zh
            from marts.dim_indicators) using (study_code, dimension_code)
        where study_code = 'northeast' and year = 2024 and dimension_name_zh = '市场实现'
    """)
    line = page.locator("#beside .peers tbody tr", has_text="市场实现").locator("td")
    gap = f"{own - other:.3f}".replace("-", "−")
    assert line.all_inner_texts()[1:4] == [f"{own:.3f}", f"{other:.3f}", gap]
    assert "peers=210200" in page.url
    assert not reader.complaints


GLANCE, UNIT = "#study_northeast a >> text=一览", "#study_northeast a >> text=单个地区"
FUXIN = "select[name=unit] = 210900"
# docs/atlas.md: a question, its clicks from the first page, where the answer stands, what it says
QUESTIONS = {
    "who leads": ([], "#study_northeast h2", "大连市领先；沈阳市、哈尔滨市争第二"),
    "who rose and why": ([GLANCE], "#why h2", "的上升主要来自"),
    "where Fuxin stands": ([UNIT, FUXIN], "#standing h2", "列第"),
    "what holds it back": ([UNIT, FUXIN], "#obstacles h2", "主要短板：文化旅游消费规模"),
    "beside Dalian": (
        [UNIT, FUXIN, "#beside .chosen select = 210200"],
        "#beside .chosen",
        "大连市",
    ),
    "technology weighs more": (
        [GLANCE, "#weights input[data-dimension=technology_empowerment] = 900"],
        "#weights .said",
        "与发布的名次相比",
    ),
    "whom Dalian is linked with": ([UNIT], "#neighbours .made", "联系"),
    "documents of an emerging term": (
        ["nav a >> text=东北文化", "nav.own a >> text=文本", "select[name=term] = 元宇宙"],
        "#term_documents tbody",
        "documents/",
    ),
    "file and row of a value": ([UNIT, FUXIN], "#values tbody", ".csv"),
    "doubtful values": (["nav a >> text=数据质量"], "#plausibility tbody", "小数点或计量单位"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reader_has_an_answer_in_three_clicks(reader, atlas, question):
    clicks, place, expected = QUESTIONS[question]
    assert len(clicks) <= 3
    page = reader.open(atlas / "index.html")
    for click in clicks:
        where, _, value = click.partition(" = ")
        target = page.locator(where).first
        if not value:
            target.click()
        elif where.startswith("#weights"):
            target.fill(value)
        else:
            options = target.locator("option").evaluate_all("all => all.map((one) => one.value)")
            target.select_option(next(one for one in options if one.strip('"') == value))
        page.wait_for_selector("html[data-ready]", state="attached")
    assert expected in page.locator(place).inner_text()


def test_a_mark_opens_the_place_it_stands_for(reader, atlas):
    page = reader.open(atlas / "northeast" / "index.html")
    place = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('#map .chart'));
        const data = chart.getModel().getSeriesByIndex(0).getData();
        const names = ['tile_column', 'tile_row'];
        const [x, y] = chart.convertToPixel('grid', names.map((name) => data.get(name, 3)));
        return { x, y };
    }""")
    page.locator("#map .chart").click(position=place)
    page.wait_for_selector("#standing h2")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.url.endswith("unit.html#unit=211100")
    assert "列第4位" in page.locator("#standing h2").inner_text()


def test_a_click_on_a_node_shows_its_links_alone(reader, atlas, demo_warehouse):
    page = reader.open(atlas / "northeast" / "networks.html")
    links = "[...drawnLinks(page.blocks.find(({ code }) => code === 'graph'))]"
    n_backbone = page.evaluate(f"{links}.length")
    place = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('#graph .chart'));
        const series = chart.getModel().getSeriesByIndex(0);
        const at = series.getData().indexOfName('大连市');
        const [x, y] = series.coordinateSystem.dataToPoint(series.getData().getItemLayout(at));
        return { x, y };
    }""")
    page.locator("#graph .chart").click(position=place)
    page.wait_for_selector("html[data-ready]", state="attached")
    assert "node=210200" in page.url
    drawn = page.evaluate(f"{links}.map((row) => [row.from_node, row.to_node])")
    ((n_links, n_all),) = demo_warehouse.rows("""
        select
            count(*) filter (where '210200' in (from_node, to_node)), count(*)
        from marts.fct_network_links
        where
            study_code = 'northeast' and network_code = 'city_cooperation' and year = 2024
            and is_linked
    """)
    assert len(drawn) == n_links
    assert all("210200" in ends for ends in drawn)
    assert n_links < n_backbone < n_all


def test_a_link_opens_a_place_and_keeps_the_language(reader, atlas):
    page = reader.open(atlas / "northeast" / "start.html")
    href = page.locator("#why .ways a").get_attribute("href")
    assert href.startswith("unit.html#unit=")
    page.goto(f"{(atlas / 'northeast').resolve().as_uri()}/{href}&language=en")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.locator("select[name=unit]").input_value() == f'"{href.split("=")[1]}"'
    assert page.evaluate("document.documentElement.dataset.language") == "en"


def test_one_switch_turns_words_and_names_into_the_other_language(reader, atlas):
    page = reader.open(atlas / "northeast" / "unit.html")
    assert page.locator("h1").inner_text().strip() == "单个地区"
    assert "大连市" in page.locator("select[name=unit]").inner_text()
    page.locator("#language").click()
    assert page.locator("h1").inner_text().strip() == "One unit"
    assert "Dalian" in page.locator("select[name=unit]").inner_text()
    # the choice is kept on the next page
    assert reader.open(atlas / "quality.html").locator("h1").inner_text().strip() == "Data quality"


def test_codes_are_said_in_words(reader, atlas):
    page = reader.open(atlas / "northeast" / "networks.html")
    assert "核心枢纽" in page.locator("#nodes .table").inner_text()
    page.locator("#language").click()
    shown = page.locator("#nodes .table").inner_text()
    assert "core hub" in shown
    assert "core_hub" not in shown


def test_downloads_hold_what_the_picture_shows(reader, atlas):
    page = reader.open(atlas / "northeast" / "index.html")
    with page.expect_download() as download:
        page.locator("#ranking button[data-action=csv]").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {"unit_code", "innovation_score", "score_p05"} <= set(rows[0])
    assert len(rows) > 200
    with page.expect_download() as download:
        page.locator("#ranking button[data-action=png]").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename == "index_ranking.png"


# names, titles and whatever else a page shows as a file gave it
SAID_BY_FILES = """
    select schema_name || '.' || table_name, column_name
    from duckdb_columns() inner join duckdb_tables() using (schema_name, table_name)
    where
        schema_name in ('marts', 'quality') and data_type = 'VARCHAR'
        and regexp_matches(column_name, '(_name|_name_zh|_text|^title|^term|^label|source_file)$')
"""


def test_what_files_say_stays_text(reader, own_warehouse, tmp_path):
    evil = "</script><script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>"
    file = own_warehouse.settings.serving_file
    with duckdb.connect(str(file)) as connection:
        columns = connection.execute(SAID_BY_FILES).fetchall()
        assert len(columns) >= 60
        for table, column in columns:
            connection.execute(f"update {table} set {column} = ? || {column}", [evil])
    make_atlas(file, tmp_path / "atlas", project_dir=own_warehouse.settings.project_dir)
    for path in sorted((tmp_path / "atlas").rglob("*.html")):
        page = reader.open(path)
        for chart in page.locator(".chart").all()[:3]:
            chart.hover()  # tooltips are made of names too
        assert page.evaluate("window.harmed") is None, path.name
    assert not reader.complaints


def test_without_echarts_the_pages_show_tables(reader, atlas, tmp_path):
    folder = shutil.copytree(atlas, tmp_path / "atlas")
    (folder / "assets").chmod(0o755)
    (folder / "assets" / "echarts.min.js").unlink()
    page = reader.open(folder / "northeast" / "index.html")
    assert page.locator("#ranking .chart").is_hidden()
    assert page.locator("#ranking .table tbody tr").count() >= 30


def test_the_first_findings_stand_beside_the_pages_for_who_opens_none(atlas):
    told = json.loads((atlas / "findings.json").read_text(encoding="utf-8"))
    assert set(told) == {"liaoning", "northeast", "screen"}
    questions = [said["question"]["en"] for said in told["northeast"]]
    assert questions == ["Who leads", "Who rises", "Why"]
    assert told["northeast"][0]["finding"]["zh"] == "大连市领先；沈阳市、哈尔滨市争第二"
