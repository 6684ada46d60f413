"""``wenmai network``: a published network as a Pajek file."""

from pathlib import Path
from typing import Annotated

import typer


def network(
    code: Annotated[str, typer.Argument(help="Code of the network: culture_travel.")],
    file: Annotated[Path, typer.Argument(help="A .net or .paj file; it is replaced.")],
    study: Annotated[
        str | None, typer.Option("--study", metavar="CODE", help="Which study's network.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Default: the last for .net, all for .paj.")
    ] = None,
) -> None:
    """Write a published network for Pajek.

    A .net file holds one year; a .paj file also holds roles and betweenness.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for
    from wenmai.networks.export import export_network
    from wenmai.words import count

    written = export_network(settings_for(), code, file, study=study, year=year)
    vertices = sum(len(one.vertices) for one in written.networks)
    ties = sum(len(one.ties) for one in written.networks)
    years = count(len(written.networks), "network")
    said = f"{years}, {count(vertices, 'node')} and {count(ties, 'link')} written to {near(file)}."
    output().print(said, markup=False)
