"""The Rust twin of jieba for clauses of Chinese characters, where both cut the same."""

import re

from wenmai.text.jieba_tokenizer import FastCutter, PrivateTokenizer

# What jieba calls Chinese. With Latin letters, digits or signs in between the two differ
# (2011-2020 is one word for rjieba and three for jieba).
_HAN_ONLY = re.compile("[\u4e00-\u9fd5]+")
# A word that no text holds (a character for private use) makes both totals the same.
_FILLER = "\ue000"


class RustCutter(FastCutter):
    """Cuts clauses of Chinese characters with rjieba, and all others as jieba does.

    rjieba finds the likeliest path through the dictionary; runs of single characters go to the
    Markov model of `FastCutter`, because rjieba's knows no words that are cut into parts.

    Parameters
    ----------
    tokenizer : PrivateTokenizer
        jieba's dictionary with the general words and domain terms; it is moved here.

    Raises
    ------
    ImportError
        When rjieba is not installed.
    """

    def __init__(self, tokenizer: PrivateTokenizer) -> None:
        from rjieba import Jieba  # noqa: PLC0415

        # From nothing, because rjieba can take no word out of its own dictionary.
        twin, total = Jieba.empty(), 0
        for word, frequency in tokenizer.FREQ.items():
            if frequency:
                twin.add_word(word, frequency, "n")
                total += frequency
        twin.add_word(_FILLER, tokenizer.total - total, "x")
        self._twin_cut = twin.cut
        super().__init__(tokenizer)

    def _cut_block(self, block: str, words: list[str]) -> None:
        if _HAN_ONLY.fullmatch(block):
            self._take_path(self._twin_cut(block, hmm=False), words)
        else:
            super()._cut_block(block, words)
