"""A long table of indicator values of any size, as one Parquet file."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

YEARS = range(2004, 2024)
N_INDICATORS = 50
UNITS_PER_GROUP = 1000  # 1,000,000 rows in each row group


def indicator_code(position: int) -> str:
    """Return a code; every seventh says that less is better."""
    return f"indicator_{position:02d}{'_negative' if position % 7 == 3 else ''}"


def write(path: Path, units: int, seed: int = 20240901) -> int:
    """Write ``units`` x 20 years x 50 indicators and return the number of rows.

    Values are skewed like money and people, every tenth indicator has 30 % zeros, one cell in fifty
    is missing and one in fifty imputed. The rows come in the order of a yearbook: unit, year,
    indicator. Codes are plain strings, as in the files that the warehouse publishes.
    """
    generator = np.random.default_rng(seed)
    codes = [indicator_code(position) for position in range(N_INDICATORS)]
    rows_per_unit = len(YEARS) * N_INDICATORS
    writer = None
    for first in range(0, units, UNITS_PER_GROUP):
        count = min(UNITS_PER_GROUP, units - first)
        shape = (count, len(YEARS), N_INDICATORS)
        values = generator.lognormal(mean=3, sigma=1, size=shape)
        values[:, :, ::10] *= generator.random((count, len(YEARS), 5)) >= 0.3
        flags = generator.random(shape)
        table = pa.table(
            {
                "study_code": _repeated(["bench"], np.zeros(values.size, dtype=np.int32)),
                "unit_code": _repeated(
                    [f"{110000 + first + unit}" for unit in range(count)],
                    np.repeat(np.arange(count, dtype=np.int32), rows_per_unit),
                ),
                "year": np.tile(np.repeat(np.array(YEARS, dtype=np.int32), N_INDICATORS), count),
                "indicator_code": _repeated(
                    codes, np.tile(np.arange(N_INDICATORS, dtype=np.int32), count * len(YEARS))
                ),
                "imputed_value": pa.array(values.ravel(), mask=flags.ravel() < 0.02),
                "is_imputed": flags.ravel() > 0.98,
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
    return units * rows_per_unit


def _repeated(texts: list[str], positions: np.ndarray) -> pa.Array:
    return pa.array(texts).take(pa.array(positions))


def main(path: str, units: str) -> None:
    write(Path(path), int(units))


if __name__ == "__main__":
    main(*sys.argv[1:])
