"""Makes the demo's studies: synthetic files with a known truth and a few planted faults.

``python -m demo`` writes ``demo/northeast``, ``demo/liaoning`` and ``demo/truth`` anew, byte for
byte the same every time. The warehouse reads the first two as any other study and never the third.
"""
