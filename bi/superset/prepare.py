"""Make Superset ready: its own tables, the administrator, our charts. Run by `serve.py`.

What is there already is left alone. The charts of the project are imported anew when one of
their files changed, and then replace what was changed of them in Superset; copies that people
made under another name stay.
"""

import logging
import os
import secrets
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assets import complete, mark_of, read_assets, read_comments

ADMIN = "admin"


def main() -> None:
    """Create or bring up to date what lies in SUPERSET_HOME."""
    home = Path(os.environ["SUPERSET_HOME"])
    serving_file = Path(os.environ["WENMAI_SERVING_FILE"])
    contents = complete(
        read_assets(), f"duckdb:///{serving_file.as_posix()}", read_comments(serving_file)
    )
    stamp, mark = home / "imported", f"{version('apache-superset')} {mark_of(contents)}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        set_password(home)
        return
    print("Preparing Superset (the first time takes about a minute) …", flush=True)
    app = make_app()
    with app.app_context():
        from flask_migrate import upgrade
        from superset import appbuilder, security_manager

        with (home / "prepare.log").open("w", encoding="utf-8") as log, redirect_stdout(log):
            upgrade()
            appbuilder.add_permissions(update_perms=True)
            security_manager.sync_role_definitions()
        add_admin(security_manager)
        import_assets(security_manager, contents)
    stamp.write_text(mark, encoding="ascii")


def make_app() -> Any:
    """Return Superset, quiet about what it does at a start."""
    from superset.app import create_app

    logging.disable(logging.INFO)
    return create_app()


def set_password(home: Path) -> None:
    """Give the administrator the password of the environment, when it names one."""
    password = os.environ.get("WENMAI_BI_PASSWORD")
    if not password:
        return
    app = make_app()
    with app.app_context():
        from superset import security_manager

        user = security_manager.find_user(username=ADMIN)
        security_manager.reset_password(user.id, password)


def add_admin(security_manager: Any) -> None:
    """Add the administrator; a password that nobody chose is printed this once."""
    given = os.environ.get("WENMAI_BI_PASSWORD")
    user = security_manager.find_user(username=ADMIN)
    if user:
        if given:
            security_manager.reset_password(user.id, given)
        return
    password = given or secrets.token_urlsafe(12)
    security_manager.add_user(
        ADMIN, "wenmai", "admin", "admin@wenmai.invalid",
        security_manager.find_role("Admin"), password=password,
    )  # fmt: skip
    if not given:
        print(f"Log in as {ADMIN} with the password {password} (shown this once).", flush=True)


def import_assets(security_manager: Any, contents: dict[str, str]) -> None:
    """Import the project's files in the administrator's name."""
    from flask import g
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    g.user = security_manager.find_user(username=ADMIN)
    ImportAssetsCommand(contents).run()


if __name__ == "__main__":
    main()
