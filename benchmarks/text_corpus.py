"""Write a corpus of the demo's grammar as Parquet: ``python -m benchmarks.text_corpus FILE N``."""

import hashlib
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from demo.document_grammar import THEMES, compose, pick, softmax
from demo.document_vocabulary import TITLES
from demo.northeast_cities import CITIES

# One text of the grammar is short; four make the length of a usual policy, about 2,500 characters.
TEXTS_PER_DOCUMENT = 4
BATCH = 500
SCHEMA = pa.schema(
    [
        (name, pa.string())
        for name in ("study_code", "document_id", "document_type", "content_hash", "text")
    ]
)


def document(number: int, version: int) -> dict[str, str]:
    """Return the same document for the same number and version."""
    random = Random(f"{number}/{version}")
    document_type, city = pick(random, list(TITLES)), pick(random, CITIES)
    parts = []
    for _ in range(TEXTS_PER_DOCUMENT):
        mixture = softmax([3 * random.random() for _ in THEMES])
        title, paragraphs = compose(random, document_type, city.name, mixture)
        parts += [title, *paragraphs]
    text = "\n".join(parts)
    return {
        "study_code": "bench",
        "document_id": f"{number:06d}",
        "document_type": document_type,
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
    }


def write(path: Path, count: int, changed_every: int = 0) -> None:
    """Write documents 0 … count - 1; every so-manieth has a new version."""
    rows: Iterator[dict[str, str]] = (
        document(number, int(changed_every > 0 and number % changed_every == 0))
        for number in range(count)
    )
    with pq.ParquetWriter(path, SCHEMA) as writer:
        while batch := list(islice(rows, BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=SCHEMA))


if __name__ == "__main__":
    write(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:]))
