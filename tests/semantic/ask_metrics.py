"""Run ``mf query`` for every line of standard input, a JSON list of its options each.

One process for many questions: starting MetricFlow costs far more than an answer. The command is
called without the group around it, which would look for a newer version on the network.

    python ask_metrics.py PROJECT_FOLDER OUTPUT_FOLDER

writes 0.csv, 1.csv … into the output folder; an empty answer writes no file.
"""

import json
import sys
from pathlib import Path

from click.testing import CliRunner
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from dbt_metricflow.cli.main import query


def main() -> None:
    project, output = (Path(argument) for argument in sys.argv[1:])
    configuration = CLIConfiguration()
    configuration.setup(
        dbt_profiles_path=project, dbt_project_path=project, configure_file_logging=False
    )
    for number, line in enumerate(sys.stdin):
        options = [*json.loads(line), "--quiet", "--csv", str(output / f"{number}.csv")]
        result = CliRunner().invoke(query, options, obj=configuration)
        if result.exit_code:
            sys.exit(f"mf query {' '.join(options)} failed: {result.output}")


if __name__ == "__main__":
    main()
