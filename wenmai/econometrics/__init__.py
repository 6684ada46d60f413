"""Econometric models of panels of units and years, as pure functions on arrays.

Imported by models only when a study declares one: libraries that take seconds to import are
imported inside the functions that need them.
"""
