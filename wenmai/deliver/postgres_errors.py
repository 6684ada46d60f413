"""What PostgreSQL refuses, each in one sentence, and never with a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, urlsplit

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

REFUSED = Sentence("deliver.refused", "place", "user", "reason")
CHECK_PASSWORD = Sentence("deliver.check_password")
NO_DATABASE = Sentence("deliver.no_database", "place")
MAKE_DATABASE = Sentence("deliver.make_database")
NOT_ALLOWED = Sentence("deliver.not_allowed", "place", "user", "reason")
LET_GRANT = Sentence("deliver.let_grant", "user")
DISK_FULL = Sentence("deliver.disk_full", "place")
MAKE_ROOM = Sentence("deliver.make_room")
NO_ADDRESS = Sentence("deliver.no_address", "reason")
ODD_SIGNS = Sentence("deliver.odd_signs")
WRITE_ADDRESS = Sentence("deliver.write_address")
AWAY = Sentence("deliver.away", "place")
START_IT = Sentence("deliver.start_it")
OTHER = Sentence("deliver.other", "place", "schema", "reason")
PUBLISHED = Sentence("deliver.published")


def place_of(address: str, schema: str = "") -> str:
    """Return host, database and schema of an address.

    Parameters
    ----------
    address : str
        ``postgresql://user:password@host:port/database``.
    schema : str

    Returns
    -------
    str

    Raises
    ------
    WenmaiError
        When it is no address; what Python says of it would quote the password.

    Examples
    --------
    >>> place_of("postgresql://anna:secret@db.example:5433/house", "wenmai")
    'db.example:5433/house, schema wenmai'
    """
    parts = _split(address)
    # the host may be a folder of sockets, in the query
    port = f":{parts.port}" if parts.port else ""
    place = f"{parts.hostname or 'this machine'}{port}{parts.path}"
    return f"{place}, schema {schema}" if schema else place


@contextmanager
def in_one_sentence(address: str, schema: str) -> Iterator[None]:
    """Turn what the driver raises into a sentence with the way out.

    Parameters
    ----------
    address, schema : str

    Raises
    ------
    WenmaiError
    """
    import asyncpg  # noqa: PLC0415

    place = place_of(address)
    user = _split(address).username or "?"
    try:
        yield
    except WenmaiError:
        raise
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        said = REFUSED(place=place, user=user, reason=_first(error))
        raise WenmaiError(said, hint=CHECK_PASSWORD()) from error
    except asyncpg.InvalidCatalogNameError as error:
        raise WenmaiError(NO_DATABASE(place=place), hint=MAKE_DATABASE()) from error
    except asyncpg.InsufficientPrivilegeError as error:
        said = NOT_ALLOWED(place=place, user=user, reason=_first(error))
        raise WenmaiError(said, hint=LET_GRANT(user=user)) from error
    except asyncpg.DiskFullError as error:
        raise WenmaiError(DISK_FULL(place=place), hint=MAKE_ROOM()) from error
    except (asyncpg.ClientConfigurationError, asyncpg.InterfaceError) as error:
        raise WenmaiError(NO_ADDRESS(reason=_first(error)), hint=WRITE_ADDRESS()) from error
    except (OSError, TimeoutError, asyncpg.CannotConnectNowError) as error:
        raise WenmaiError(AWAY(place=place), hint=START_IT()) from error
    except asyncpg.PostgresError as error:
        said = OTHER(place=place, schema=schema, reason=_first(error))
        raise WenmaiError(said, hint=PUBLISHED()) from error


def _split(address: str) -> SplitResult:
    """Take an address apart: a password with / # ? in it makes the rest look like a port."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # is read only now
    except ValueError:
        raise WenmaiError(NO_ADDRESS(reason=ODD_SIGNS()), hint=WRITE_ADDRESS()) from None
    return parts


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
