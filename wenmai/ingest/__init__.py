"""Study folders become rows of schema raw, in one transaction."""
