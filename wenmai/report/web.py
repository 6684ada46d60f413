"""Write a brief as one page of HTML with its pictures inside."""

import base64
from pathlib import Path

from wenmai.report.content import FOOT, PICTURE, TABLE, Brief

TEMPLATE = Path(__file__).parent / "brief.html.j2"


def write_page(brief: Brief, file: Path) -> None:
    """Write a brief as .html that needs nothing beside it.

    Parameters
    ----------
    brief : Brief
        Its pictures are SVG.
    file : Path
        Replaced when it is there.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    templates = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = templates.get_template(TEMPLATE.name).render(
        brief=brief,
        foot=brief.say(FOOT(release=brief.release)),
        picture_label=lambda n: brief.say(PICTURE(n=n)),
        table_label=lambda n: brief.say(TABLE(n=n)),
        # an image runs no script, whatever its text says
        address=lambda svg: "data:image/svg+xml;base64," + base64.b64encode(svg).decode(),
    )
    file.write_text(text, encoding="utf-8")
