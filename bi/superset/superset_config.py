"""Settings of the Superset that `make bi` starts; read by Superset at its own start.

Everything that is secret, or true of one machine only, comes from the environment that
`serve.py` makes: nothing of it stands in a file of the project.
"""

import logging
import os
from pathlib import Path
from typing import Any

from current_release import file_mark, link_to_current
from flask import g
from sql_lab import refuse_all_but_queries

HOME = Path(os.environ["SUPERSET_HOME"])

# Users, roles and whatever people draw for themselves.
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"
SECRET_KEY = (HOME / "secret_key").read_text(encoding="ascii")

# Superset shows a blank page in a locale that LANGUAGES does not list.
LANGUAGES = {
    "zh": {"flag": "cn", "name": "简体中文"},
    "en": {"flag": "us", "name": "English"},
}
BABEL_DEFAULT_LOCALE = os.environ.get("WENMAI_BI_LANGUAGE", "zh")


def open_current_release(uri: Any, params: Any, *_: Any) -> tuple[Any, Any]:
    """Let every query open the release of this moment; called by Superset before it connects."""
    if uri.database == os.environ["WENMAI_SERVING_FILE"]:
        link = link_to_current(Path(uri.database), HOME / "open")
        g.opened_release = file_mark(link)  # release_cache.py keeps the answer under it
        uri = uri.set(database=str(link))
    return uri, params


DB_CONNECTION_MUTATOR = open_current_release

# Results are kept per release (release_cache.py), so none outlives its release; the time in
# seconds and the number of results only bound the space they take.
DATA_CACHE_CONFIG = {
    "CACHE_TYPE": "release_cache.make_cache",
    "CACHE_DIR": str(HOME / "results"),
    "CACHE_DEFAULT_TIMEOUT": 86_400,
    "CACHE_THRESHOLD": 1000,
}
# What the warehouse's tables look like; the same, since a release may bring new columns.
CACHE_CONFIG = {**DATA_CACHE_CONFIG, "CACHE_DIR": str(HOME / "metadata")}

# One process on one machine needs no server for counting log-ins.
RATELIMIT_STORAGE_URI = "memory://"
# Pages load nothing from elsewhere; Superset's own setting allows its visit counter and map tiles.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
        "object-src": "'none'",
        "base-uri": ["'self'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # it listens on this machine only
    "session_cookie_secure": False,
}
LOG_LEVEL = "WARNING"


def in_one_line(record: logging.LogRecord) -> bool:
    """Let the log say what was refused in a line; of a fault it keeps the traceback."""
    if record.levelno < logging.ERROR and record.exc_info:
        record.msg, record.args, record.exc_info = str(record.exc_info[1]), (), None
    return True


logging.getLogger("superset.views.error_handling").addFilter(in_one_line)
# Of DuckDB's functions, those that would let SQL Lab look outside the warehouse are refused by
# the connection itself (databases/wenmai.yaml: enable_external_access); those that change the
# process, here.
SQL_QUERY_MUTATOR = refuse_all_but_queries
ROW_LIMIT = 10_000
SQL_MAX_ROW = 100_000
