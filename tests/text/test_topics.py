"""Topics: coherence by hand, planted topics, and corpora too small for any."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from wenmai.text.corpora import TOPICS_SCHEMA, topics_by_study
from wenmai.text.topics import find_topics, topic_coherence

TERMS_PER_TOPIC = 15


def planted(k=5, n_documents=150, seed=0, noise=0.05):
    """Documents of one main topic each; every topic has terms of its own and a few go anywhere."""
    rng = np.random.default_rng(seed)
    topic = rng.integers(0, k, n_documents)
    weights = np.zeros((n_documents, k * TERMS_PER_TOPIC))
    for row, own in enumerate(topic):
        used = rng.random(TERMS_PER_TOPIC) < 0.6
        weights[row, own * TERMS_PER_TOPIC + np.flatnonzero(used)] = rng.uniform(1, 2, used.sum())
        stray = rng.random(weights.shape[1]) < noise
        weights[row, stray] += rng.uniform(0.2, 0.6, stray.sum())
    return csr_array(weights), topic


def test_coherence_by_hand():
    """Of 4 documents 3 hold A, 2 hold B, 2 hold both: ln(0.5 / (0.75 · 0.5)) / -ln 0.5."""
    presence = csr_array([[1, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 1.0]])
    weights = np.array([[2.0, 1, 0], [0, 1, 1], [1, 0, 0]])
    expected = [np.log(0.5 / 0.375) / np.log(2), -1.0, 0.0]  # B and C never meet; one term alone
    assert topic_coherence(weights, presence).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(("seed", "noise"), [(0, 0.05), (1, 0.15), (2, 0.15)])
def test_the_number_of_planted_topics_is_chosen_and_their_documents_found(seed, noise):
    weights, topic = planted(seed=seed, noise=noise)
    topics = find_topics(weights, [2, 3, 4, 5, 6, 8])
    assert topics.n_topics == 5
    assert [candidate.n_topics for candidate in topics.candidates] == [2, 3, 4, 5, 6, 8]
    found = topics.document_weights.argmax(axis=1)
    pairs = pd.crosstab(topic, found)
    assert pairs.max(axis=1).sum() >= 0.97 * len(topic)
    tops = topics.term_weights.argsort(axis=1)[:, -10:] // TERMS_PER_TOPIC
    assert (tops == tops[:, :1]).all()  # each topic's top terms come from one planted topic


def test_topics_come_largest_first_and_their_terms_sum_to_one():
    topics = find_topics(planted(seed=3)[0], [4])
    totals = topics.document_weights.sum(axis=0)
    assert (np.diff(totals) <= 0).all()
    assert topics.term_weights.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    assert (topics.document_weights >= 0).all()


def test_the_same_corpus_gives_the_same_topics():
    weights, _ = planted(seed=1)
    one, other = find_topics(weights, [3, 5]), find_topics(weights.copy(), [3, 5])
    np.testing.assert_array_equal(one.term_weights, other.term_weights)
    np.testing.assert_array_equal(one.document_weights, other.document_weights)
    assert one.candidates == other.candidates


def test_more_topics_explain_more_as_sklearn_measures_it():
    weights = planted()[0]
    candidates = find_topics(weights, [2, 4, 8]).candidates
    shares = [candidate.explained_share for candidate in candidates]
    assert shares == sorted(shares)
    from sklearn.decomposition import NMF

    unit = weights.toarray() / np.linalg.norm(weights.toarray(), axis=1, keepdims=True)
    model = NMF(4, init="nndsvda", random_state=0, max_iter=100, tol=1e-4).fit(unit)
    expected = 1 - model.reconstruction_err_**2 / np.sum(unit**2)
    assert candidates[1].explained_share == pytest.approx(expected, abs=1e-6)


def test_a_large_corpus_learns_from_some_and_describes_all():
    weights, topic = planted(n_documents=300, seed=2)
    topics = find_topics(weights, [5], max_documents=100)
    pairs = pd.crosstab(topic, topics.document_weights.argmax(axis=1))
    assert pairs.max(axis=1).sum() >= 0.95 * len(topic)


def test_weights_of_documents_are_the_closest_that_are_not_negative():
    from scipy.optimize import nnls

    weights, _ = planted(n_documents=80)
    topics = find_topics(weights, [4], max_documents=40)
    dense = weights.toarray()
    for row in range(0, 80, 7):
        unit = dense[row] / np.linalg.norm(dense[row])
        expected, _ = nnls(topics.term_weights.T, unit)
        assert topics.document_weights[row] == pytest.approx(expected, abs=1e-5)


def test_a_document_without_weights_belongs_to_no_topic():
    weights = csr_array(np.vstack([planted()[0].toarray(), np.zeros((1, 75))]))
    assert find_topics(weights, [3]).document_weights[-1].sum() == 0


@pytest.mark.parametrize(
    "weights",
    [np.zeros((0, 3)), np.zeros((4, 3)), np.ones((1, 3)), np.array([[1.0], [2.0], [3.0]])],
    ids=["no document", "no weight", "one document", "one term"],
)
def test_a_corpus_smaller_than_every_number_of_topics_has_none(weights):
    assert find_topics(csr_array(weights), [2, 4]) is None


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_weights_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="finite and not negative"):
        find_topics(csr_array([[1.0, bad], [1.0, 1.0]]), [2])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(weights=arrays(float, (6, 5), elements=st.sampled_from([0.0, 0.0, 1.0, 2.0])))
def test_any_small_corpus_gives_finite_topics_or_none(weights):
    topics = find_topics(csr_array(weights), [2, 3, 4])
    if topics is not None:
        for values in (topics.term_weights, topics.document_weights, topics.coherence):
            assert np.isfinite(values).all()
        assert all(
            -1 <= c.coherence <= 1 and 0 <= c.explained_share <= 1 for c in topics.candidates
        )


def table(weights):
    documents, terms = weights.toarray().nonzero()
    return pd.DataFrame(
        {
            "document_number": documents,
            "term_number": terms,
            "weight": weights.toarray()[documents, terms],
        }
    )


def setting(*studies):
    return pd.DataFrame(
        [(code, n, "3,5", 3000) for code, n in studies],
        columns=["study_code", "n_documents", "topic_numbers", "topic_learned_documents"],
    )


def test_studies_are_factorised_apart_and_small_ones_have_no_rows():
    one, small = planted(n_documents=60)[0], csr_array([[1.0, 2.0]])
    weights = {"a": table(one), "b": table(small), "c": table(csr_array(np.zeros((1, 1))))}
    found = topics_by_study(weights.__getitem__, setting(("a", 61), ("b", 1), ("c", 1))).to_pandas()
    assert set(found["study_code"]) == {"a"}
    documents = found[found["part"] == "document"]
    k = found.loc[(found["part"] == "candidate") & (found["item_number"] == 1), "topic_number"]
    assert len(documents) == 61 * k.item()
    # the document without weights has rows, all zero
    assert documents.loc[documents["item_number"] == 60, "amount"].sum() == 0


def test_without_documents_the_table_is_empty_and_typed():
    found = topics_by_study(lambda study: table(csr_array(np.zeros((1, 1)))), setting())
    assert found.num_rows == 0 and found.schema == TOPICS_SCHEMA
