"""Knowledge graph of works, people and institutions: score and judge triples, pure functions."""
