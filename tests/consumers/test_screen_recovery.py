"""The warehouse finds again what the demo study screen plants, and gives nobody away."""

import csv
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from wenmai.consumers.pages import demand

PROJECT_DIR = Path(__file__).resolve().parents[2]
TRUTH = PROJECT_DIR / "demo" / "truth"


@pytest.fixture(scope="module")
def facts() -> dict[str, str]:
    with (TRUTH / "screen_facts.csv").open(encoding="utf-8", newline="") as file:
        return {line["fact"]: line["value"] for line in csv.DictReader(file)}


@pytest.fixture(scope="module")
def ask(demo_warehouse):
    def rows(table: str, where: str = "true") -> pd.DataFrame:
        with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
            return connection.execute(
                f"select * from {table} where study_code = 'screen' and {where}"
            ).df()

    return rows


def test_every_planted_fault_stands_in_the_quarantine(ask):
    readme = (PROJECT_DIR / "demo/screen/README.md").read_text(encoding="utf-8")
    told = {
        (cells[1].strip(), int(cells[2])): cells[4].split("`")[1]
        for line in readme.splitlines()
        if line.startswith("| consumers/")
        for cells in [line.split("|")]
    }
    found = ask("quality.fct_quarantine", "mapping_code not like 'graph%'")
    said = {(row.source_file, row.row_number): row.reason_code for row in found.itertuples()}
    collapsed = {place for place, code in told.items() if code == "duplicate"}
    assert said == {place: code for place, code in told.items() if place not in collapsed}
    assert found["reason"].str.len().min() > 10 and found["reason_zh"].str.len().min() > 5
    files = ask("quality.fct_source_files", "source_file like 'consumers/%'")
    assert files["rows_collapsed"].sum() == len(collapsed) == 1


def test_the_planted_segments_are_found(demo_warehouse):
    from sklearn.metrics import adjusted_rand_score

    from wenmai.consumers.privacy import SYNTHETIC_KEY, Pseudonyms

    truth = pd.read_csv(TRUTH / "screen_segments.csv")
    names = Pseudonyms(SYNTHETIC_KEY)
    truth["person_code"] = truth["person"].map(names.of)
    with demo_warehouse.open(demo_warehouse.settings.build_file) as connection:
        own = connection.execute(
            "select person_code, segment_code from intermediate.int_consumers__segments"
            " where study_code = 'screen' and row_kind = 'person'"
        ).df()
    both = truth.merge(own, on="person_code")
    assert len(both) == len(truth) - 1  # one asked to be erased
    assert adjusted_rand_score(both["segment"], both["segment_code"]) >= 0.9


def test_the_planted_habits_of_purchase_are_found(ask, facts):
    value = ask("marts.fct_customer_value").iloc[0]
    planted = {name: float(facts[name]) for name in ("r", "alpha_weeks", "a", "b")}
    assert value["r"] == pytest.approx(planted["r"], rel=0.15)
    assert value["alpha_weeks"] == pytest.approx(planted["alpha_weeks"], rel=0.15)
    leaving = planted["a"] / (planted["a"] + planted["b"])
    assert value["a"] / (value["a"] + value["b"]) == pytest.approx(leaving, abs=0.03)


def test_elasticities_are_found_and_bulk_discounts_are_flagged(ask, facts):
    own = ask("marts.fct_price_elasticity", "method_code = 'unit_value'")
    own = own.set_index("category_code")
    bulk = own.loc[facts["bulk_category"]]
    assert bulk["status"] == "reverse causality suspected"
    used = own[own["is_used"]]
    planted = float(facts["elasticity"])
    assert len(used) >= 4
    assert ((used["lower"] < planted) & (planted < used["upper"])).mean() >= 0.8
    curves = ask("marts.fct_price_curve")
    assert facts["bulk_category"] not in set(curves["category_code"])
    assert curves.groupby("item_code")["is_best"].sum().max() == 1


def test_changes_of_a_share_and_what_comes_up_are_found(ask, facts):
    changes = ask("marts.fct_trend_changes", f"category_code = '{facts['shifting_category']}'")
    weeks = (pd.to_datetime(changes["changed_on"]) - pd.Timestamp("2023-01-02")).dt.days // 7
    for name in ("shift_1_week", "shift_2_week"):
        assert (weeks - int(facts[name])).abs().min() <= 2
    steady = ask("marts.fct_market_trends", f"category_code = '{facts['steady_category']}'")
    assert steady["change_count"].tolist() == [0]
    hot = ask("marts.fct_market_trends", "is_hot_spot")
    assert facts["hot_category"] in set(hot["category_code"])


def test_a_repair_brought_what_it_brought(ask, facts):
    (found,) = ask("marts.fct_response_loop").itertuples()
    assert found.item_code == facts["fixed_item"]
    assert found.lower < float(facts["fixed_stars"]) < found.upper and found.lower > 0


def test_the_uneven_algorithm_and_the_city_it_hides_are_seen(ask, facts):
    audit = ask("marts.fct_algorithm_audit", "metric_code = 'exposure_gini'")
    means = audit.groupby("algorithm_code")[["value_corrected", "value_by_chance"]].mean()
    planted = float(facts["gini_b"])
    assert means.loc["算法B", "value_corrected"] == pytest.approx(planted, abs=0.03)
    assert means.loc["算法A", "value_corrected"] < means.loc["算法A", "value_by_chance"]
    assert set(audit["status"]) == {"reported"}
    city = f"algorithm_code = '算法B' and creator_group = '{facts['undershown_city']}'"
    (parity,) = ask("marts.fct_exposure_parity", city).itertuples()
    assert parity.lower < float(facts["undershown_parity"]) < parity.upper
    assert set(ask("marts.fct_duplicate_items")["item_code"]) == {"W014", "W046"}


