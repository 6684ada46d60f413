"""``wenmai network``: a published network as a Pajek file."""

from pathlib import Path
from typing import Annotated

import typer

from wenmai.sentences import Sentence

WRITTEN = Sentence("cli.network_written", "networks", "nodes", "links", "file")


def network(
    code: Annotated[str, typer.Argument()],
    file: Annotated[Path, typer.Argument()],
    study: Annotated[str | None, typer.Option("--study", metavar="CODE")] = None,
    year: Annotated[int | None, typer.Option("--year")] = None,
) -> None:
    """Write a published network for Pajek.

    A .net file holds one year; a .paj file also holds roles and betweenness.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for
    from wenmai.networks.export import export_network
    from wenmai.words import LINKS, NETWORKS, NODES

    written = export_network(settings_for(), code, file, study=study, year=year)
    vertices = sum(len(one.vertices) for one in written.networks)
    ties = sum(len(one.ties) for one in written.networks)
    said = WRITTEN(
        networks=NETWORKS(len(written.networks)),
        nodes=NODES(vertices),
        links=LINKS(ties),
        file=near(file),
    )
    output().print(said, markup=False)
