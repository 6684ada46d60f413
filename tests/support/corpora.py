"""Small corpora as the tables that the text methods read."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

DOCUMENT_DTYPES = {
    "study_code": "str",
    "document_id": "str",
    "document_type": "str",
    "unit_code": "str",
    "year": "int32",
    "is_study_year": "bool",
    "n_characters": "int64",
    "content_hash": "str",
    "is_usable": "bool",
}
TEXT_DTYPES = {"content_hash": "str", "text": "str", "n_characters": "int64"}
TERM_DTYPES = {
    "study_code": "str",
    "document_id": "str",
    "term": "str",
    "term_count": "int64",
    "n_tokens_document": "int64",
}
SETTING_DTYPES = {
    "study_code": "str",
    "emerging_recent_years": "float64",
    "emerging_baseline_years": "float64",
}
UNITS = ("210100", "210200", "220100")


def corpus(
    documents: Sequence[Mapping[str, Any]], units: Sequence[str] = UNITS
) -> dict[str, pd.DataFrame]:
    """Return the tables of a corpus.

    A document is a mapping with ``terms`` (a text of terms with blanks between them, or a mapping
    of term to count) and optionally any column of int_text__documents.
    """
    rows, terms = [], []
    for number, document in enumerate(documents):
        known = {
            "study_code": "s",
            "document_id": f"d{number:04d}",
            "document_type": "news",
            "unit_code": units[0],
            "year": 2020,
            "is_study_year": True,
            "is_usable": True,
            "text": "",
            **{key: value for key, value in document.items() if key != "terms"},
        }
        known.setdefault("n_characters", len(known["text"]))
        known.setdefault("content_hash", known["document_id"])
        rows.append(known)
        said = document.get("terms", "")
        counts = said if isinstance(said, Mapping) else pd.Series(said.split()).value_counts()
        total = sum(int(count) for count in dict(counts).values())
        terms += [
            {
                "study_code": known["study_code"],
                "document_id": known["document_id"],
                "term": term,
                "term_count": int(count),
                "n_tokens_document": total,
            }
            for term, count in dict(counts).items()
        ]
    studies = sorted({row["study_code"] for row in rows}) or ["s"]
    study_units = [{"study_code": s, "unit_code": u} for s in studies for u in units]
    return {
        "int_text__documents": _typed(rows, DOCUMENT_DTYPES),
        "int_text__document_texts": _typed(rows, TEXT_DTYPES),
        "int_text__document_terms": _typed(terms, TERM_DTYPES),
        "study_units": pd.DataFrame(study_units),
        "text_settings": _typed([], SETTING_DTYPES),
    }


def _typed(rows: Sequence[Mapping[str, Any]], dtypes: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dict(dtypes))
