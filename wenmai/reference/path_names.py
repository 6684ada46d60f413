"""What studies may name under ``paths``: path types, driving dimensions, features."""

from dataclasses import dataclass
from pathlib import Path

from wenmai.reference.tables import read_seed


@dataclass(frozen=True)
class PathNames:
    """Codes of the seeds that development paths are described with.

    Parameters
    ----------
    paths, dimensions : tuple of str
        Path types and the dimension of each, in their order.
    themes : tuple of str
        Themes of documents.
    measures : tuple of str
        Measures of network nodes.
    """

    paths: tuple[str, ...]
    dimensions: tuple[str, ...]
    themes: tuple[str, ...]
    measures: tuple[str, ...]

    @classmethod
    def load(cls, seeds_dir: Path) -> "PathNames":
        """Read the seeds.

        Parameters
        ----------
        seeds_dir : Path
            The project's ``seeds`` folder.

        Returns
        -------
        PathNames

        Raises
        ------
        WenmaiError
            When a seed is missing or lacks a column.
        """
        types = list(
            read_seed(seeds_dir, "path_types", ("path_code", "dimension_code"), folder="paths")
        )
        themes = read_seed(seeds_dir, "themes", ("theme_code",), folder="text")
        measures = read_seed(seeds_dir, "path_features", ("feature_code",), folder="paths")
        return cls(
            tuple(row["path_code"] for row in types),
            tuple(row["dimension_code"] for row in types),
            tuple(row["theme_code"] for row in themes),
            tuple(row["feature_code"] for row in measures),
        )
