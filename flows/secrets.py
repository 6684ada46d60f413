"""Secrets of a house that keeps them in Prefect: Secret blocks, where no variable says them."""

import os
from dataclasses import replace

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from wenmai.settings import Settings

NOTIFY_URL = "wenmai-notify-url"
POSTGRES_PASSWORD = "wenmai-postgres-password"


def with_secrets(settings: Settings) -> Settings:
    """Return the settings with what blocks of Prefect say and nothing nearer does.

    Parameters
    ----------
    settings : Settings
        A variable, ``wenmai.toml`` and a password in the address win over a block.

    Returns
    -------
    Settings
    """
    with get_client(sync_client=True) as client:
        if settings.notify_url is None:
            settings = replace(settings, notify_url=_block(client, NOTIFY_URL))
        if settings.postgres and not _has_password(settings.postgres):
            settings = replace(settings, postgres_password=_block(client, POSTGRES_PASSWORD))
    return settings


def _has_password(address: str) -> bool:
    # not urlsplit: a password may hold / and #, which end what it takes for the user
    user, _, _ = address.partition("//")[2].rpartition("@")
    return "PGPASSWORD" in os.environ or ":" in user


def _block(client: SyncPrefectClient, name: str) -> str | None:
    try:
        return str(client.read_block_document_by_name(name, "secret").data["value"])
    except ObjectNotFound:
        return None
