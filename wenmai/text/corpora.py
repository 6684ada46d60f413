"""From the warehouse's tables to one corpus per study, and back to one table."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.text.segmentation_quality import QUALITY_SCHEMA, segmentation_quality

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOPICS_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("part", pa.string()),
        ("topic_number", pa.int32()),
        ("item_number", pa.int32()),
        ("amount", pa.float64()),
        ("diversity", pa.float64()),
        ("explained_share", pa.float64()),
        ("quality", pa.float64()),
    ]
)
NEW_WORDS_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("candidate", pa.string()),
        ("candidate_rank", pa.int32()),
        ("n_occurrences", pa.int64()),
        ("n_documents", pa.int64()),
        ("pmi", pa.float64()),
        ("left_entropy", pa.float64()),
        ("right_entropy", pa.float64()),
        ("current_cuts", pa.string()),
    ]
)
CUTS_SCHEMA = QUALITY_SCHEMA.append(pa.field("input_hash", pa.string()))
QUALITY_VERSION = 2  # raised when agreement() counts otherwise
# More than anyone reads; the most convincing come first.
MOST_CANDIDATES = 500


def topics_by_study(weights_of: Callable[[str], pd.DataFrame], settings: pd.DataFrame) -> pa.Table:
    """Find the topics of every study.

    Parameters
    ----------
    weights_of : callable
        Study to its weights: ``document_number`` and ``term_number`` from 0, ``weight``, sorted.
        Asked for one study at a time: of all tables here it is by far the largest.
    settings : DataFrame
        One row per study with documents: ``study_code``, ``n_documents``, ``topic_numbers`` (the
        numbers to try, joined by commas) and ``topic_learned_documents``.

    Returns
    -------
    pyarrow.Table
        TOPICS_SCHEMA. ``part`` is ``candidate`` (topic_number topics were tried, amount is their
        coherence; item_number is 1 for the number chosen, else 0), ``topic`` (amount is its
        coherence), ``term`` (amount is the weight of term item_number in the topic) or
        ``document`` (amount is the weight of the topic in document item_number). Topics count
        from 1, the largest first. A study too small for any number of topics has no rows.

    Examples
    --------
    >>> settings = pd.DataFrame({"study_code": ["s"], "n_documents": [1], "topic_numbers": ["4"],
    ...                          "topic_learned_documents": [10]})
    >>> nothing = pd.DataFrame([], columns=["document_number", "term_number", "weight"])
    >>> topics_by_study(lambda study: nothing, settings).num_rows
    0
    """
    tables = [TOPICS_SCHEMA.empty_table()]
    for setting in settings.sort_values("study_code").to_dict("records"):
        matrix = _document_term_matrix(
            weights_of(setting["study_code"]), int(setting["n_documents"])
        )
        if matrix is not None:
            tables += _topics(matrix, setting)
    return pa.concat_tables(tables)


def _document_term_matrix(weights: pd.DataFrame, n_documents: int) -> "csr_array | None":
    """Return a row per document and a column per term; None without a weight."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - most studies have no documents

    if weights.empty:
        return None
    places = (weights["document_number"].to_numpy(), weights["term_number"].to_numpy())
    shape = (n_documents, int(places[1].max()) + 1)
    return csr_array((weights["weight"].to_numpy(dtype=float), places), shape=shape)


def _topics(matrix: "csr_array", setting: dict[Any, Any]) -> Iterable[pa.Table]:
    from wenmai.text.topics import find_topics  # noqa: PLC0415

    numbers = [int(number) for number in setting["topic_numbers"].split(",")]
    found = find_topics(matrix, numbers, int(setting["topic_learned_documents"]))
    if found is None:
        return
    code, k = setting["study_code"], found.n_topics
    tried = pd.DataFrame([vars(candidate) for candidate in found.candidates])
    yield _part(
        code,
        "candidate",
        tried["n_topics"],
        tried["n_topics"] == k,
        tried["coherence"],
        diversity=tried["diversity"],
        explained_share=tried["explained_share"],
        quality=[candidate.quality for candidate in found.candidates],
    )
    topics = np.arange(1, k + 1)
    yield _part(code, "topic", topics, np.zeros(k), found.coherence)
    topic, term = np.nonzero(found.term_weights)
    yield _part(code, "term", topic + 1, term, found.term_weights[topic, term])
    n_documents = len(found.document_weights)
    yield _part(
        code,
        "document",
        np.tile(topics, n_documents),
        np.repeat(np.arange(n_documents), k),
        found.document_weights.ravel(),
    )


def _part(code: str, part: str, topic: Any, item: Any, amount: Any, **more: Any) -> pa.Table:
    columns = {"topic_number": topic, "item_number": item, "amount": amount, **more}
    frame = pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})
    frame = frame.assign(study_code=code, part=part).reindex(columns=TOPICS_SCHEMA.names)
    numbers = dict.fromkeys(("diversity", "explained_share", "quality"), float)
    return pa.Table.from_pandas(
        frame.astype({"item_number": "int32", **numbers}),
        schema=TOPICS_SCHEMA,
        preserve_index=False,
    )


