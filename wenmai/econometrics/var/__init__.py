"""VAR and panel VAR: one engine, a VAR being a panel of one unit."""
