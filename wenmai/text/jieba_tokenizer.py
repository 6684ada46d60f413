"""jieba 0.42.1 with a dictionary of its own: the same cuts, in less time, nothing shared."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log
from typing import Any

from jieba import Tokenizer, re_han_default, re_skip_default

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.text.general_words import GeneralWords
from wenmai.text.unknown_words import cut_unknown

TERM_NOT_WHOLE = Sentence("domains.term_not_whole", "term")
TAKE_BLANKS_OUT = Sentence("domains.take_blanks_out")
TERM_FREQUENCY = Sentence("domains.term_frequency", "term", "frequency")
LEAVE_FREQUENCY_EMPTY = Sentence("domains.leave_frequency_empty")

# A term that jieba does not know gets the frequency with which jieba just prefers it to its parts;
# less than this would let a neighbouring character break it up.
LEAST_FREQUENCY = 500
# The same for general words, which are met everywhere and should not break up their neighbours.
LEAST_GENERAL_FREQUENCY = 50
_RAISED_AT_MOST = 30
_WHOLE = re.compile(rf"^{re_han_default.pattern}$")
# Beginnings of words that are none themselves; all weights of words are logarithms below zero.
_BEGINNING = 1.0
# Runs of single characters repeat endlessly, whole clauses hardly.
_REMEMBERED_RUNS = 1 << 16
_LONGEST_REMEMBERED = 16


class PrivateTokenizer(Tokenizer):
    """A jieba tokenizer that shares neither state nor files with any other.

    jieba's own keeps its dictionary as a marshalled file in the system's temporary folder, where
    any user of the machine could put another; this one reads the dictionary of the package.
    """

    FREQ: dict[str, int]
    total: int
    initialized: bool
    general: GeneralWords = GeneralWords()

    def initialize(self, dictionary: str | None = None) -> None:
        """Read the dictionary of the package, without the cache file."""
        if not self.initialized:
            self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
            self.initialized = True


def load_tokenizer(
    terms: Mapping[str, int | None], general: GeneralWords | None = None
) -> PrivateTokenizer:
    """Make a tokenizer that cuts every term whole, and general words as they say.

    Parameters
    ----------
    terms : mapping of str to int or None
        Term → frequency in jieba's dictionary of 60 million; None chooses it. The order does not
        count: shorter terms come first, so that a longer one wins over those it contains.
    general : GeneralWords, optional
        What is a term is nothing else: terms win.

    Returns
    -------
    PrivateTokenizer

    Raises
    ------
    WenmaiError
        When a term holds a character at which jieba always cuts, such as a blank, or has a
        frequency below 1.

    Examples
    --------
    >>> tokenizer = load_tokenizer({"非物质文化遗产": None})
    >>> tokenizer.lcut("保护非物质文化遗产")
    ['保护', '非物质文化遗产']
    """
    tokenizer = PrivateTokenizer()
    tokenizer.initialize()
    if general:
        _take_general(tokenizer, general, terms)
    ordered = sorted(terms.items(), key=lambda item: (len(item[0]), item[0]))
    for term, frequency in ordered:
        if not _WHOLE.match(term):
            message = TERM_NOT_WHOLE(term=term)
            raise WenmaiError(message, hint=TAKE_BLANKS_OUT())
        if frequency is not None and frequency < 1:
            message = TERM_FREQUENCY(term=term, frequency=frequency)
            raise WenmaiError(message, hint=LEAVE_FREQUENCY_EMPTY())
        if frequency is None:
            frequency = max(tokenizer.suggest_freq(term), LEAST_FREQUENCY)  # noqa: PLW2901
        tokenizer.add_word(term, frequency)
    # A later term changes the total, and with it what is likelier than a term's parts.
    for term, frequency in ordered:
        raised = 0
        while frequency is None and tokenizer.lcut(term) != [term] and raised < _RAISED_AT_MOST:
            doubled = 2 * tokenizer.FREQ[term]
            tokenizer.total -= tokenizer.FREQ[term]  # counted anew by the next line
            tokenizer.add_word(term, doubled)
            raised += 1
    return tokenizer


def _take_general(
    tokenizer: PrivateTokenizer, general: GeneralWords, terms: Mapping[str, int | None]
) -> None:
    split = {word: parts for word, parts in general.split.items() if word not in terms}
    tokenizer.general = GeneralWords(general.kept, split, general.alone)
    for word in split:
        if tokenizer.FREQ.get(word):
            tokenizer.FREQ[word] = 0  # as jieba's del_word, without its list shared by all
    for word in sorted(general.kept.difference(terms), key=lambda word: (len(word), word)):
        tokenizer.add_word(word, max(tokenizer.suggest_freq(word), LEAST_GENERAL_FREQUENCY))


class FastCutter:
    """The cuts of jieba's accurate mode with its hidden Markov model, computed in one pass.

    General words change what the Markov model may do: it makes no word that is to be cut into
    parts, and none with a character that stands alone. Without them nothing differs from jieba.

    jieba builds a graph of all words of a clause and asks for the logarithm of every frequency
    anew; here the logarithms are ready and the best path is found while the words are. The sums
    are the same floating-point operations in the same order, so the cuts are the same.

    Parameters
    ----------
    tokenizer : PrivateTokenizer
        Its dictionary is moved here: it is of no use afterwards.

    Examples
    --------
    >>> FastCutter(load_tokenizer({"冰雪旅游": None})).cut("发展冰雪旅游。")
    ['发展', '冰雪旅游', '。']
    """

    def __init__(self, tokenizer: PrivateTokenizer) -> None:
        self._split = frozenset(tokenizer.general.split)
        alone = "".join(sorted(tokenizer.general.alone))
        self._alone = re.compile(f"([{alone}])") if alone else None
        total = log(tokenizer.total)
        frequencies: dict[str, Any] = tokenizer.FREQ
        for word, frequency in frequencies.items():
            frequencies[word] = log(frequency) - total if frequency else _BEGINNING
        self._weights: dict[str, float] = frequencies
        self._unknown = log(1) - total
        tokenizer.FREQ = {}
        self._remembered_run = lru_cache(_REMEMBERED_RUNS)(self._cut_run)

    def cut(self, text: str) -> list[str]:
        """Return the words of a text; joined they are the text again."""
        words: list[str] = []
        for place, block in enumerate(re_han_default.split(text)):
            if place % 2:
                self._cut_block(block, words)
            elif block:
                for part in re_skip_default.split(block):
                    if re_skip_default.match(part):
                        words.append(part)
                    else:
                        words.extend(part)
        return words

    def _cut_block(self, block: str, words: list[str]) -> None:
        weights, length = self._weights.get, len(block)
        scores = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            best, best_end = -1e300, 0
            end = start + 1
            weight = weights(block[start])
            while weight is not None:
                if weight < 0:
                    score = weight + scores[end]
                    if score >= best:  # of equal paths jieba takes the longer word
                        best, best_end = score, end
                end += 1
                if end > length:
                    break
                weight = weights(block[start:end])
            if not best_end:
                best, best_end = self._unknown + scores[start + 1], start + 1
            scores[start], ends[start] = best, best_end
        start = run_start = 0
        while start < length:
            end = ends[start]
            if end - start > 1:
                if run_start < start:
                    words.extend(self._run(block[run_start:start]))
                words.append(block[start:end])
                run_start = end
            start = end
        if run_start < length:
            words.extend(self._run(block[run_start:]))

    def _take_path(self, path: Iterable[str], words: list[str]) -> None:
        """Take the words of a path, and look for unknown ones where it has single characters."""
        run = ""
        for word in path:
            if len(word) == 1:
                run += word
                continue
            if run:
                words.extend(self._run(run))
                run = ""
            words.append(word)
        if run:
            words.extend(self._run(run))

    def _run(self, run: str) -> tuple[str, ...]:
        return self._remembered_run(run) if len(run) <= _LONGEST_REMEMBERED else self._cut_run(run)

    def _cut_run(self, run: str) -> tuple[str, ...]:
        """Cut a run of single characters: unknown words are found by the Markov model."""
        if len(run) == 1 or self._weights.get(run, _BEGINNING) < 0:
            return tuple(run)
        words: list[str] = []
        # Every second part is a character that stands alone.
        for place, part in enumerate(self._alone.split(run) if self._alone else [run]):
            if place % 2 or len(part) == 1 or self._weights.get(part, _BEGINNING) < 0:
                words.extend(part)
            elif part:
                for word in cut_unknown(part):
                    words.extend(word if word in self._split else (word,))
        return tuple(words)
