"""Versions of what makes the numbers."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError

from wenmai.installed import package_header

# those whose version can move a number
PACKAGES = (
    "wenmai",
    "duckdb",
    "dbt-core",
    "dbt-duckdb",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
    "statsmodels",
    "linearmodels",
    "libpysal",
    "esda",
    "spreg",
    "networkx",
    "rustworkx",
    "ruptures",
    "jieba",
    "opencc",
    "datasketch",
    "python-calamine",
)


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that make the numbers.

    Returns
    -------
    dict
        Name to version; a package that is not installed is left out.

    Examples
    --------
    >>> versions()["duckdb"]
    '1.5.6'
    """
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = package_header(name)["Version"]
        except PackageNotFoundError:
            continue
    return found
