"""What studies and readers are both made of: sections, mappings, YAML with lines, problems.

It stands below both, so that a reader needs no study and a study may ask a reader for its files.
"""
