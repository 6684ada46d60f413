"""Words of general Chinese that jieba's dictionary lacks, or takes whole where a reader cuts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NOT_OF_CHINESE = Sentence("domains.not_of_chinese", "word")
WRITE_LIKE = Sentence("domains.write_like", "word", "cut")
LISTED_TWICE = Sentence("domains.listed_twice", "word")
LEAVE_ONE_LINE = Sentence("domains.leave_one_line")

CUT = "/"


@dataclass(frozen=True)
class GeneralWords:
    """What a dictionary of general words asks of the segmentation.

    Parameters
    ----------
    kept : frozenset of str
        Words of two or more characters that are cut whole.
    split : mapping of str to tuple of str
        Words of jieba's dictionary, or inventions of its Markov model, that are cut into parts.
    alone : frozenset of str
        Characters that are a word by themselves wherever they are part of no word of a dictionary:
        the Markov model may not make an unknown word of them and their neighbours.
    """

    kept: frozenset[str] = frozenset()
    split: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """All words that somebody has judged, whole or in parts."""
        return self.kept | frozenset(self.split)


def read_general_words(cuts: Iterable[str]) -> GeneralWords:
    """Read words written with their cuts.

    Parameters
    ----------
    cuts : iterable of str
        A word is cut whole (``打卡``), or as its slashes say (``都/是``); a single character
        (``的``) stands alone.

    Returns
    -------
    GeneralWords

    Raises
    ------
    WenmaiError
        When a part is empty, holds more than Chinese characters, or a word has two cuts.

    Examples
    --------
    >>> words = read_general_words(["打卡", "都/是", "的"])
    >>> sorted(words.kept), words.split, sorted(words.alone)
    (['打卡'], {'都是': ('都', '是')}, ['的'])
    """
    kept: set[str] = set()
    alone: set[str] = set()
    split: dict[str, tuple[str, ...]] = {}
    for cut in cuts:
        parts = tuple(cut.split(CUT))
        if not all(_HAN.fullmatch(part) for part in parts):
            message = NOT_OF_CHINESE(word=cut)
            raise WenmaiError(message, hint=WRITE_LIKE(word="打卡", cut="都/是"))
        word = "".join(parts)
        if word in split or word in kept:
            message = LISTED_TWICE(word=word)
            raise WenmaiError(message, hint=LEAVE_ONE_LINE())
        if len(parts) > 1:
            split[word] = parts
        else:
            (kept if len(word) > 1 else alone).add(word)
    return GeneralWords(frozenset(kept), split, frozenset(alone))


_HAN = re.compile("[\u4e00-\u9fd5]+")
