"""The inputs of the SQL models of paths for one small study."""

import numpy as np
import pandas as pd

from support.path_studies import DIMENSIONS, PATHS, SETTINGS

INDICATORS = [f"{dimension}_{n}" for dimension in DIMENSIONS for n in (1, 2)]
NEGATIVE = "market_realization_2"  # less is better
THEMES = {
    "policy_support": "policy_support",
    "technology_embedding": "technology_empowerment",
    "brand_communication": "market_realization",
    "culture_tourism_integration": "resource_transformation",
    "talent_support": "subject_collaboration",
}
MEASURES = (
    *("degree", "relative_betweenness", "clustering", "pagerank", "in_degree", "out_degree"),
    *("closeness_in", "closeness_out", "eigenvector"),
)
STORED = {
    "previous_path_models": ["study_code", "model_version", "trained_release_id"],
    "previous_path_trees": [
        *("study_code", "tree_number", "node_number", "dimension_code", "threshold", "left_node"),
        *("right_node", "path_code", "n_samples", "impurity"),
    ],
    "previous_path_samples": [
        *("study_code", "unit_code", "year", "sample_role", "label_path_code", "dimension_code"),
        "fused_score",
    ],
    "previous_path_scales": [
        *("study_code", "block_code", "feature_code", "dimension_code", "lowest", "highest"),
        "weight",
    ],
    "previous_path_strengths": [
        "study_code",
        "path_code",
        "dimension_code",
        "position",
        "strength",
    ],
}
NUMBERS = {
    *("threshold", "n_samples", "impurity", "fused_score", "lowest", "highest", "weight"),
    "strength",
}
WHOLE = {"tree_number", "node_number", "left_node", "right_node", "year", "position"}


def inputs(
    units: int = 24, years: int = 4, seed: int = 0, texts: bool = True, **settings: object
) -> dict[str, pd.DataFrame]:
    """Return what the models of paths read: indicators, themes, one network, expert labels."""
    random = np.random.default_rng(seed)
    codes = [f"21{n:02d}00" for n in range(1, 15)] + [f"22{n:02d}00" for n in range(1, 9)]
    codes = [*codes, "222400", "230100"][:units]
    span = list(range(2018, 2018 + years))
    paths = np.repeat(random.integers(0, 5, units), years)
    places = pd.MultiIndex.from_product([codes, span], names=["unit_code", "year"])
    places = places.to_frame(index=False).assign(study_code="s")
    strength = random.uniform(0.2, 0.8, (len(places), 5))
    strength[np.arange(len(places)), paths] += 0.4
    cells = places.loc[places.index.repeat(len(INDICATORS))].reset_index(drop=True)
    cells["indicator_code"] = np.tile(INDICATORS, len(places))
    value = np.repeat(strength, 2, axis=1) + random.normal(scale=0.05, size=(len(places), 10))
    value[:, INDICATORS.index(NEGATIVE)] *= -1
    cells["clean_value"] = (100 * value).ravel()
    cells.loc[random.random(len(cells)) < 0.02, "clean_value"] = np.nan
    themes = places.loc[places.index.repeat(5)].reset_index(drop=True)
    themes["theme_code"] = np.tile(list(THEMES), len(places))
    order = [DIMENSIONS.index(dimension) for dimension in THEMES.values()]
    themes["theme_score"] = (strength[:, order] / strength.sum(axis=1, keepdims=True)).ravel()
    nodes = places.assign(network_code="links", degree=random.integers(0, 9, len(places)))
    for measure in MEASURES[1:]:
        nodes[measure] = random.random(len(places))
    studies = {"first_year": span[0], "last_year": span[-1], "min_observed_share": 0.6}
    return {
        "stg_config__studies": pd.DataFrame(
            [{"study_code": "s", "is_synthetic": True, "unit_level": "prefecture", **studies}]
        ),
        "study_units": pd.DataFrame({"study_code": "s", "unit_code": codes}),
        "stg_config__study_years": pd.DataFrame({"study_code": "s", "year": span}),
        "stg_config__study_indicators": pd.DataFrame(
            {
                "study_code": "s",
                "indicator_code": INDICATORS,
                "indicator_name_zh": INDICATORS,
                "indicator_name_en": INDICATORS,
                "dimension_code": [code.rsplit("_", 1)[0] for code in INDICATORS],
                "direction": ["negative" if c == NEGATIVE else "positive" for c in INDICATORS],
                "is_in_index": True,
            }
        ),
        "int_indicators__clean_values": cells,
        "int_indicators__scores": places.assign(innovation_score=strength.mean(axis=1) / 1.2),
        "int_indicators__dimension_scores": empty(
            study_code="str", unit_code="str", year="int", dimension_code="str",
            dimension_score="float",
        ),
        "int_text__unit_year_themes": themes if texts else themes.iloc[:0],
        "int_networks__node_measures": nodes,
        "stg_networks__networks": pd.DataFrame(
            [
                {
                    "study_code": "s", "network_code": "links", "network_name_zh": "网络",
                    "network_name_en": "Links",
                }
            ]
        ),
        "int_paths__record_outcomes": places.assign(
            outcome="loaded", path_code=np.array(PATHS)[paths]
        ),
        "stg_paths__settings": pd.DataFrame(
            [
                {
                    "study_code": "s", **SETTINGS, "has_networks_named": False,
                    "_load_id": "r1", **settings,
                }
            ]
        ),
        "study_path_features": empty(study_code="str", feature_code="str", dimension_code="str"),
        "study_path_networks": empty(study_code="str", network_code="str"),
        "study_path_strengths": empty(study_code="str", path_code="str", strength="float"),
        **{name: _empty_stored(columns) for name, columns in STORED.items()},
    }  # fmt: skip


def empty(**columns: str) -> pd.DataFrame:
    """Return a typed frame without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def _empty_stored(columns: list[str]) -> pd.DataFrame:
    kinds = {c: "float" if c in NUMBERS else "int" if c in WHOLE else "str" for c in columns}
    return empty(**kinds)


def store(con, given: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return inputs with the model that a run published, as the next refresh reads it back."""
    marts = {
        "previous_path_models": "fct_path_models",
        "previous_path_trees": "fct_path_trees",
        "previous_path_samples": "fct_path_model_samples",
        "previous_path_scales": "fct_path_model_scales",
        "previous_path_strengths": "fct_path_strengths",
    }
    stored = {
        name: con.sql(f"select {', '.join(STORED[name])} from marts.{mart}").arrow().read_all()
        for name, mart in marts.items()
    }
    return given | stored
