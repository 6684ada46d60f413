"""Networks: pure functions that measure links between places, enterprises or anything else.

Names are loaded when they are asked for: reading a Pajek file needs none of the numerics.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Graph": "graph",
    "NetworkSettings": "settings",
    "measure_networks": "measure",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import what is asked for from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
