"""What the warehouse reads out of the demo's documents is what the generator put in."""

import csv

import pandas as pd
import pytest

from wenmai.settings import Settings

TRUTH = Settings.from_env({}).project_dir / "demo" / "truth"
THEMES = {
    "policy_support": "policy",
    "technology_embedding": "technology",
    "brand_communication": "market",
    "culture_tourism_integration": "resource",
    "talent_support": "collaboration",
}


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    return pd.read_csv(TRUTH / "documents.csv", dtype={"unit_code": str})


@pytest.fixture(scope="module")
def terms() -> pd.DataFrame:
    return pd.read_csv(TRUTH / "emerging_terms.csv")


def table(warehouse, query: str) -> pd.DataFrame:
    with warehouse.open(warehouse.settings.serving_file) as connection:
        return connection.execute(query).df()


@pytest.fixture(scope="module")
def shares(demo_warehouse, truth) -> pd.DataFrame:
    """Return found and true theme shares, one row per document."""
    found = table(
        demo_warehouse,
        "select document_id, theme_code, theme_share from marts.fct_document_themes"
        " where study_code = 'northeast'",
    ).pivot(index="document_id", columns="theme_code", values="theme_share")
    return truth.merge(found, left_on="document_id", right_index=True)


def test_every_document_is_read_with_its_type_unit_and_date(demo_warehouse, truth):
    found = table(
        demo_warehouse,
        "select document_id, document_type, unit_code, published_on::varchar as published_on"
        " from marts.dim_documents where study_code = 'northeast' and is_usable",
    )
    columns = ["document_id", "document_type", "unit_code", "published_on"]
    expected = truth[columns].sort_values("document_id").to_numpy().tolist()
    assert found[columns].sort_values("document_id").to_numpy().tolist() == expected


@pytest.mark.parametrize("theme", THEMES)
def test_theme_mixtures_correlate_with_the_truth(shares, theme):
    assert len(shares) == 682
    assert shares[theme].corr(shares[f"{theme}_share"]) >= 0.9
    by_type = {
        kind: group[theme].corr(group[f"{theme}_share"])
        for kind, group in shares.groupby("document_type")
    }
    assert min(by_type.values()) >= 0.9, by_type


def test_the_theme_of_its_path_leads_in_most_years_of_a_city(demo_warehouse):
    paths = pd.read_csv(TRUTH / "northeast_latent.csv", dtype={"unit_code": str})
    found = table(
        demo_warehouse,
        "select unit_code, year, max_by(theme_code, theme_share) as theme_code"
        " from marts.fct_unit_year_themes where study_code = 'northeast' group by all",
    ).merge(paths, on=["unit_code", "year"])
    assert len(found) == 252
    assert (found["theme_code"].map(THEMES) == found["path_code"]).mean() > 0.7


def test_every_planted_term_emerges(demo_warehouse, terms):
    found = table(
        demo_warehouse,
        "select term from marts.fct_emerging_terms"
        " where study_code = 'northeast' and document_type = 'all' and is_emerging",
    )
    assert set(found["term"]) >= set(terms.loc[terms["is_in_dictionary"], "term"])


def test_no_more_others_emerge_than_the_stated_rate_of_false_discoveries(demo_warehouse, terms):
    found = table(
        demo_warehouse,
        "select document_type, term, false_discovery_rate from marts.fct_emerging_terms"
        " where study_code = 'northeast' and is_emerging",
    )
    planted = set(terms["term"])
    # A word that no dictionary knows is cut, and its parts come up with it.
    found["is_planted"] = [any(term in whole for whole in planted) for term in found["term"]]
    for document_type, group in found.groupby("document_type"):
        assert (~group["is_planted"]).mean() <= group["false_discovery_rate"].max(), document_type
    assert len(found) >= 8


def test_words_that_no_dictionary_knows_are_proposed(demo_warehouse, terms):
    found = table(
        demo_warehouse,
        "select candidate from marts.fct_new_word_candidates where study_code = 'northeast'",
    )
    assert set(found["candidate"]) >= set(terms.loc[~terms["is_in_dictionary"], "term"])


def test_the_number_of_documents_is_the_published_one(demo_warehouse):
    found = demo_warehouse.rows(
        "select item_code, own_value, status from quality.fct_published_comparison"
        " where statistic = 'n_documents' order by all"
    )
    assert found == [("industry_and_media", 468.0, "reproduced"), ("policy", 214.0, "reproduced")]


def planted(check: str) -> dict[tuple[str, int], str]:
    with (TRUTH / "faults.csv").open(encoding="utf-8", newline="") as file:
        return {
            (line["source_file"], int(line["row_number"])): line["expected"]
            for line in csv.DictReader(file)
            if line["check"] == check
        }


def test_copies_stubs_and_cut_texts_are_the_planted_ones(demo_warehouse):
    query = (
        "select source_file, row_number, {} from marts.dim_documents"
        " where study_code = 'northeast' and {}"
    )
    copies = demo_warehouse.rows(query.format("duplicate_of", "duplicate_of is not null"))
    assert {row[:2]: row[2] for row in copies} == planted("duplicate")
    for flag, check in (("is_stub", "stub"), ("is_truncated", "truncated")):
        found = demo_warehouse.rows(query.format("''", flag))
        assert {row[:2]: row[2] for row in found} == planted(check)
