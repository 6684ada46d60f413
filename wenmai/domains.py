"""The one list of domains, and how the house finds what each of them brings.

A domain is a room: the package ``wenmai/<domain>/``. Beside its methods, which know nothing of
studies, files and pages, a room may have modules of these names, each with one object or tuple:

===========  ============  ===========================================================
module       name          what it is
===========  ============  ===========================================================
`declares`   DECLARATION   what study.yml may say about the domain, and its checks
`lands`      PART          its tables of schema raw, and how its files get there
`pages`      PAGES         its pages of the atlas, in the order of the menu
`sheets`     SHEETS        its sheets of a study's workbook
===========  ============  ===========================================================

A new domain is its room and its name in ``DOMAINS`` and in the variable ``domains`` of
dbt_project.yml (a test says that both agree). Nothing here imports a room before it is asked for.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

DOMAINS = (
    "indicators",
    "paths",
    "networks",
    "econometrics",
    "text",
    "consumers",
    "boundaries",
    "knowledge_graph",
)


_NEEDED = object()


def from_rooms(module: str, name: str, default: Any = _NEEDED) -> list[Any]:
    """Return what every room that has a module offers there under a name.

    Parameters
    ----------
    module : {'declares', 'lands', 'pages', 'sheets'}
    name : str
        Of the object in the module.
    default : optional
        What stands in where a module does not offer it; without one, every module must.

    Returns
    -------
    list
        In the order of ``DOMAINS``.

    Examples
    --------
    >>> [part.name for part in from_rooms("lands", "PART")][:2]
    ['paths', 'networks']
    """
    found = [
        import_module(f"wenmai.{domain}.{module}")
        for domain in DOMAINS
        if find_spec(f"wenmai.{domain}.{module}") is not None
    ]
    if default is _NEEDED:
        return [getattr(room, name) for room in found]
    return [getattr(room, name, default) for room in found]
