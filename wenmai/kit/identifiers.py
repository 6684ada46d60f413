"""Phone numbers, ID cards, bank cards and e-mail addresses inside texts: found and masked."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

# Most texts hold nothing of the kind: they need no second look. Digits of any script count.
_PERHAPS = re.compile(r"[@＠﹫]|(?:[\d⁰-⁹₀-₉①-⑨][ -]?){11}")
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


def mask_identifiers(text: str, mark: str | None = None) -> Masked:
    """Take phone numbers, ID cards, bank cards and e-mail addresses out of a text.

    ID numbers must have a birth date and the right check digit (GB 11643-1999), cards of 13 to 19
    digits the right last one (Luhn); other long numbers (orders, tickets) stay. Full-width digits
    count as digits.

    Parameters
    ----------
    text : str
    mark : str, optional
        Stands in the place of all; default: the kind in brackets.

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
    if not _PERHAPS.search(text):
        return Masked(text, {})
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
            new_text += [text[begin:start], mark or _MASKS[kind]]
            new_plain += [plain[begin:start], mark or _MASKS[kind]]
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
