"""Chinese text → terms: jieba with the domain dictionary, then what is worth counting."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.text.general_words import GeneralWords, read_general_words
from wenmai.text.rules import RULES_VERSION, is_countable

CHOOSE_ENGINE = Sentence("domains.choose_engine", "names")
NO_SUCH_SEGMENTER = Sentence("domains.no_such_segmenter", "engine")
SEGMENTER_NOT_INSTALLED = Sentence("domains.segmenter_not_installed", "engine")
INSTALL_SEGMENTER = Sentence("domains.install_segmenter", "engine")

if TYPE_CHECKING:
    from wenmai.text.jieba_tokenizer import FastCutter

Engine = Literal["jieba", "rjieba"]
ENGINES: tuple[Engine, ...] = ("jieba", "rjieba")
# Words whose fate is remembered; what is longer is hardly met twice.
_MOST_REMEMBERED = 500_000
_LONGEST_REMEMBERED = 64


class TermCounts(NamedTuple):
    """The terms of one text, sorted, and how often each occurs; ``n_tokens`` is their sum."""

    terms: list[str]
    counts: list[int]
    n_tokens: int


class Segmenter:
    """Cuts text into words and keeps those that are terms.

    The text is brought into the form NFKC first (full-width letters and digits become plain, the
    radicals that PDF files write instead of characters become characters). Then jieba 0.42.1 cuts
    it in accurate mode with the hidden Markov model; every domain term is one word, and general
    words are cut as they say where no term is in the way.

    Kept is a word that is a domain term, or holds at least two Chinese characters and is no number
    (see :func:`wenmai.text.rules.is_countable`), unless it is a stop word. Domain terms are kept
    in the dictionary's spelling, whatever the case of their Latin letters.

    Parameters
    ----------
    domain_terms : mapping of str to int or None, or iterable of str
        Terms, with their frequency in jieba's dictionary or None to let it be chosen.
    stop_words : iterable of str
        Words that are not kept.
    engine : {"jieba", "rjieba"}
        ``rjieba`` (a Rust twin of jieba, to be installed by hand) cuts clauses of Chinese
        characters only; all others go to jieba. The cuts are the same.
    general_words : iterable of str
        Words with their cuts, see `wenmai.text.general_words.read_general_words`.

    Raises
    ------
    WenmaiError
        When a term cannot be cut whole, or the engine is unknown or not installed; when the first
        text is cut.

    Examples
    --------
    >>> segmenter = Segmenter({"冰雪旅游": None}, ["推动"])
    >>> segmenter.cut("推动冰雪旅游发展,增长５％")
    ['推动', '冰雪旅游', '发展', ',', '增长', '5%']
    >>> segmenter.keep(_)
    ['冰雪旅游', '发展', '增长']
    """

    def __init__(
        self,
        domain_terms: Mapping[str, int | None] | Iterable[str] = (),
        stop_words: Iterable[str] = (),
        engine: str = "jieba",
        general_words: Iterable[str] = (),
    ) -> None:
        if engine not in ENGINES:
            hint = CHOOSE_ENGINE(names=", ".join(ENGINES))
            raise WenmaiError(NO_SUCH_SEGMENTER(engine=engine), hint=hint)
        terms = domain_terms if isinstance(domain_terms, Mapping) else dict.fromkeys(domain_terms)
        self.domain_terms = {normalize(term): terms[term] for term in terms}
        self.stop_words = frozenset(normalize(word) for word in stop_words)
        self.engine = engine
        self.general_words = frozenset(general_words)
        self._spelling = {term.casefold(): term for term in self.domain_terms}
        self._kept: dict[str, str | None] = {}

    @cached_property
    def segmentation_hash(self) -> str:
        """sha256 of everything that the terms of a text depend on, beside the text.

        That is jieba's version, the engine, the domain dictionary, the general words, the stop
        words and the version of the rules: with the same hash the same text has the same terms.
        """
        said = {
            "engine": [self.engine, _version(self.engine)],
            "jieba": _version("jieba"),
            "rules": RULES_VERSION,
            "domain_terms": sorted(self.domain_terms.items()),
            "general_words": sorted(self.general_words),
            "stop_words": sorted(self.stop_words),
        }
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def cut(self, text: str) -> list[str]:
        """Return all words of a text; joined they are its NFKC form."""
        return self._cutter.cut(normalize(text))

    def keep(self, tokens: Iterable[str]) -> list[str]:
        """Return the words that are terms, in their order, in the dictionary's spelling."""
        return [term for token in tokens if (term := self._term_of(token)) is not None]

    def count(self, text: str) -> TermCounts:
        """Return the terms of a text and how often each occurs.

        Examples
        --------
        >>> Segmenter(["冰雪旅游"]).count("冰雪旅游与冰雪旅游发展")
        TermCounts(terms=['冰雪旅游', '发展'], counts=[2, 1], n_tokens=3)
        """
        counted: Counter[str] = Counter()
        for token, count in Counter(self.cut(text)).items():
            term = self._term_of(token)
            if term is not None:
                counted[term] += count
        terms = sorted(counted)
        return TermCounts(terms, [counted[term] for term in terms], counted.total())

    @cached_property
    def frequencies(self) -> dict[str, int]:
        """Word → the frequency it has in the dictionary, for a jieba of one's own.

        Domain terms and general words; 0 for a word that jieba's dictionary is to lose. Given to
        ``add_word`` of a jieba in this order, it has the same dictionary.
        """
        from wenmai.text.jieba_tokenizer import load_tokenizer  # noqa: PLC0415

        tokenizer = load_tokenizer(self._all_spellings, self._general)
        words = (*sorted(self._general.split), *sorted(self._general.kept))
        general = {word: tokenizer.FREQ.get(word, 0) for word in words}
        return general | {term: tokenizer.FREQ[term] for term in self._all_spellings}

    @cached_property
    def _general(self) -> GeneralWords:
        return read_general_words(sorted(self.general_words))

    @cached_property
    def _all_spellings(self) -> dict[str, int | None]:
        """Domain terms as texts may write them: 动漫IP, 动漫ip."""
        return {
            spelling: frequency
            for term, frequency in self.domain_terms.items()
            for spelling in (term.lower(), term.upper(), term)
        }

    @cached_property
    def _cutter(self) -> "FastCutter":
        # jieba takes a second to read its dictionary: only when there is a text to cut.
        from wenmai.text.jieba_tokenizer import FastCutter, load_tokenizer  # noqa: PLC0415

        if self.engine == "rjieba":
            from wenmai.text.rjieba_cutter import RustCutter  # noqa: PLC0415

            try:
                return RustCutter(load_tokenizer(self._all_spellings, self._general))
            except ImportError as error:
                raise _not_installed(self.engine) from error
        return FastCutter(load_tokenizer(self._all_spellings, self._general))

    def _term_of(self, token: str) -> str | None:
        """Return the term that a word is, None for a word that is not counted."""
        try:
            return self._kept[token]
        except KeyError:
            term = self._spelling.get(token.casefold())
            is_kept = token not in self.stop_words and term not in self.stop_words
            is_kept = is_kept and (term is not None or is_countable(token))
            answer = (term or token) if is_kept else None
            if len(token) <= _LONGEST_REMEMBERED:
                if len(self._kept) >= _MOST_REMEMBERED:
                    self._kept.clear()
                self._kept[token] = answer
            return answer


def normalize(text: str) -> str:
    """Return the form NFKC, in which texts are cut and terms compared.

    Examples
    --------
    >>> normalize("ＩＰ⼯业")
    'IP工业'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _version(engine: str) -> str:
    """Return the installed version of a segmenter."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(engine)
    except PackageNotFoundError as error:
        raise _not_installed(engine) from error


def _not_installed(engine: str) -> WenmaiError:
    return WenmaiError(
        SEGMENTER_NOT_INSTALLED(engine=engine), hint=INSTALL_SEGMENTER(engine=engine)
    )
