"""Small studies as frames, in the form in which SQL hands them to the forest."""

import numpy as np
import pandas as pd

from wenmai.paths.studies import judgements_by_study, paths_by_study

DIMENSIONS = (
    "policy_support",
    "resource_transformation",
    "technology_empowerment",
    "subject_collaboration",
    "market_realization",
)
PATHS = (
    "policy_driven",
    "resource_activated",
    "technology_empowered",
    "collaborative_linkage",
    "market_transformation",
)
STORED = {
    "models": ["study_code", "model_version"],
    "trees": ["study_code", "tree_number", "node_number"],
    "samples": ["study_code", "unit_code", "year"],
    "strengths": ["study_code", "path_code", "position"],
}
SETTINGS = {
    "label_strategy": "expert",
    "structured_weight": 0.5,
    "text_weight": 0.3,
    "network_weight": 0.2,
    "trees": 40,
    "max_depth": 8,
    "min_samples_leaf": 4,
    "training_share": 0.7,
    "seed": 1,
    "retrain": "always",
    "drift_threshold": 0.25,
    "grid_step": 0.5,
    "grid_trees": 10,
}


def study(
    *,
    units: int = 30,
    years: int = 4,
    seed: int = 0,
    blocks: tuple[str, ...] = ("structured",),
    noise: float = 0.6,
    code: str = "s",
    **settings: object,
) -> dict[str, pd.DataFrame]:
    """Return the inputs of paths_by_study() for a study whose labels follow its dimensions."""
    random = np.random.default_rng(seed)
    grid = pd.MultiIndex.from_product(
        [[f"21{n:02d}00" for n in range(1, units + 1)], range(2018, 2018 + years)],
        names=["unit_code", "year"],
    )
    labels = np.repeat(random.integers(0, 5, units), years)
    fused = random.uniform(0, noise, (len(grid), 5))
    fused[np.arange(len(grid)), labels] += 0.35
    places = grid.to_frame(index=False)
    samples = places.assign(
        study_code=code,
        province_code=np.where(places.index % 2 == 0, "210000", "220000"),
        innovation_score=fused.mean(axis=1),
        expert_path_code=np.array(PATHS)[labels],
    )
    features = pd.DataFrame(
        {
            "study_code": code,
            "recipe_code": "own",
            "unit_code": np.repeat(places["unit_code"], 5),
            "year": np.repeat(places["year"], 5),
            "dimension_code": np.tile(DIMENSIONS, len(places)),
            "fused_score": fused.ravel(),
        }
    ).reset_index(drop=True)
    for name in ("structured", "text", "network"):
        noise = random.normal(scale=0.02, size=len(features)) if name != "structured" else 0
        value = features["fused_score"] + noise
        features[f"{name}_score"] = value if name in blocks else np.nan
    scales = pd.DataFrame(
        {
            "study_code": code,
            "recipe_code": "own",
            "block_code": "structured",
            "feature_code": [f"f{q}" for q in range(5)],
            "dimension_code": DIMENSIONS,
            "lowest": 0.0,
            "highest": 1.0,
            "weight": 1.0,
        }
    )
    types = pd.DataFrame(
        {
            "study_code": code,
            "path_code": PATHS,
            "dimension_code": DIMENSIONS,
            "position": range(1, 6),
            "strength": np.nan,
        }
    )
    return {
        "settings": pd.DataFrame([{"study_code": code, **SETTINGS, **settings}]),
        "path_types": types,
        "samples": samples,
        "features": features,
        "scales": scales,
        "stored": {name: pd.DataFrame(columns=columns) for name, columns in STORED.items()},
    }


def everything(inputs: dict) -> dict[str, object]:
    """Return all that is said about the studies: what the forests say, and how good they are."""
    both = (paths_by_study(**inputs), judgements_by_study(**inputs))
    return {name: table[name] for table in both for name in table.column_names}


def table(result, name: str, row: int = 0) -> pd.DataFrame:
    """Return one table of one study of a result."""
    return pd.DataFrame(result[name][row].as_py())


def as_stored(result, inputs: dict) -> dict[str, pd.DataFrame]:
    """Return the tables of a result as the next refresh reads them back."""
    code = inputs["settings"]["study_code"].iloc[0]
    types = inputs["path_types"][["path_code", "dimension_code", "position"]]
    named = {"models": "models", "trees": "trees", "samples": "model_samples"}
    stored = {name: table(result, source) for name, source in named.items()}
    stored["strengths"] = table(result, "strengths").merge(types, on="path_code")
    return {name: rows.assign(study_code=code) for name, rows in stored.items()}
