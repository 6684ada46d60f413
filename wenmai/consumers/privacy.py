"""People's identifiers: keyed hashes before anything is written, and masks inside texts."""

import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

KEY_HAS_BYTES_NEEDS = Sentence(
    "consumers.key_has_bytes_needs", "key_variable", "least_key_bytes", "n_key"
)
DRAW_ONE_PYTHON_C_IMPORT = Sentence("consumers.draw_one_python_c_import")
THERE_NO_KEY_FOR_PEOPLE = Sentence("consumers.there_no_key_for_people", "key_variable")
DRAW_ONE_KEEP_PYTHON_C = Sentence("consumers.draw_one_keep_python_c")

KEY_VARIABLE = "WENMAI_PERSON_KEY"
# NIST SP 800-107 asks at least 112 bits of a key of HMAC; 16 characters of a key that was drawn.
LEAST_KEY_BYTES = 16
# A study of made-up people has nobody to protect and must run without a key.
SYNTHETIC_KEY = b"nobody behind synthetic data"
_KEY_CHECK = "wenmai person key"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

# The order counts: an ID number would pass for a bank card, a card holds what looks like a phone.
_PATTERNS = {
    "e_mail": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    "id_card": re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])"),
    "bank_card": re.compile(r"(?<![0-9])[1-9][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}(?![0-9])"),
    "phone": re.compile(
        r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])"
    ),
}
KINDS = tuple(_PATTERNS)
_MASKS = {"e_mail": "[邮箱]", "id_card": "[证件号]", "bank_card": "[银行卡]", "phone": "[电话]"}


class Masked(NamedTuple):
    """A text without identifiers, and how many of each kind were taken out."""

    text: str
    counts: Mapping[str, int]


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
                KEY_HAS_BYTES_NEEDS(
                    key_variable=KEY_VARIABLE, n_key=len(key), least_key_bytes=LEAST_KEY_BYTES
                ),
                hint=DRAW_ONE_PYTHON_C_IMPORT(),
            )
        self._base = hmac.new(key, digestmod=hashlib.sha256)

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
                THERE_NO_KEY_FOR_PEOPLE(key_variable=KEY_VARIABLE),
                hint=DRAW_ONE_KEEP_PYTHON_C(),
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


def mask_identifiers(text: str) -> Masked:
    """Take phone numbers, ID cards, bank cards and e-mail addresses out of a text.

    ID numbers must have a birth date and the right check digit (GB 11643-1999), cards of 13 to 19
    digits the right last one (Luhn); other long numbers (orders, tickets) stay. Full-width digits
    count as digits.

    Parameters
    ----------
    text : str

    Returns
    -------
    Masked

    Examples
    --------
    >>> found = mask_identifiers("致电13800138000，订单2024010112345678，11010519491231002X")
    >>> found.text
    '致电[电话]，订单2024010112345678，[证件号]'
    >>> found.counts
    {'id_card': 1, 'phone': 1}
    """
    counts: dict[str, int] = {}
    # one character for one, so that what is found stands at the same place in the text itself
    plain = "".join(
        folded if len(folded := unicodedata.normalize("NFKC", c)) == 1 else c for c in text
    )
    for kind, pattern in _PATTERNS.items():
        pieces, begin = [], 0
        for match in pattern.finditer(plain):
            if not _is_valid(kind, match[0]):
                continue
            pieces.append((match.start(), match.end()))
        if not pieces:
            continue
        counts[kind] = len(pieces)
        new_text, new_plain = [], []
        for start, stop in pieces:
            new_text += [text[begin:start], _MASKS[kind]]
            new_plain += [plain[begin:start], _MASKS[kind]]
            begin = stop
        text = "".join([*new_text, text[begin:]])
        plain = "".join([*new_plain, plain[begin:]])
    return Masked(text, counts)


def is_id_number(number: str) -> bool:
    """Say whether 18 characters are an ID number: date of birth and check digit are right.

    Parameters
    ----------
    number : str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not (1850 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Say whether digits end in the right one by Luhn's rule.

    Parameters
    ----------
    number : str
        Blanks and hyphens do not count.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_card_number("4539 1488 0343 6467"), is_card_number("4539 1488 0343 6468")
    (True, False)
    """
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [
        digit if i % 2 == 0 else sum(divmod(2 * digit, 10))
        for i, digit in enumerate(reversed(digits))
    ]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0


def _is_valid(kind: str, found: str) -> bool:
    if kind == "id_card":
        return is_id_number(found)
    return kind != "bank_card" or is_card_number(found)
