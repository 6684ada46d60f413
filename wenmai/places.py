"""Take the places of this machine out of a message that others will read."""

import re
from pathlib import Path

from wenmai.sentences import InBoth, Said
from wenmai.settings import Settings

# a path of two parts or more from a root; not part of an address, a fraction or a name
_ABSOLUTE = re.compile(r"""(?<![\w.:/\\-])(?:[A-Za-z]:)?(?:[/\\][^\s/\\'"<>|:*?;,()]+){2,}[/\\]?""")


def without_places(message: str, settings: Settings) -> str:
    """Return a message in which no absolute path says where this machine keeps its files.

    A path in a known folder begins at that folder; of any other the last name stays.

    Parameters
    ----------
    message : str
    settings : Settings

    Returns
    -------
    str

    Examples
    --------
    >>> settings = Settings(Path("/srv/wenmai"), Path("/srv/data"), (Path("/mnt/li/in box"),))
    >>> without_places("/mnt/li/in box/east/a.csv is locked, see /var/log/nfs.log.", settings)
    'in box/east/a.csv is locked, see nfs.log.'
    """
    if isinstance(message, Said):
        zh, en = (without_places(str(message.text(one)), settings) for one in ("zh", "en"))
        return InBoth(zh, en)
    message = str(message)
    known = {
        **{folder: folder.name for folder in settings.landing},
        settings.home: ".",
        settings.project_dir: "wenmai",
    }
    # the longest first: a landing folder often lies in the home
    for place, name in sorted(known.items(), key=lambda item: -len(str(item[0]))):
        if place != Path(place.anchor):
            message = message.replace(str(place), name)
    return _ABSOLUTE.sub(_last_name, message)


def _last_name(found: re.Match[str]) -> str:
    text = found.group().rstrip("/\\")
    ending = "." if text.endswith(".") else ""  # the end of a sentence
    return re.split(r"[/\\]", text.rstrip("."))[-1] + ending
