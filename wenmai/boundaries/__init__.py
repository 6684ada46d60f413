"""Boundaries that a study brings for the maps of the atlas."""
