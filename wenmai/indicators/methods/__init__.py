"""Methods of a composite index, each one function in the registry."""

from wenmai.indicators.methods.registry import FAMILIES, Method, method, methods, named

__all__ = ["FAMILIES", "Method", "method", "methods", "named"]
