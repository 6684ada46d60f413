"""Panel regressions, spatial models, VAR and panel VAR."""
