"""Next category and sentiment: what beats the plain answer, and what says that it cannot."""

import numpy as np
import pandas as pd
import pytest

from wenmai.consumers.next_category import als, evaluate_next_category
from wenmai.consumers.sentiment import find_sentiment, labels_of_stars, lexicon_score
from wenmai.errors import WenmaiError


def test_hit_rates_and_intervals_by_hand():
    before = pd.DataFrame(
        [(1, "a", 5.0), (1, "b", 1.0), (2, "b", 2.0), (3, "b", 2.0), (4, "c", 1.0)],
        columns=["person", "category", "affinity"],
    )
    after = pd.DataFrame([(1, "a"), (2, "c"), (3, "b"), (9, "a")], columns=["person", "category"])
    found = evaluate_next_category(before, after, (1,)).set_index("method")
    assert found["persons"].unique().tolist() == [3]  # nothing is known of person 9
    assert found["hit_rate"][["popularity", "own_history"]].tolist() == pytest.approx(
        [1 / 3, 2 / 3]
    )
    # Wilson, 2 of 3
    assert found.loc["own_history", ["lower", "upper"]].tolist() == pytest.approx(
        [0.2077, 0.9385], abs=1e-4
    )
    with pytest.raises(WenmaiError, match="both before and after"):
        evaluate_next_category(before, after[after["person"] == 9])


def test_als_sees_what_people_alike_turn_to():
    rng = np.random.default_rng(1)
    group = np.repeat([0, 1], 60)
    taste = np.where(np.arange(6)[None, :] // 3 == group[:, None], 3.0, 0.0)
    known = taste * (rng.random(taste.shape) < 0.7)
    scores = als(known, n_factors=2)
    hidden = (taste > 0) & (known == 0)
    foreign = taste == 0
    assert scores[hidden].mean() > scores[foreign].mean() + 0.3


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("很好看，讲解热情", 1),
        ("不好看", -1),
        ("没有失望", 1),
        ("好看但是太贵", 0),
        ("已收到", 0),
    ],
)
def test_the_lexicon_turns_negated_words_round(text, score):
    assert lexicon_score(text) == score


def reviews(n, share=0.5):
    rng = np.random.default_rng(1)
    labels = (rng.random(n) < share).astype(float)
    words = {1.0: ["精美", "爱了", "回购", "细腻"], 0.0: ["掉漆", "歪了", "闷", "受潮"]}
    texts = ["".join(rng.choice(words[label], 2)) + "的文创" for label in labels]
    return texts, labels


def test_a_model_learns_words_that_no_lexicon_has():
    texts, labels = reviews(400)
    found = find_sentiment([*texts, "回购，细腻"], [*labels, np.nan])
    f1 = {row.method: row.macro_f1 for row in found.evaluations}
    assert (found.method, found.reason) == ("model", "") and found.scores[-1] > 0.5
    assert f1["model"] > 0.95 > f1["lexicon"] and f1["majority"] < 0.4


@pytest.mark.parametrize(
    ("n", "share", "reason"), [(200, 0.5, "few_labels"), (400, 0.99, "one_sided_labels")]
)
def test_too_few_labels_leave_it_to_the_lexicon_and_say_so(n, share, reason):
    found = find_sentiment(*reviews(n, share))
    assert (found.method, found.reason) == ("lexicon", reason)
    assert [row.method for row in found.evaluations if row.is_chosen] == ["lexicon"]


def test_middle_stars_are_no_label():
    assert np.isnan(labels_of_stars([3, np.nan], 1, 5)).all()
    assert labels_of_stars([0, 2.5, 7.5, 10], 0, 10).tolist() == [0, 0, 1, 1]


@pytest.mark.real
@pytest.mark.slow
def test_delivery_reviews_reach_what_was_seen_before(real_data_dir):
    rows = pd.read_csv(real_data_dir / "reviews/waimai_10k.csv")
    found = find_sentiment(rows["review"].tolist(), rows["label"])
    f1 = {row.method: row.macro_f1 for row in found.evaluations}
    assert f1["model"] >= 0.88 and f1["lexicon"] >= 0.75


@pytest.mark.real
def test_movielens_people_turn_to_what_they_know(real_data_dir):
    folder = real_data_dir / "films/movielens_small"
    ratings = pd.read_csv(folder / "ratings.csv")
    films = pd.read_csv(folder / "movies.csv")
    films["category"] = films["genres"].str.split("|").str[0]
    rows = ratings[ratings["userId"] != 672].merge(films, on="movieId")  # the source has 671
    rows = rows.rename(columns={"userId": "person"})
    cut = rows["timestamp"].quantile(0.8)
    early = rows[rows["timestamp"] <= cut].groupby(["person", "category"]).size()
    found = evaluate_next_category(
        early.rename("affinity").reset_index(),
        rows[rows["timestamp"] > cut].sort_values("timestamp"),
    )
    first = found[found["k"] == 1].set_index("method")["hit_rate"]
    assert first["own_history"] > first["popularity"]