def new_words_by_study(
    texts: pd.DataFrame,
    settings: pd.DataFrame,
    domain_terms: pd.DataFrame,
    stop_words: pd.DataFrame,
    general_words: pd.DataFrame,
) -> pa.Table:
    """Propose new words for every study: in no dictionary, be it jieba's, the domain's or ours.

    Parameters
    ----------
    texts : DataFrame
        ``study_code`` and ``text``.
    settings : DataFrame
        One row per study: ``study_code``, ``new_word_min_count``, ``new_word_min_documents``,
        ``new_word_min_pmi`` and ``new_word_min_entropy``.
    domain_terms : DataFrame
        ``term`` and ``frequency`` (may be missing).
    stop_words : DataFrame
        ``stop_word``; with those of one character no proposal begins or ends.
    general_words : DataFrame
        ``cuts``; a word that is listed is known, also where it is cut into parts.

    Returns
    -------
    pyarrow.Table
        NEW_WORDS_SCHEMA: at most MOST_CANDIDATES per study, rank 1 being the most convincing.

    Examples
    --------
    >>> nothing = pd.DataFrame({"study_code": [], "text": [], "term": [], "stop_word": []})
    >>> new_words_by_study(nothing, nothing, nothing, nothing, nothing).num_rows
    0
    """
    if texts.empty:
        return NEW_WORDS_SCHEMA.empty_table()
    # most studies have no documents, and jieba takes a second to read its dictionary
    from wenmai.text.general_words import read_general_words  # noqa: PLC0415
    from wenmai.text.jieba_tokenizer import FastCutter, load_tokenizer  # noqa: PLC0415
    from wenmai.text.new_words import NewWordLimits, new_word_candidates  # noqa: PLC0415

    general = read_general_words(general_words["cuts"])
    tokenizer = load_tokenizer(domain_dictionary(domain_terms), general)
    known = {word for word, frequency in tokenizer.FREQ.items() if frequency} | general.known
    cut = FastCutter(tokenizer).cut
    edges = [word for word in stop_words["stop_word"] if len(word) == 1]
    tables = [NEW_WORDS_SCHEMA.empty_table()]
    for setting in settings.sort_values("study_code").to_dict("records"):
        code = setting["study_code"]
        limits = NewWordLimits(
            int(setting["new_word_min_count"]),
            int(setting["new_word_min_documents"]),
            float(setting["new_word_min_pmi"]),
            float(setting["new_word_min_entropy"]),
        )
        mine = texts.loc[texts["study_code"] == code, "text"].tolist()
        found = new_word_candidates(mine, known, edges, limits, cut).head(MOST_CANDIDATES)
        found = found.assign(study_code=code, candidate_rank=range(1, len(found) + 1))
        tables.append(
            pa.Table.from_pandas(
                found[NEW_WORDS_SCHEMA.names], schema=NEW_WORDS_SCHEMA, preserve_index=False
            )
        )
    return pa.concat_tables(tables)


def segmentation_cuts(
    sentences: pd.DataFrame, terms: Mapping[str, int | None], general_words: Iterable[str]
) -> pa.Table:
    """Cut sentences cut by hand, and the terms, with one dictionary more each time.

    Parameters
    ----------
    sentences : DataFrame
        Of `judged_sentences`.
    terms : mapping of str to int or None
        The domain dictionary, term to frequency.
    general_words : iterable of str
        The general words with their cuts.

    Returns
    -------
    pyarrow.Table
        As `wenmai.text.segmentation_quality.segmentation_quality`, with the dictionaries
        ``jieba``, ``jieba_domain`` and ``jieba_domain_general`` (what documents are cut with),
        and a column ``input_hash`` (`cuts_hash`).
    """
    from wenmai.text.segmentation import Segmenter  # noqa: PLC0415 - jieba takes its time

    words = tuple(general_words)
    cutters = {
        "jieba": Segmenter().cut,
        "jieba_domain": Segmenter(terms).cut,
        "jieba_domain_general": Segmenter(terms, general_words=words).cut,
    }
    table = segmentation_quality(sentences, list(terms), cutters)
    code = pa.array([cuts_hash(sentences, terms, words)] * table.num_rows, pa.string())
    return table.append_column(CUTS_SCHEMA.field("input_hash"), code)


def judged_sentences(test: pd.DataFrame, development: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences cut by hand with their purpose.

    Examples
    --------
    >>> sentence = {"sentence_id": ["a"], "cuts": ["看/雪雕"], "text_type": ["news"]}
    >>> judged_sentences(pd.DataFrame(sentence), pd.DataFrame(sentence))["purpose"].tolist()
    ['test', 'development']
    """
    parts = {"test": test, "development": development}
    return pd.concat(
        [part.assign(purpose=purpose) for purpose, part in parts.items()], ignore_index=True
    )


def domain_dictionary(domain_terms: pd.DataFrame) -> dict[str, int | None]:
    """Return the terms with their frequency, None where it is to be chosen.

    Examples
    --------
    >>> domain_dictionary(pd.DataFrame({"term": ["雪雕", "冰灯"], "frequency": [30, None]}))
    {'雪雕': 30, '冰灯': None}
    """
    return {
        str(term): None if pd.isna(frequency) else int(frequency)
        for term, frequency in zip(domain_terms["term"], domain_terms["frequency"], strict=True)
    }


def cuts_hash(
    sentences: pd.DataFrame, terms: Mapping[str, int | None], general_words: Iterable[str] = ()
) -> str:
    """Return the sha256 of all that `segmentation_cuts` depends on.

    Examples
    --------
    >>> sentence = {"sentence_id": ["a"], "cuts": ["看/雪雕"], "text_type": ["news"]}
    >>> one = pd.DataFrame(sentence).assign(purpose="test")
    >>> cuts_hash(one, {}) == cuts_hash(one, {"雪雕": None})
    False
    """
    from wenmai.text.segmentation import Segmenter  # noqa: PLC0415

    columns = ["purpose", "sentence_id", "cuts", "text_type"]
    rows = sentences[columns].sort_values(columns[:2]).to_numpy()
    dictionary = Segmenter(terms, general_words=general_words).segmentation_hash
    said = [dictionary, QUALITY_VERSION, *map(list, rows)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
