"""What a number is, by a scanner of its own, and texts that are nearly one."""

from collections.abc import Iterator
from random import Random

SEPARATORS = ",，   \u2009\u202f"
PLAIN = {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)} | {"−": "-", "　": " "}
ALPHABET = "0123456789" * 3 + "..,,  ++--−eE，．０３９　\xa0\u2009\u202f²³¹①*†[]%_xnaif\t"
# signs that are seen as nothing, as digits of other scripts, or as marks of other countries
ALPHABET += (
    "\u200b\u200d\u2060\ufeff\u00ad\u200e\u202a\u0301٠۵०〇一十万½\u066b٬·。、’'/:\x00\x1f\x85\u2028"
)
ALPHABET += "\u2007\u205f\u3000–‐﹣－±～≈<$¥€%‰()\n\r\v"


def digits(text: str, place: int) -> int:
    """Return where a run of digits ends."""
    while place < len(text) and text[place] in "0123456789":
        place += 1
    return place


def read(text: str) -> float | None:
    """Read a number by a scanner of its own; None when there is not exactly one reading."""
    text = "".join(PLAIN.get(mark, mark) for mark in text).strip(" \t\n\r\f")
    sign = -1 if text[:1] == "-" else 1
    body = text[1:] if text[:1] in ("+", "-") else text
    if body.lower() in {"nan", "inf", "infinity"}:
        return sign * float(body)
    mark = body[digits(body, 0) :][:1]
    said = grouped(body, mark) if mark and mark in ", \xa0\u2009\u202f" else decimal(body)
    return None if said is None else sign * float(said)


def grouped(body: str, mark: str) -> str | None:
    """Return the digits of a number with thousands marks, or None."""
    first, *groups = body.partition(".")[0].split(mark)
    fraction = body[len(first) + 4 * len(groups) :]
    right = 1 <= len(first) <= 3 and first[0] != "0" and digits(first, 0) == len(first)
    right &= all(len(group) == 3 == digits(group, 0) for group in groups)
    right &= fraction == "" or (fraction[0] == "." and digits(fraction, 1) == len(fraction))
    return first + "".join(groups) + fraction if right else None


def decimal(body: str) -> str | None:
    """Return a number without thousands marks, or None."""
    place = n_digits = digits(body, 0)
    if body[place : place + 1] == ".":
        end = digits(body, place + 1)
        n_digits += end - place - 1
        place = end
    if n_digits and body[place : place + 1] in ("e", "E"):
        start = place + 1 + (body[place + 1 : place + 2] in ("+", "-"))
        end = digits(body, start)
        place = end if end > start else 0
    return body if n_digits and place == len(body) else None


def texts(count: int, seed: int) -> Iterator[str]:
    """Yield texts as people type numbers, half of them at random from what numbers are made of."""
    random = Random(seed)
    shapes = ["{a},{b}", "{a} {b}", "{s}{a}.{b}", "{a}{m}{b}{m}{c}", "{s}{a}e{b}", "{s}0{m}{b}"]
    for number in range(count):
        if number % 2:
            yield "".join(random.choices(ALPHABET, k=random.randint(1, 9)))
            continue
        parts = {part: str(random.randint(0, 1200)).zfill(random.randint(1, 3)) for part in "abc"}
        mark, sign = random.choice(SEPARATORS), random.choice(["", "-", "+", "−", "+-"])
        text = random.choice(shapes).format(m=mark, s=sign, **parts)
        yield text + random.choice(["", "", "", "²", " ", "*", "．5"])
