"""wenmai: an open analytics warehouse for regional cultural and creative industries."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("wenmai")
except PackageNotFoundError:  # run from a tree that was never installed
    __version__ = "0.0.0"
