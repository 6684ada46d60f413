"""Erasing people: what deleting rows leaves behind goes too, and a search of bytes proves it."""

from wenmai.erasure.run import ErasureResult, check_erased, erase

__all__ = ["ErasureResult", "check_erased", "erase"]
