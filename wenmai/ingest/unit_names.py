"""Resolve every spelling of a unit that the files of the studies hold, each once."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from wenmai.ingest.raw_tables import UNIT_NAMES
from wenmai.ingest.write import insert_rows
from wenmai.reference.meanings import Meanings, national_issuers
from wenmai.sql_text import literal
from wenmai.studies.study import Study

# A blank in a code keeps what is no source mapping apart from mappings.
ISSUERS = "issuers of documents"
# What values and corrections name; the latter have no mapping and are of the study's level.
_INDICATORS = """
    select
        study_code, mapping_code, coalesce(unit_name, '') as unit_name,
        coalesce(unit_code_text, '') as unit_code_text, coalesce(within_name, '') as within_name,
        null as read_as
    from raw.indicator_records
    union all
    select study_code, '', coalesce(unit_name, ''), '', '', null
    from raw.corrections
"""


def write_unit_names(
    connection: duckdb.DuckDBPyConnection,
    studies: Sequence[Study],
    seeds_dir: Path,
    queries: Iterable[str],
    load_id: str,
) -> None:
    """Write what each distinct spelling of a unit means into raw.unit_names.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest, all other tables of schema raw filled.
    studies : sequence of Study
        Whose names are resolved; the rows of others stay.
    seeds_dir : Path
        The project's ``seeds`` folder.
    queries : iterable of str
        Of the domains: ``study_code``, ``mapping_code``, ``unit_name``, ``unit_code_text``,
        ``within_name`` and ``read_as``, another way to write the name, or null.
    load_id : str
        Written into every row.
    """
    if not studies:
        return
    together = " union all ".join(f"({query})" for query in (_INDICATORS, *queries))
    codes = ", ".join(literal(study.code) for study in studies)
    spellings = connection.execute(
        "select distinct study_code, mapping_code, unit_name, unit_code_text, within_name, read_as,"
        f" unit_level from ({together}) as spelling left join raw.source_mappings"
        f" using (study_code, mapping_code) where study_code in ({codes}) order by all"
    ).fetchall()
    if not spellings:
        return
    national = national_issuers(seeds_dir)
    meanings = {one.code: Meanings(one.register, one.unit_codes, national) for one in studies}
    levels = {study.code: study.config.units.unit_level for study in studies}

    def rows() -> Iterator[dict[str, Any]]:
        for study, mapping, name, code, within, read_as, stated in spellings:
            level, mine = stated or levels[study], meanings[study]
            if mapping == ISSUERS:
                found = mine.of_issuer(read_as or name)
            else:
                found = mine.of_unit(read_as or name, level=level, code=code, within=within)
            for meaning in found:
                yield {
                    "study_code": study,
                    "mapping_code": mapping,
                    "unit_name": name,
                    "unit_code_text": code,
                    "within_name": within,
                    **meaning._asdict(),
                    "counted_unit_code": mine.counted_unit(meaning.unit_code, level),
                }

    insert_rows(connection, UNIT_NAMES, rows(), load_id)
