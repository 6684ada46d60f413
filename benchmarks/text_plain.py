"""What a person writes in an afternoon: jieba and scikit-learn in one process, Eq 6 by numpy.

The dictionary is the project's own, so that both cut the same words. jieba takes all of it by
``add_word`` (the frequency 0 makes it cut a word into characters), but for one rule: a character
that stands alone is no part of an unknown word. For that its Markov model is called in parts.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks import measure
from wenmai.text.rules import is_countable


def plain_tokenizer(frequencies: Mapping[str, int], alone: Iterable[str]) -> jieba.Tokenizer:
    """Return a jieba with a user dictionary; the Markov model of this process leaves some out.

    Parameters
    ----------
    frequencies : mapping
        Word → frequency; 0 for a word that is to be cut into characters.
    alone : iterable of str
        Characters that the Markov model may not make a part of a word.
    """
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word, frequency in frequencies.items():
        tokenizer.add_word(word, frequency)
    single = re.compile(f"([{''.join(alone)}])")
    cut_unknown = jieba.finalseg.cut

    def cut_between(run: str) -> Iterator[str]:
        for part in filter(None, single.split(run)):
            known = len(part) == 1 or tokenizer.FREQ.get(part)
            yield from part if known else cut_unknown(part)

    jieba.finalseg.cut = cut_between
    return tokenizer


def plain_terms(documents: pd.DataFrame, dictionary: Mapping[str, Any]) -> pd.DataFrame:
    """Return term counts and TF-IDF of documents, one row per document and term.

    Parameters
    ----------
    documents : DataFrame
        id, type, text.
    dictionary : mapping
        frequencies and alone as of `plain_tokenizer`; domain_terms, which always count;
        stop_words, which never do.

    Returns
    -------
    DataFrame
        document_id, term, term_count, tfidf = tf ln(N / (df + 1)) within the type.
    """
    tokenizer = plain_tokenizer(dictionary["frequencies"], dictionary["alone"])
    domain_terms, stop_words = set(dictionary["domain_terms"]), set(dictionary["stop_words"])

    def analyse(text: str) -> Sequence[str]:
        return [
            token
            for token in tokenizer.lcut(text)
            if token not in stop_words and (token in domain_terms or is_countable(token))
        ]

    parts = []
    for _, group in documents.groupby("type", sort=False):
        vectorizer = CountVectorizer(analyzer=analyse)
        counts = vectorizer.fit_transform(group["text"])
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.log(len(group) / (frequency + 1.0))
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        found = counts.tocoo()
        parts.append(
            pd.DataFrame(
                {
                    "document_id": group["id"].to_numpy()[found.row],
                    "term": vectorizer.get_feature_names_out()[found.col],
                    "term_count": found.data,
                    "tfidf": found.data / lengths[found.row] * idf[found.col],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def main(dictionary: Path, corpus: Path, result: Path) -> None:
    """Read the corpus, weigh its terms, write the result."""
    said = json.loads(dictionary.read_text(encoding="utf-8"))
    documents = pd.read_json(corpus, lines=True, dtype=False, convert_dates=False)
    plain_terms(documents, said).to_parquet(result)


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:4]]
    measure.report(lambda: main(*paths))
