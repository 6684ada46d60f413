"""The study folder: what may stand in it, and what is wrong with it."""
