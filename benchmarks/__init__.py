"""Benchmarks: every claim about speed is a ratio measured in one run (`make bench`)."""
