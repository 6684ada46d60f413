"""Sections of study.yml that belong to one domain: one module each, class and check together."""
