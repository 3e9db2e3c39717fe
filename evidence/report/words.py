"""Numbers and short words as readers see them, in both languages."""

from __future__ import annotations

from evidence.figures import Figure
from foundation.text import EN, ZH, LangText

HIDDEN = LangText.of("不公布", "withheld")
NONE = "—"
#: Hake's classes of ⟨g⟩: low below .3, high from .7.
_LOW_GAIN, _HIGH_GAIN = 0.3, 0.7


def words(zh: str, en: str) -> LangText:
    """Return a text in both languages."""
    return LangText.of(zh, en)


def filled(text: LangText, **names: LangText) -> LangText:
    """Return a text with names put in, each in the language of the sentence where there is one."""
    return LangText(
        tuple(
            (lang, sentence.format(**{key: name.best(lang, ZH) for key, name in names.items()}))
            for lang, sentence in text.root
        )
    )


def points(share: float | None, *, signed: bool = False) -> str:
    """Return a share of the full score as points out of 100, with one decimal."""
    if share is None:
        return NONE
    return (f"{share * 100:+.1f}" if signed else f"{share * 100:.1f}").replace("-", "−")


def number(value: float | None, decimals: int = 2) -> str:
    """Return a plain number; a true minus sign, and no −0."""
    if value is None:
        return NONE
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """Return a share in whole per cent."""
    return NONE if share is None else f"{share * 100:.0f}%"


def people(n: int | None) -> LangText:
    """Return a count of learners."""
    return HIDDEN if n is None else words(f"{n} 人", f"{n}")


def interval(figure: Figure | None, decimals: int = 2, scale: float = 1.0) -> str:
    """Return an interval as `low–high`, or a dash."""
    if figure is None or figure.low is None or figure.high is None:
        return NONE
    low, high = (number(end * scale, decimals) for end in (figure.low, figure.high))
    return f"{low} ~ {high}"


def cell(figure: Figure | None, text: str) -> str | LangText:
    """Return what stands in a table for a figure: its text, or that it is withheld."""
    if figure is None:
        return NONE
    return HIDDEN if figure.suppressed else text


def gain_class(gain: float) -> LangText:
    """Return the class of a normalised gain by Hake (1998)."""
    if gain < _LOW_GAIN:
        return words("低", "low")
    return words("高", "high") if gain >= _HIGH_GAIN else words("中", "medium")


def name_in(text: LangText) -> tuple[str, str]:
    """Return a name for a Chinese and for an English sentence."""
    return text.best(ZH), text.best(EN, ZH)
