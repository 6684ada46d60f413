"""Development paths: fused features, a forest of tree votes, and what its votes rest on."""

from wenmai.paths.studies import paths_by_study
from wenmai.paths.tables import SCHEMA, TABLES

__all__ = ["SCHEMA", "TABLES", "paths_by_study"]
