"""The composite index: what SQL says badly about indicators and weights, its pages and sheets."""
