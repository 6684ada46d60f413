"""Knowledge graph: a million triples, their layers and judgements, and the memory that both take.

97,000 works with casts of 3 to 16, drawn from 242,000 people of whom few are in many works; each
work has a genre. Layers and judgements run in a process each, as in a refresh. Takes a quarter of
an hour of processor, so it is run on request only.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.measure import report, run
from wenmai.knowledge_graph.studies import judgements_by_study, layers_by_study

WORKS, QUICK_WORKS, MEMORY_TARGET_MB = 97_000, 400, 4_000


def main(quick: bool = False) -> None:
    n_works = QUICK_WORKS if quick else WORKS
    n_triples = len(roles_of(n_works)) + n_works
    for what in ("layers", "judgements"):
        cost = run("benchmarks.graph_million", str(n_works), what)
        is_met = "met" if cost.peak_mb < MEMORY_TARGET_MB else "missed"
        print(f"{what} of {n_triples:,} triples: {cost.cpu_seconds:.0f} s of processor")
        print(f"  target: under {MEMORY_TARGET_MB:,} MB: {cost.peak_mb:,.0f}: {is_met}")


def roles_of(n_works: int) -> pd.DataFrame:
    """Return who did what in which work."""
    rng = np.random.default_rng(3)
    appeal = np.cumsum(rng.pareto(1.5, n_works * 5 // 2) + 0.2)
    works = np.repeat(np.arange(n_works), rng.integers(3, 17, n_works))
    people = np.searchsorted(appeal / appeal[-1], rng.random(len(works)))
    years = 1990 + rng.integers(0, 35, n_works)
    directed = rng.random(len(works)) < 0.15
    roles = pd.DataFrame(
        {
            "study_code": "s",
            "entity_code": "p" + pd.Series(people).astype(str),
            "relation_code": np.where(directed, "directed", "acted"),
            "work_code": "w" + pd.Series(works).astype(str),
            "position": 1,
            "year": years[works],
        }
    )
    return roles.drop_duplicates(["entity_code", "relation_code", "work_code"])


def layers(roles: pd.DataFrame) -> None:
    works = roles[["study_code", "work_code", "year"]].drop_duplicates("work_code")
    layers_by_study(
        roles,
        works.assign(takings=1.0, rating=None, n_votes=None),
        pd.DataFrame(
            {
                "study_code": "s",
                "layer_code": ["co_cast", "director_actor"],
                "position": [1, 2],
                "one_end": ["acted", "directed"],
                "other_end": [None, "acted"],
            }
        ),
        SETTINGS,
    )


def judgements(roles: pd.DataFrame) -> None:
    names = {"entity_code": "head", "relation_code": "relation", "work_code": "tail"}
    credits = roles.rename(columns=names).assign(is_role=True)
    works = credits.drop_duplicates("tail")
    genre = "g" + (works["tail"].str[1:].astype(int) % 25).astype(str)
    of_genre = works.assign(head=works["tail"], relation="has_genre", tail=genre, is_role=False)
    triples = pd.concat([credits, of_genre], ignore_index=True)
    codes = pd.Series(pd.unique(pd.concat([triples["head"], triples["tail"]])))
    kinds = codes.str[0].map({"p": "person", "w": "work", "g": "genre"})
    people = {"entity_code": codes, "entity_kind": kinds, "entity_name": codes}
    sample = credits.sample(200, random_state=1)
    asked = sample.assign(tail=sample["tail"].to_numpy()[::-1], is_true=None)
    judgements_by_study(
        triples=triples,
        entities=pd.DataFrame(people).assign(study_code="s", born_year=None, died_year=None),
        relations=pd.DataFrame(
            {
                "study_code": "s",
                "relation_code": ["directed", "acted"],
                "from_kind": "person",
                "to_kind": "work",
                "functional_end": None,
                "inverse_of": None,
            }
        ),
        aliases=pd.DataFrame({"study_code": [], "entity_code": [], "alias": []}),
        statements=asked.assign(statement_kind="candidate"),
        settings=SETTINGS,
    )


SETTINGS = pd.DataFrame([{"study_code": "s", "first_year": 1990, "last_year": 2024}])

if __name__ == "__main__":
    given = roles_of(int(sys.argv[1]))
    work = {"layers": layers, "judgements": judgements}[sys.argv[2]]
    report(lambda: work(given))
