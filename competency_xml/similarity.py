"""How alike two texts are, and which of many are near-alike: one measure for matching, view and comparison.

A text counts as its words: a Chinese character is a word, a Latin word or a number is one; letter case, width,
spaces and punctuation do not count, nor does what nearly every requirement has (能…, …的基础知识, Can …). The
measure is the mean of two shares, each between 0 and 1: word pairs in common (Dice, blind to order) and words in
common order (longest common subsequence).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate, pairwise

#: From here on two texts are near-alike: the threshold of `map diff`, re-imports and the shared items of `map view`.
NEAR_ALIKE = 0.6

#: Steps that a search among many texts may cost; beyond it the commonest word pairs are left out of the search.
_SEARCH_BUDGET = 12_000_000
#: How many texts are looked at closely per text, unless told otherwise.
CLOSE_LOOKS = 12

_CJK = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_COMMON_START = re.compile(r"^(?:能够|能|会|can\s|is able to\s|able to\s)")
_COMMON_END = re.compile(r"(?:的)?(?:基础|基本|相关|应用)?知识$")

Pair = tuple[str, str]


class Wording:
    """A text prepared for comparison. `words` are all of its words; equal words are the same text.

    Of a text without words, such as `—`, its signs are the words: it is like itself.
    """

    def __init__(self, text: str) -> None:
        plain = unicodedata.normalize("NFKC", text).casefold().strip()
        self.words = tuple(_WORD.findall(plain) or "".join(plain.split()))
        core = _WORD.findall(_COMMON_END.sub("", _COMMON_START.sub("", plain)))
        self._core: Sequence[str] = core or self.words

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Neighbouring words; of a text of one word, that word."""
        core = self._core
        return frozenset(pairwise(core)) or frozenset((word, "") for word in core)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Word → where it stands, as bits."""
        places: dict[str, int] = {}
        for place, word in enumerate(self._core):
            places[word] = places.get(word, 0) | 1 << place
        return places

    def likeness(self, other: Wording, least: float = 0.0) -> float:
        """Return how alike two texts are, from 0 to 1; of what is surely below `least`, only an upper bound."""
        if not self._core or not other._core:
            return 0.0
        shared_pairs = len(self.pairs & other.pairs)
        dice = 2 * shared_pairs / (len(self.pairs) + len(other.pairs))
        size = len(self._core) + len(other._core)
        bound = (dice + 2 * min(len(self._core), len(other._core)) / size) / 2
        return bound if bound < least else (dice + 2 * self._in_common_order(other) / size) / 2

    def _in_common_order(self, other: Wording) -> int:
        """Return the length of the longest common subsequence, by Hyyrö's bit-parallel method."""
        whole = row = (1 << len(self._core)) - 1
        places = self._places
        for word in other._core:
            hits = row & places.get(word, 0)
            row = ((row + hits) | (row - hits)) & whole
        return len(self._core) - row.bit_count()


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are: 1 for the same words, 0 for none in common.

    >>> similarity("能编制质量计划", "能够编制质量计划。")
    1.0
    >>> round(similarity("能编制质量计划", "能编制年度质量计划"), 2)
    0.76
    >>> similarity("能编制质量计划", "仓库盘点方法")
    0.0
    """
    return Wording(one).likeness(Wording(other))


class NearTexts:
    """Finds near-alike texts among many, without comparing each with each.

    Word pairs in common say which texts are worth a close look. When there are so many texts that counting them
    would take long, word pairs that stand in very many texts are not counted. Always deterministic.
    """

    def __init__(self, texts: Sequence[Wording], queries: Iterable[Wording]) -> None:
        self._texts = texts
        self._postings: dict[Pair, list[int]] = {}
        for number, text in enumerate(texts):
            for pair in text.pairs:
                self._postings.setdefault(pair, []).append(number)
        self._keep_in_budget(Counter(pair for query in queries for pair in query.pairs))

    def near(self, query: Wording, least: float = NEAR_ALIKE, *, looks: int = CLOSE_LOOKS) -> list[tuple[int, float]]:
        """Return (number, likeness) of texts at least this alike, the most alike first, then in order.

        At most `looks` texts are compared: those with the largest share of word pairs in common.
        """
        shared: Counter[int] = Counter()
        for pair in query.pairs:
            shared.update(self._postings.get(pair, ()))
        size = len(query.pairs)
        scored = ((-count / (size + len(self._texts[number].pairs)), number) for number, count in shared.items())
        found = ((number, self._texts[number].likeness(query, least)) for _, number in nsmallest(looks, scored))
        return sorted((one for one in found if one[1] >= least), key=lambda one: (-one[1], one[0]))

    def _keep_in_budget(self, asked: Counter[Pair]) -> None:
        """Drop the costliest word pairs until the whole search fits the budget."""
        costs = sorted((len(found) * asked[pair], pair) for pair, found in self._postings.items())
        for (_, pair), spent in zip(costs, accumulate(cost for cost, _ in costs), strict=True):
            if spent > _SEARCH_BUDGET:
                del self._postings[pair]
