"""What the Python models of the text domain call: tables in, tables out."""

from typing import TYPE_CHECKING, Any

from wenmai.text.batches import SegmenterSpec
from wenmai.text.near_duplicates import DuplicateSettings

if TYPE_CHECKING:
    import pandas as pd


def segmenter_spec(
    settings: "pd.DataFrame",
    terms: "pd.DataFrame",
    stop_words: "pd.DataFrame",
    general_words: "pd.DataFrame",
) -> SegmenterSpec:
    """Read the segmenter from the warehouse.

    Parameters
    ----------
    settings : DataFrame
        One row with a column segmenter.
    terms : DataFrame
        Columns term and frequency (null lets it be chosen).
    stop_words : DataFrame
        Column stop_word.
    general_words : DataFrame
        Column cuts.

    Returns
    -------
    SegmenterSpec
    """
    frequencies = terms["frequency"].astype("object").where(terms["frequency"].notna(), None)
    pairs = zip(terms["term"], frequencies, strict=True)
    return SegmenterSpec(
        {term: None if frequency is None else int(frequency) for term, frequency in pairs},
        tuple(stop_words["stop_word"]),
        settings["segmenter"].iloc[0],
        tuple(general_words["cuts"]),
    )


def most_workers(settings: "pd.DataFrame") -> int | None:
    """Read how many processes may segment; None where the setting is empty.

    Examples
    --------
    >>> import pandas as pd
    >>> most_workers(pd.DataFrame({"text_workers": [None]}))
    >>> most_workers(pd.DataFrame({"text_workers": [2]}))
    2
    """
    import pandas as pd  # noqa: PLC0415

    most = settings["text_workers"].iloc[0]
    return None if pd.isna(most) else int(most)


def segmentation_row(spec: SegmenterSpec) -> "pd.DataFrame":
    """Describe a segmenter in one row: hash, engine, sizes of its word lists."""
    import pandas as pd  # noqa: PLC0415

    segmenter = spec.make()
    row = {
        "segmentation_hash": segmenter.segmentation_hash,
        "segmenter": segmenter.engine,
        "n_domain_terms": len(segmenter.domain_terms),
        "n_general_words": len(segmenter.general_words),
        "n_stop_words": len(segmenter.stop_words),
    }
    return pd.DataFrame([row]).astype({"segmentation_hash": "str", "segmenter": "str"})


def duplicate_settings(settings: "pd.DataFrame") -> DuplicateSettings:
    """Read what counts as a near-duplicate from the settings of the warehouse."""
    row = settings.iloc[0]
    return DuplicateSettings(
        threshold=float(row["duplicate_threshold"]),
        shingle_length=int(row["duplicate_shingle_length"]),
        permutations=int(row["duplicate_permutations"]),
        seed=int(row["duplicate_seed"]),
    )


def near_duplicates(
    documents: "pd.DataFrame", signatures: Any, texts: Any, settings: "pd.DataFrame"
) -> "pd.DataFrame":
    """Mark the near-duplicates of every study; see :mod:`wenmai.text.near_duplicates`.

    Parameters
    ----------
    documents : DataFrame
        Columns study_code, scope_code, document_id and content_hash, in the order of preference.
    signatures : DuckDBPyRelation
        Columns content_hash and signature.
    texts : DuckDBPyRelation
        Columns content_hash and text; asked for single texts.
    settings : DataFrame
        One row.

    Returns
    -------
    DataFrame
        Columns study_code, document_id, duplicate_of and similarity.
    """
    import numpy as np  # noqa: PLC0415

    from wenmai.text.near_duplicates import duplicates_by_scope  # noqa: PLC0415

    table = signatures.select("content_hash", "signature").fetchnumpy()
    known = {
        key: np.asarray(values, dtype=np.uint32)
        for key, values in zip(table["content_hash"], table["signature"], strict=True)
    }

    def text_of(content_hash: str) -> str:
        found = texts.filter(f"content_hash = '{content_hash}'").select("text").fetchone()
        return str(found[0])

    return duplicates_by_scope(documents, known, text_of, duplicate_settings(settings))
