"""Apache Spark as the mill in front of the warehouse: where it runs, and how work gets there."""

from wenmai.mill.place import Mill, mill_of

__all__ = ["Mill", "mill_of"]
