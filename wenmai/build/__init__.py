"""Run the dbt project in this process and judge what came out.

``run_dbt`` builds the private file, ``gate`` decides whether it may be published.
"""

from wenmai.build.gate import gate
from wenmai.build.report import BuildReport, NodeResult
from wenmai.build.runner import run_dbt

__all__ = ["BuildReport", "NodeResult", "gate", "run_dbt"]
