"""Segment only what is new: terms belong to a text and a dictionary, not to a document."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wenmai.text.batches import (
    PAYS_FROM_CHARACTERS,
    Segmented,
    SegmenterSpec,
    Text,
    segment,
    workers_for,
)
from wenmai.text.mill_parts import grind
from wenmai.text.near_duplicates import DuplicateSettings, shingles, signature

if TYPE_CHECKING:
    from wenmai.mill import Mill

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


def segment_new_texts(
    session: Any,
    texts: Any,
    spec: SegmenterSpec,
    most: int | None,
    *,
    segmentation_hash: str,
    known: Any = None,
    mill: "Mill | None" = None,
) -> Any:
    """Return the terms of all texts, segmenting those that are not known, in bounded memory.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Of the model.
    texts : DuckDBPyRelation
        Columns content_hash, text and n_characters; one row per text.
    spec : SegmenterSpec
        Dictionary, stop words and engine.
    most : int or None
        Most processes.
    segmentation_hash : str
        Of the spec: terms under another one are not known.
    known : DuckDBPyRelation, optional
        What this function returned for an earlier state.
    mill : Mill, optional
        Cuts, instead of this machine, where that pays.

    Returns
    -------
    DuckDBPyRelation
        Columns of :data:`SEGMENTED`; one row per text, equal to a full rebuild.
    """
    kept, new = _kept_and_new(texts, known, f"segmentation_hash = '{segmentation_hash}'")
    characters = new.aggregate("coalesce(sum(n_characters), 0)").fetchone()[0]
    if not new.limit(1).fetchone():
        batches: Iterator[pa.RecordBatch] = iter(())
    elif mill is not None and characters >= (mill.least or PAYS_FROM_CHARACTERS):
        batches = grind(
            *(session, new, spec, mill),
            segmentation_hash=segmentation_hash,
            schema=SEGMENTED,
            batched=segmented_batch,
        )
    else:
        workers = workers_for(int(characters), most)
        portions = segment(_stream(session, new), spec, workers=workers)
        batches = (segmented_batch(portion, segmentation_hash) for portion in portions)
    added = _into_table(session, "segmented_texts_new", SEGMENTED, batches)
    return added if kept is None else kept.union(added)


def sign_new_texts(
    session: Any,
    texts: Any,
    settings: DuplicateSettings,
    *,
    signature_code: str,
    known: Any = None,
) -> Any:
    """Return the MinHash signatures of all texts, computing those that are not known.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Of the model.
    texts : DuckDBPyRelation
        Columns content_hash, text and n_characters; one row per text.
    settings : DuplicateSettings
        How signatures are made.
    signature_code : str
        Names these settings in every row: signatures under another one are not known.
    known : DuckDBPyRelation, optional
        What this function returned for an earlier state.

    Returns
    -------
    DuckDBPyRelation
        Columns of :data:`SIGNATURES`; one row per text.
    """
    kept, new = _kept_and_new(texts, known, f"signature_code = '{signature_code}'")
    rows = (
        {
            "content_hash": content_hash,
            "signature_code": signature_code,
            "signature": signature(shingles(text, settings.shingle_length), settings).tolist(),
        }
        for content_hash, text in _stream(session, new)
    )
    added = _into_table(session, "signatures_new", SIGNATURES, _bundled(rows))
    return added if kept is None else kept.union(added)


def _kept_and_new(texts: Any, known: Any, is_valid: str) -> tuple[Any, Any]:
    """Split into rows that stay (None: there are none) and texts that need new ones."""
    if known is None:
        return None, texts
    valid = known.filter(is_valid)
    hashes = texts.select("content_hash").sql_query()
    kept = valid.filter(f"content_hash in ({hashes})")
    known_hashes = valid.select("content_hash").sql_query()
    return kept, texts.filter(f"content_hash not in ({known_hashes})")


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
