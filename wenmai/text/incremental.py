"""Segment only what is new: terms belong to a text and a dictionary, not to a document."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from wenmai.text.batches import Segmented, SegmenterSpec, Text, segment, workers_for
from wenmai.text.near_duplicates import DuplicateSettings, shingles, signature

# One row per text and dictionary. Lists, because a row per term would repeat both hashes.
SEGMENTED = pa.schema(
    [
        ("content_hash", pa.string()),
        ("segmentation_hash", pa.string()),
        ("n_tokens", pa.int64()),
        ("terms", pa.list_(pa.string())),
        ("counts", pa.list_(pa.int64())),
    ]
)
SIGNATURES = pa.schema(
    [
        ("content_hash", pa.string()),
        ("signature_code", pa.string()),
        ("signature", pa.list_(pa.int64())),
    ]
)
_TEXTS_AT_ONCE = 64


def texts_to_segment(texts: Any, used: Any, segmentation_hash: str, known: str | None) -> Any:
    """Return the texts whose terms are not known.

    Parameters
    ----------
    texts, used : DuckDBPyRelation
        Every text by its content_hash; content_hash of those that a usable document holds.
    segmentation_hash : str
        Names dictionary, stop words and engine: terms under another one are not known.
    known : str or None
        Table of the terms of earlier refreshes, columns of :data:`SEGMENTED`; None: there is none.

    Returns
    -------
    DuckDBPyRelation
    """
    wanted = f"content_hash in ({used.sql_query()})"
    if known is not None:
        found = f"select content_hash from {known} where segmentation_hash = '{segmentation_hash}'"
        wanted += f" and content_hash not in ({found})"
    return texts.filter(wanted)


def segmented_batch(portion: Iterable[Segmented], segmentation_hash: str) -> pa.RecordBatch:
    """Make a record batch of segmented texts."""
    rows = [
        {
            "content_hash": content_hash,
            "segmentation_hash": segmentation_hash,
            "n_tokens": counted.n_tokens,
            "terms": counted.terms,
            "counts": counted.counts,
        }
        for content_hash, counted in portion
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SEGMENTED)


def segment_new_texts(session: Any, new_texts: Any, spec: SegmenterSpec, most: int | None) -> Any:
    """Segment the texts of a query, in bounded memory, into a temporary table.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Of the model.
    new_texts : DuckDBPyRelation
        Columns content_hash, text and n_characters.
    spec : SegmenterSpec
        Dictionary, stop words and engine.
    most : int or None
        Most processes.

    Returns
    -------
    DuckDBPyRelation
        Columns of :data:`SEGMENTED`; one row per text.
    """
    characters = new_texts.aggregate("coalesce(sum(n_characters), 0)").fetchone()[0]
    if not characters:
        return _into_table(session, "segmented_texts_new", SEGMENTED, iter(()))
    segmentation_hash = spec.make().segmentation_hash
    workers = workers_for(int(characters), most)
    portions = segment(_stream(session, new_texts), spec, workers=workers)
    batches = (segmented_batch(portion, segmentation_hash) for portion in portions)
    return _into_table(session, "segmented_texts_new", SEGMENTED, batches)


def sign_new_texts(
    session: Any, new_texts: Any, settings: DuplicateSettings, signature_code: str
) -> Any:
    """Compute the MinHash signatures of the texts of a query into a temporary table.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Of the model.
    new_texts : DuckDBPyRelation
        Columns content_hash, text and n_characters.
    settings : DuplicateSettings
        How signatures are made.
    signature_code : str
        Names these settings in every row.

    Returns
    -------
    DuckDBPyRelation
        Columns of :data:`SIGNATURES`; one row per text.
    """
    rows = (
        {
            "content_hash": content_hash,
            "signature_code": signature_code,
            "signature": signature(shingles(text, settings.shingle_length), settings).tolist(),
        }
        for content_hash, text in _stream(session, new_texts)
    )
    return _into_table(session, "signatures_new", SIGNATURES, _bundled(rows))


def _bundled(rows: Iterator[dict[str, Any]], size: int = 1_000) -> Iterator[pa.RecordBatch]:
    held: list[dict[str, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield pa.RecordBatch.from_pylist(held, schema=SIGNATURES)
            held = []
    if held:
        yield pa.RecordBatch.from_pylist(held, schema=SIGNATURES)


def _stream(session: Any, texts: Any) -> Iterator[Text]:
    """Read texts through a connection of their own, while the session writes."""
    cursor = session.cursor()
    try:
        reader = cursor.execute(texts.sql_query()).to_arrow_reader(_TEXTS_AT_ONCE)
        for batch in reader:
            yield from zip(
                batch["content_hash"].to_pylist(), batch["text"].to_pylist(), strict=True
            )
    finally:
        cursor.close()


def _into_table(
    session: Any, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Any:
    """Write batches one by one, so that none but the last is in memory."""
    empty = schema.empty_table()
    session.register("_portion", empty)
    session.execute(f"create or replace temp table {name} as select * from _portion")
    session.unregister("_portion")
    for batch in batches:
        session.register("_portion", pa.Table.from_batches([batch]))
        session.execute(f"insert into {name} select * from _portion")
        session.unregister("_portion")
    return session.table(name)
