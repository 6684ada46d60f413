"""Cut texts on the mill: part by part, each whole or not there, and none of them twice.

A part is named by what is in it: the hashes of its texts and the dictionary. So a part that was
finished is taken up by the next run, and one that was ground from other texts is never taken for
it.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from wenmai.errors import WenmaiError
from wenmai.mill.place import INCOMPLETE, RUN_AGAIN, Mill
from wenmai.sql_text import literal
from wenmai.text.batches import Segmented, SegmenterSpec, segment_portion

Batched = Callable[[list[Segmented], str], pa.RecordBatch]
_SPARK_SCHEMA = (
    "content_hash string, segmentation_hash string, n_tokens bigint, terms array<string>,"
    " counts array<bigint>"
)
# A part is what one job grinds: some minutes of a worker, so that little is lost with it.
CHARACTERS_PER_PART = 100_000_000
# What a worker cuts in a second or two. Spark does not know its cores before they have come.
_CHARACTERS_PER_SLICE = 1_000_000
_TEXTS_PER_BATCH = "64"


def grind(
    session: Any,
    texts: Any,
    spec: SegmenterSpec,
    mill: Mill,
    *,
    segmentation_hash: str,
    schema: pa.Schema,
    batched: Batched,
    characters_per_part: int = CHARACTERS_PER_PART,
) -> Iterator[pa.RecordBatch]:
    """Cut texts on the mill, and read what comes of it.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    texts : DuckDBPyRelation
        ``content_hash``, ``text``, ``n_characters``; one row per text.
    spec : SegmenterSpec
    mill : Mill
    segmentation_hash : str
        Of the spec.
    schema : pyarrow.Schema
        Of the result.
    batched : callable
        Makes a batch of the schema from cut texts and the segmentation's hash.
    characters_per_part : int

    Yields
    ------
    RecordBatch
        By part and content hash: the same rows as without a mill.

    Raises
    ------
    WenmaiError
        When the mill does not answer or breaks down, or a part is not what it should be.
    """
    folder = mill.path / "texts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = [
        (folder / _name(hashes, segmentation_hash), hashes)
        for hashes in _parts(texts, characters_per_part)
    ]
    names = {part.name for part, _ in parts}
    for path in folder.iterdir():
        if path.name not in names:
            shutil.rmtree(path)
    missing = [(part, hashes) for part, hashes in parts if why_not(session, part, hashes, schema)]
    if missing:
        with mill.session() as spark:
            cut = partial(_cut, spec, segmentation_hash, batched)
            spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _TEXTS_PER_BATCH)
            for part, hashes in missing:
                n_slices = 1 + _write_input(texts, part, hashes) // _CHARACTERS_PER_SLICE
                given = spark.read.parquet(f"{part}/in.parquet").repartition(n_slices)
                ground = given.mapInArrow(cut, _SPARK_SCHEMA)
                ground.write.mode("overwrite").parquet(f"{part}/out")
                (part / "in.parquet").unlink()
                said = {"texts": len(hashes), "segmentation_hash": segmentation_hash}
                (part / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    for part, hashes in parts:
        if reason := why_not(session, part, hashes, schema):
            raise WenmaiError(INCOMPLETE(part=part.name[:12], reason=reason), hint=RUN_AGAIN())
        files = literal(f"{part}/out/*.parquet")
        found = session.cursor().execute(
            f"select {', '.join(schema.names)} from read_parquet({files}) order by content_hash"
        )
        for batch in found.to_arrow_reader(10_000):
            yield batch.cast(schema)


def why_not(session: Any, part: Path, hashes: list[str], schema: pa.Schema) -> str:
    """Return why a part cannot be used, or nothing.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    part : Path
    hashes : list of str
        Of the texts that it must hold, each once.
    schema : pyarrow.Schema

    Returns
    -------
    str
        ``no _SUCCESS``, ``no manifest``, ``schema``, ``12 of 40 texts in 12 rows``; else empty.
    """
    if not (part / "out" / "_SUCCESS").is_file():
        return "no _SUCCESS"
    if not (part / "manifest.json").is_file():
        return "no manifest"
    files = f"read_parquet({literal(f'{part}/out/*.parquet')})"
    cursor = session.cursor()
    described = cursor.execute(f"describe select * from {files}").fetchall()
    if [name for name, *_ in described] != schema.names:
        return "schema"
    cursor.execute("create or replace temp table asked_of_mill (content_hash varchar)")
    cursor.execute("insert into asked_of_mill select unnest(?)", [hashes])
    ((rows, found),) = cursor.execute(
        f"select count(*), count(distinct content_hash) from {files}"
        " where content_hash in (select content_hash from asked_of_mill)"
    ).fetchall()
    ((every,),) = cursor.execute(f"select count(*) from {files}").fetchall()
    is_whole = rows == found == every == len(hashes)
    return "" if is_whole else f"{found} of {len(hashes)} texts in {every} rows"


def _parts(texts: Any, characters: int) -> Iterator[list[str]]:
    """Yield the hashes of texts in their order, as many as make so many characters."""
    held: list[str] = []
    size = 0
    rows = texts.select("content_hash, n_characters").order("content_hash").fetchall()
    for content_hash, n_characters in rows:
        held.append(content_hash)
        size += n_characters or 0
        if size >= characters:
            yield held
            held, size = [], 0
    if held:
        yield held


def _name(hashes: list[str], segmentation_hash: str) -> str:
    return hashlib.sha256("\n".join([segmentation_hash, *hashes]).encode()).hexdigest()


def _write_input(texts: Any, part: Path, hashes: list[str]) -> int:
    """Write the texts of a part for the workers, and return how many characters they have."""
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    first, last = literal(hashes[0]), literal(hashes[-1])
    chosen = texts.filter(f"content_hash between {first} and {last}")
    chosen.select("content_hash, text").write_parquet(f"{part}/in.parquet", compression="zstd")
    (n_characters,) = chosen.aggregate("coalesce(sum(n_characters), 0)").fetchone()
    return int(n_characters)


def _cut(
    spec: SegmenterSpec,
    segmentation_hash: str,
    batched: Batched,
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """Cut batches in a worker, by the same functions as everywhere."""
    for batch in batches:
        portion = list(
            zip(batch["content_hash"].to_pylist(), batch["text"].to_pylist(), strict=True)
        )
        yield batched(segment_portion(spec, portion), segmentation_hash)