def test_reviews_lose_their_id_numbers_and_the_erased_person_is_nowhere(demo_warehouse, facts):
    from demo.screen_feedback import ID_NUMBERS
    from wenmai.consumers.privacy import SYNTHETIC_KEY, Pseudonyms

    with demo_warehouse.open(demo_warehouse.settings.build_file) as connection:
        masked = "select sum(masked_identifiers) from staging.stg_consumers__reviews"
        assert connection.execute(masked).fetchone() == (len(ID_NUMBERS),)
        erased = Pseudonyms(SYNTHETIC_KEY).of(facts["erased_person"])
        events = "select count(*) from raw.consumer_events where person_code = ?"
        assert connection.execute(events, [erased]).fetchone() == (0,)
        names = "select count(*) from raw.consumer_events where person_code like '会员%'"
        assert connection.execute(names).fetchone() == (0,)
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        told = "select lines_left_out from marts.fct_erasures"
        assert connection.execute(told).fetchone()[0] > 0
    # not in the bytes either: the landed files are what schema raw was filled from
    for path in (demo_warehouse.settings.build_file.parent / "consumers").rglob("*.parquet"):
        data = path.read_bytes()
        assert not any(number.encode() in data for number in ID_NUMBERS)


def test_a_study_of_three_periods_has_no_forecast_and_the_page_says_why(demo_warehouse):
    from wenmai.atlas.studies import studies_of
    from wenmai.atlas.warehouse import Warehouse

    notes = []
    for last_month in ("2023-03-01", "2024-12-01"):
        with duckdb.connect() as connection:
            connection.execute(f"attach '{demo_warehouse.settings.serving_file}' as s (read_only)")
            connection.execute("create schema marts; create schema quality")
            kept = {
                "fct_category_demand": f"period_start <= date '{last_month}'",
                "fct_demand_forecasts": f"date '{last_month}' > date '2024-01-01'",
            }
            for name in re.findall(r"marts[.]([a-z_]+)", Path(demand.__file__).read_text("utf-8")):
                where = kept.get(name, "true")
                connection.execute(
                    f"create or replace table marts.{name} as from s.marts.{name} where {where}"
                )
            for name in ("marts.dim_studies", "marts.dim_sources", "quality.published_studies"):
                connection.execute(f"create table {name} as from s.{name}")
            opened = Warehouse(connection)
            (study,) = [one for one in studies_of(opened) if one.code == "screen"]
            notes.append(demand.demand_page(opened, study).blocks[0].note["en"])
    assert notes[0].startswith("Too few periods") and notes[1].startswith("The band holds")


def test_no_published_number_has_too_few_people_and_totals_give_none_away(ask, demo_warehouse):
    import numpy as np

    from wenmai.consumers.disclosure import suppress

    (demand,) = ask("marts.fct_privacy", "mart = 'fct_category_demand'").itertuples()
    assert demand.k_required == 5 and demand.k_min >= 5
    assert demand.suppressed > 0 and 0 < demand.lost_event_share < 0.25
    with demo_warehouse.open(demo_warehouse.settings.build_file) as connection:
        lines = connection.execute(
            "select avg((person_code is null)::int) from raw.consumer_events"
        ).fetchone()
    assert lines == (pytest.approx(demand.anonymous_share),) and demand.anonymous_share > 0
    everywhere = ask("marts.fct_privacy")
    assert len(everywhere) == 12 and (everywhere["k_min"] >= everywhere["k_required"]).all()
    moves = everywhere.set_index("mart").loc["fct_competitor_moves"]
    assert moves["suppressed"] > 0  # an item that two people bought in a month has no own price
    rows = ask("marts.fct_category_demand")
    assert rows.loc[rows["is_suppressed"], ["persons", "events", "revenue_cny"]].isna().all().all()
    with demo_warehouse.open(demo_warehouse.settings.build_file) as connection:
        cells = connection.execute(
            "select * from intermediate.int_consumers__demand where study_code = 'screen'"
        ).df()
    # where they are added up again, the totals are the sums of their parts
    inner = cells[(cells["category_code"] != "all") & (cells["segment_code"] != "all")]
    total = cells[(cells["category_code"] == "all") & (cells["segment_code"] == "all")]
    assert inner["events"].sum() == total["events"].sum()
    assert np.isclose(inner["revenue_cny"].sum(), total["revenue_cny"].sum())
    assert suppress(np.zeros((2, 2)), 5).any.sum() == 0


def test_forecasts_of_categories_add_up_to_the_total(ask):
    rows = ask("marts.fct_demand_forecasts", "segment_code = 'all'")
    parts = rows[rows["category_code"] != "all"].groupby("period_start")["median"].sum()
    total = rows[rows["category_code"] == "all"].set_index("period_start")["median"]
    assert total.to_dict() == pytest.approx(parts.to_dict())
    backtest = ask("marts.fct_forecast_backtest", "is_chosen and horizon = 1")
    assert (backtest["mae_ratio"] <= 1 + 1e-9).all()
    hits = ask("marts.fct_next_category_evaluation", "k = 1").set_index("method_code")["hit_rate"]
    assert hits["own_history"] > hits["popularity"]
