"""What a person writes in an afternoon: jieba and scikit-learn in one process, Eq 6 by numpy."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import measure


def plain_terms(
    documents: pd.DataFrame, frequencies: Mapping[str, int], stop_words: Iterable[str]
) -> pd.DataFrame:
    """Return term counts and TF-IDF of documents, one row per document and term.

    Parameters
    ----------
    documents : DataFrame
        document_id, document_type, text.
    frequencies : mapping
        User dictionary: term → frequency.
    stop_words : iterable of str
        Words that do not count.

    Returns
    -------
    DataFrame
        document_id, term, term_count, tfidf = tf ln(N / (df + 1)) within the type.
    """
    import jieba
    from sklearn.feature_extraction.text import CountVectorizer

    from wenmai.text.rules import is_countable

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for term, frequency in frequencies.items():
        tokenizer.add_word(term, frequency)
    stopped = set(stop_words)

    def analyse(text: str) -> Sequence[str]:
        return [
            token
            for token in tokenizer.lcut(text)
            if token not in stopped and (token in frequencies or is_countable(token))
        ]

    parts = []
    for _, group in documents.groupby("document_type", sort=False):
        vectorizer = CountVectorizer(analyzer=analyse)
        counts = vectorizer.fit_transform(group["text"])
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.log(len(group) / (frequency + 1.0))
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        found = counts.tocoo()
        parts.append(
            pd.DataFrame(
                {
                    "document_id": group["document_id"].to_numpy()[found.row],
                    "term": vectorizer.get_feature_names_out()[found.col],
                    "term_count": found.data,
                    "tfidf": found.data / lengths[found.row] * idf[found.col],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def main(plan: Path, corpus: Path, result: Path) -> None:
    """Read the corpus, weigh its terms, write the result."""
    said = json.loads(plan.read_text(encoding="utf-8"))
    documents = pd.read_parquet(corpus, columns=["document_id", "document_type", "text"])
    plain_terms(documents, said["frequencies"], said["stop_words"]).to_parquet(result)


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:4]]
    measure.report(lambda: main(*paths))
