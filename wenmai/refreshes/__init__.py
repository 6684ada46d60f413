"""What every refresh leaves behind, below the ingest and the publication: its log and its lock."""
