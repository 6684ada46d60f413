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

import duckdb
from assets import complete, mark_of, province_codes, read_assets, read_comments
from fitted import colours, empty_charts, without

ADMIN, VIEWER = "admin", "viewer"
DATABASE = "文脉 wenmai"


def main() -> None:
    """Create or bring up to date what lies in SUPERSET_HOME."""
    home = Path(os.environ["SUPERSET_HOME"])
    serving_file = Path(os.environ["WENMAI_SERVING_FILE"])
    with duckdb.connect(str(serving_file), read_only=True) as connection:
        assets = read_assets()
        contents = complete(
            without(assets, empty_charts(assets, connection)),
            f"duckdb:///{serving_file.as_posix()}",
            read_comments(connection),
            colours(connection, province_codes()),
        )
    stamp, mark = home / "imported", f"{version('apache-superset')} {mark_of(contents)}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        set_passwords()
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
        add_viewer(security_manager)
    stamp.write_text(mark, encoding="ascii")


def make_app() -> Any:
    """Return Superset, quiet about what it does at a start."""
    from superset.app import create_app

    logging.disable(logging.INFO)
    return create_app()


def set_passwords() -> None:
    """Give the people of the project the passwords of the environment, when it names any."""
    if not (os.environ.get("WENMAI_BI_PASSWORD") or os.environ.get("WENMAI_BI_VIEWER_PASSWORD")):
        return
    with make_app().app_context():
        from superset import security_manager

        add_admin(security_manager)
        add_viewer(security_manager)


def add_admin(security_manager: Any) -> None:
    """Add the administrator; a password that nobody chose is printed this once."""
    given = os.environ.get("WENMAI_BI_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    is_new = _add(security_manager, ADMIN, "Admin", password, may_change=bool(given))
    if is_new and not given:
        print(f"Log in as {ADMIN} with the password {password} (shown this once).", flush=True)


def add_viewer(security_manager: Any) -> None:
    """Add who only looks, when the environment has a password for them."""
    if wanted := os.environ.get("WENMAI_BI_VIEWER_PASSWORD"):
        _add(security_manager, VIEWER, viewer_role(security_manager), wanted, may_change=True)


def _add(security_manager: Any, name: str, role: str, password: str, *, may_change: bool) -> bool:
    """Add a user, or give one who is there a new password; say whether it was added."""
    user = security_manager.find_user(username=name)
    if user is None:
        found = security_manager.find_role(role)
        mail = f"{name}@wenmai.invalid"
        security_manager.add_user(name, "wenmai", name, mail, found, password=password)
    elif may_change:
        security_manager.reset_password(user.id, password)
    return user is None


def viewer_role(security_manager: Any) -> str:
    """Make the role that looks at the dashboard: what Superset lets the public do, with our data.

    It neither asks in SQL Lab nor changes a chart.
    """
    name = "wenmai viewer"
    role = security_manager.find_role(name) or security_manager.add_role(name)
    pages_ask = {
        ("can_language_pack", "Superset"),
        ("can_log", "Superset"),
        ("can_recent_activity", "Log"),
    }
    looking = [
        security_manager.find_permission_view_menu(*each)
        for each in sorted(security_manager.PUBLIC_ROLE_PERMISSIONS | pages_ask)
    ]
    for each in [*looking, _reading_the_warehouse(security_manager)]:
        if each is not None:
            security_manager.add_permission_role(role, each)
    return name


def _reading_the_warehouse(security_manager: Any) -> Any:
    from superset import db
    from superset.models.core import Database

    database = db.session.query(Database).filter_by(database_name=DATABASE).one()
    return security_manager.find_permission_view_menu("database_access", database.perm)


def import_assets(security_manager: Any, contents: dict[str, str]) -> None:
    """Import the project's files in the administrator's name."""
    from flask import g
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    g.user = security_manager.find_user(username=ADMIN)
    ImportAssetsCommand(contents).run()


if __name__ == "__main__":
    main()
