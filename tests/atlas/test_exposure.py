"""dbt's lineage ends in the atlas with exactly the tables that its pages ask."""

import re

import duckdb
import yaml

from wenmai.atlas.pages import study_pages
from wenmai.atlas.studies import studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.sentences import catalogue


def test_the_exposure_of_the_atlas_names_the_tables_that_its_pages_ask(project_dir):
    package = project_dir / "wenmai"
    rooms = [*package.glob("*/pages.py"), *package.glob("*/pages/*.py")]
    sources = {*rooms, *(package / "atlas").rglob("*.py")}
    asked = {
        table
        for file in sources
        for table in re.findall(r"\b(?:marts|quality)\.([a-z_]+)", file.read_text(encoding="utf-8"))
    }
    # written by the publication, not by a model
    asked -= {"published_tables", "published_studies"}
    content = yaml.safe_load((project_dir / "models/exposures.yml").read_text(encoding="utf-8"))
    (exposure,) = [entry for entry in content["exposures"] if entry["name"] == "atlas"]
    named = [name for line in exposure["depends_on"] for name in re.findall(r"'(\w+)'", line)]
    assert len(named) == len(set(named))
    assert set(named) == asked


def test_every_table_that_a_page_asks_says_how_it_was_made(project_dir):
    content = yaml.safe_load((project_dir / "models/exposures.yml").read_text(encoding="utf-8"))
    (exposure,) = [entry for entry in content["exposures"] if entry["name"] == "atlas"]
    asked = {name for line in exposure["depends_on"] for name in re.findall(r"'(\w+)'", line)}
    said = {code.removeprefix("made.") for code in catalogue() if code.startswith("made.")}
    assert asked - said == set(), "to be written into seeds/words/python/made.csv"
    assert said - asked == set(), "no page asks them any more"


def test_a_page_is_made_by_the_function_of_its_name(demo_warehouse):
    with duckdb.connect(str(demo_warehouse.settings.serving_file), read_only=True) as connection:
        warehouse = Warehouse(connection)
        made = [
            (make.__name__, page.name)
            for study in studies_of(warehouse)
            for make in study_pages()
            if (page := make(warehouse, study)) is not None
        ]
    assert {maker for maker, _ in made} == {make.__name__ for make in study_pages()} - {
        "series_page"  # the demo has no months or quarters
    }
    assert [maker for maker, name in made if maker != f"{name}_page"] == []
