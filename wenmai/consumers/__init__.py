"""Consumers: demand, value, quality, prices, algorithm audit and privacy (P3 §2, 3 and 4.2)."""
