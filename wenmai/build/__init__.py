"""Execute the dbt project on the private file and judge what came out.

``build_tables`` builds the private file, ``gate`` decides whether it may be published.
"""

from wenmai.build.gate import gate
from wenmai.build.report import BuildReport, NodeResult
from wenmai.build.runner import build_tables

__all__ = ["BuildReport", "NodeResult", "build_tables", "gate"]
