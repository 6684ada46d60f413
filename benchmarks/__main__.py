"""Run the benchmarks that are named, or all of them: ``python -m benchmarks index --quick``."""

import argparse
import importlib
import os

# Name to module; a module offers main(quick: bool) and prints what it measured against its targets.
BENCHES = {
    "atlas": "benchmarks.atlas",
    "chaos": "benchmarks.chaos",
    "clients": "benchmarks.clients",
    "consumers": "benchmarks.consumers",
    "econometrics": "benchmarks.econometrics",
    "fuzz": "benchmarks.fuzz",
    "graph_million": "benchmarks.graph_million",
    "index": "benchmarks.index_sql",
    "knowledge_graph": "benchmarks.knowledge_graph",
    "load": "benchmarks.load",
    "mill": "benchmarks.mill",
    "networks": "benchmarks.networks",
    "paths": "benchmarks.paths",
    "readers": "benchmarks.readers",
    "records": "benchmarks.records",
    "refresh": "benchmarks.refresh",
    "scale": "benchmarks.scale",
    "text": "benchmarks.text",
    "uncertainty": "benchmarks.uncertainty",
}
# minutes and up to an hour, or ask for programs that are not ours
ON_REQUEST = {"chaos", "clients", "graph_million", "load", "mill", "readers", "records"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run at all?")
    parser.add_argument("--events", type=int, metavar="N", help="so many events, for consumers")
    parser.add_argument(
        "--panel", default="", metavar="UxYxI", help="units, years, indicators, for load"
    )
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(BENCHES))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    print(f"{os.cpu_count()} processors")
    for name in options.names or [name for name in BENCHES if name not in ON_REQUEST]:
        said = {"consumers": {"events": options.events}, "load": {"panel": options.panel}}
        importlib.import_module(BENCHES[name]).main(quick=options.quick, **said.get(name, {}))


if __name__ == "__main__":
    main()
