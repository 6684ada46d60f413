"""The Rust twin of jieba for clauses of Chinese characters, where both cut the same."""

import re
from collections.abc import Mapping

from wenmai.errors import WenmaiError
from wenmai.text.jieba_tokenizer import FastCutter, PrivateTokenizer

# What jieba calls Chinese. With Latin letters, digits or signs in between the two differ
# (2011-2020 is one word for rjieba and three for jieba).
_HAN_ONLY = re.compile("[\u4e00-\u9fd5]+")


class RustCutter(FastCutter):
    """Cuts clauses of Chinese characters with rjieba, and all others as jieba does.

    Parameters
    ----------
    tokenizer : PrivateTokenizer
        jieba's dictionary with the domain terms; it is moved here.
    terms : mapping
        Its keys are the domain terms.

    Raises
    ------
    WenmaiError
        When rjieba is not installed.
    """

    def __init__(self, tokenizer: PrivateTokenizer, terms: Mapping[str, int | None]) -> None:
        try:
            from rjieba import Jieba  # noqa: PLC0415
        except ImportError as error:
            raise WenmaiError(
                "The segmenter rjieba is not installed.",
                hint="Install it (pip install rjieba), or set the dbt variable segmenter to jieba.",
            ) from error
        twin = Jieba()
        # In the order of jieba: every word changes the total that the next ones are weighed by.
        for term in terms:
            twin.add_word(term, tokenizer.FREQ[term], "n")
        self._twin_cut = twin.cut
        super().__init__(tokenizer)

    def _cut_block(self, block: str, words: list[str]) -> None:
        if _HAN_ONLY.fullmatch(block):
            words.extend(self._twin_cut(block))
        else:
            super()._cut_block(block, words)
