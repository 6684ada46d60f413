"""People's identifiers: keyed hashes before anything is written."""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable, Mapping

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

KEY_TOO_SHORT = Sentence("consumers.key_too_short", "key_variable", "least_key_bytes", "n_key")
DRAW_A_KEY = Sentence("consumers.draw_a_key")
NO_KEY_FOR_PEOPLE = Sentence("consumers.no_key_for_people", "key_variable")
DRAW_A_KEY_AND_KEEP_IT = Sentence("consumers.draw_a_key_and_keep_it")

KEY_VARIABLE = "WENMAI_PERSON_KEY"
# NIST SP 800-107 asks at least 112 bits of a key of HMAC; 16 characters of a key that was drawn.
LEAST_KEY_BYTES = 16
# A study of made-up people has nobody to protect and must run without a key.
SYNTHETIC_KEY = b"nobody behind synthetic data"
_KEY_CHECK = "wenmai person key"


class Pseudonyms:
    """Turns identifiers of people into keyed hashes.

    Parameters
    ----------
    key : bytes
        Secret; without it nobody can tell which hash is whose, not even by trying all phones.

    Raises
    ------
    WenmaiError
        When the key is shorter than LEAST_KEY_BYTES.

    Examples
    --------
    >>> names = Pseudonyms(b"0123456789abcdef")
    >>> names.of(" 13800138000 ") == names.of("13800138000"), len(names.of("x"))
    (True, 64)
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < LEAST_KEY_BYTES:
            raise WenmaiError(
                KEY_TOO_SHORT(
                    key_variable=KEY_VARIABLE, n_key=len(key), least_key_bytes=LEAST_KEY_BYTES
                ),
                hint=DRAW_A_KEY(),
            )
        self._key = key
        self._base = hmac.new(key, digestmod=hashlib.sha256)

    def __reduce__(self) -> tuple[type["Pseudonyms"], tuple[bytes]]:
        """Go to the process that reads files of strangers; a running hash cannot."""
        return Pseudonyms, (self._key,)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Pseudonyms":
        """Take the key from the environment.

        Parameters
        ----------
        env : mapping, optional
            Default: ``os.environ``.

        Returns
        -------
        Pseudonyms

        Raises
        ------
        WenmaiError
            When there is no key: then no person may be loaded.
        """
        key = (os.environ if env is None else env).get(KEY_VARIABLE, "").strip()
        if not key:
            raise WenmaiError(
                NO_KEY_FOR_PEOPLE(key_variable=KEY_VARIABLE),
                hint=DRAW_A_KEY_AND_KEEP_IT(),
            )
        return cls(key.encode())

    def of(self, identifier: str) -> str:
        """Return the HMAC-SHA256 of an identifier as 64 hexadecimal digits.

        Parameters
        ----------
        identifier : str
            Compared in the form NFKC, without blanks around it.

        Returns
        -------
        str
        """
        code = self._base.copy()
        code.update(unicodedata.normalize("NFKC", identifier).strip().encode())
        return code.hexdigest()

    def of_all(self, identifiers: Iterable[str]) -> dict[str, str]:
        """Return the hash of each distinct identifier.

        Parameters
        ----------
        identifiers : iterable of str

        Returns
        -------
        dict of str to str
        """
        return {identifier: self.of(identifier) for identifier in dict.fromkeys(identifiers)}

    @property
    def key_check(self) -> str:
        """A hash that tells two keys apart and says nothing about either."""
        return self.of(_KEY_CHECK)[:16]
