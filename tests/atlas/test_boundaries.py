"""A study's own boundaries on the maps of the atlas: squares around two cities, and background."""

import json
import shutil

import duckdb
import pytest

from wenmai.atlas import make_atlas

# 沈阳, 大连, a unit that the study does not cover, and background without a name
SQUARES = [
    ("210100", True, (122.9, 41.2)),
    ("210200", True, (121.1, 38.4)),
    ("370600", False, (121.0, 36.9)),
    (None, False, (126.0, 38.0)),
]
COLOR_AT = """([block, place]) => {
    const chart = echarts.getInstanceByDom(document.querySelector(`#${block} .chart`));
    const [x, y] = chart.convertToPixel('geo', place);
    const canvas = chart.renderToCanvas({ pixelRatio: 1 });
    return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3);
}"""
LAND = [0xEF, 0xEC, 0xE3]


def square(west: float, south: float) -> str:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[west + east, south + north] for east, north in corners]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def middle(west: float, south: float) -> list[float]:
    return [west + 0.2, south + 0.3]  # beside the point and its name


@pytest.fixture(scope="module")
def atlas_with_boundaries(demo_warehouse, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boundaries")
    file = shutil.copyfile(demo_warehouse.settings.serving_file, folder / "wenmai.duckdb")
    file.chmod(0o644)
    with duckdb.connect(str(file)) as connection:
        for number, (code, is_of_study, corner) in enumerate(SQUARES, start=1):
            connection.execute(
                """
                insert into marts.dim_boundaries (
                    study_code, feature_number, unit_code, is_of_study, geometry, attribution
                ) values ('northeast', ?, ?, ?, ?, 'Squares <b>by hand</b>')
                """,
                [number, code, is_of_study, square(*corner)],
            )
    make_atlas(file, folder / "atlas", project_dir=demo_warehouse.settings.project_dir)
    return folder / "atlas"


def test_areas_are_coloured_by_the_values_of_the_mart(
    reader, atlas_with_boundaries, demo_warehouse
):
    page = reader.open(atlas_with_boundaries / "northeast" / "index.html")
    expected = dict(
        demo_warehouse.rows("""
            select unit_code, innovation_score from marts.fct_innovation_index
            where study_code = 'northeast' and year = 2024 and unit_code in ('210100', '210200')
        """)
    )
    drawn = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('#map .chart'));
        const series = chart.getModel().getSeriesByIndex(0);
        const data = series.getData();
        const at = (code) => data.get(data.mapDimension('value'), data.indexOfName(code));
        return [series.subType, Object.fromEntries(['210100', '210200'].map((c) => [c, at(c)]))];
    }""")
    assert drawn[0] == "map"
    assert drawn[1] == {code: pytest.approx(score, rel=1e-5) for code, score in expected.items()}
    colors = [page.evaluate(COLOR_AT, ["map", middle(*corner)]) for _, _, corner in SQUARES]
    assert colors[0] != colors[1]
    assert LAND not in colors[:2]
    assert colors[2:] == [LAND, LAND]
    assert not reader.complaints
    assert not reader.outside_requests()


def test_what_the_ingest_wrote_becomes_the_mart(compiled_models):
    connection = compiled_models.run(
        {
            "study_boundaries": """
                select
                    'east' as study_code, 1 as feature_number, '210100' as unit_code,
                    true as is_of_study, '{"type":"Polygon"}' as geometry, 'Office' as attribution,
                    'areas.geojson' as source_file, 'load' as _load_id
            """
        },
        ["dim_boundaries"],
    )
    rows = connection.execute("select * from marts.dim_boundaries").fetchall()
    assert rows == [("east", 1, "210100", True, '{"type":"Polygon"}', "Office", "areas.geojson")]


def test_another_year_colours_the_areas_anew(reader, atlas_with_boundaries):
    page = reader.open(atlas_with_boundaries / "northeast" / "index.html")
    before = page.evaluate(COLOR_AT, ["map", middle(*SQUARES[0][2])])
    page.locator("#map select").select_option(index=6)
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate(COLOR_AT, ["map", middle(*SQUARES[0][2])]) != before


def test_pointing_at_an_area_names_its_unit_and_the_note_says_whose_it_is(
    reader, atlas_with_boundaries
):
    page = reader.open(atlas_with_boundaries / "northeast" / "index.html")
    place = page.evaluate(
        """(place) => {
            const dom = document.querySelector('#map .chart');
            const [x, y] = echarts.getInstanceByDom(dom).convertToPixel('geo', place);
            return { x, y };
        }""",
        middle(*SQUARES[1][2]),
    )
    page.locator("#map .chart").hover(position=place)
    tip = page.locator("#map .chart > div").last
    assert "大连市" in tip.inner_text()
    assert "Squares <b>by hand</b>" in page.locator("#map .note").inner_text()


def test_links_lie_on_the_boundaries(reader, atlas_with_boundaries):
    page = reader.open(atlas_with_boundaries / "northeast" / "networks.html")
    shown = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('#map .chart'));
        const series = chart.getModel().getSeries();
        return series.map((one) =>
            [one.subType, one.get('coordinateSystem'), one.getData().count() > 0]);
    }""")
    assert shown == [["custom", "geo", True], ["scatter", "geo", True], ["scatter", "geo", True]]
    assert page.evaluate(COLOR_AT, ["map", middle(*SQUARES[3][2])]) == LAND
    assert not reader.complaints
