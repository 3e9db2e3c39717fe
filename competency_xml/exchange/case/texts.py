"""The texts of an item and its translations ⇄ label, description and code of a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from competency_xml.exchange.case.package import Item
from competency_xml.exchange.case.statements import stand_in
from competency_xml.exchange.case.values import one_line
from competency_xml.exchange.framework.language import language_tag, told_wordings
from foundation.text import LangText


@dataclass(frozen=True)
class ItemTexts:
    """An item, its language, that of its document, and its translations by language.

    Only what is in the document's language has translations.
    """

    item: Item
    language: str
    main: str
    translations: Mapping[str, Item]

    def label(self) -> LangText:
        """Return the label that the items say."""
        others = {lang: item.full_statement for lang, item in self.translations.items()}
        return LangText.model_validate({**others, self.language: self.item.full_statement})

    def description(self) -> LangText:
        """Return the description that the items say, in their notes."""
        items = {**self.translations, self.language: self.item}
        return LangText.model_validate({lang: item.notes for lang, item in items.items() if item.notes})

    def code(self) -> str | None:
        """Return the code that the item says."""
        return self.item.human_coding_scheme

    def label_with(self, kept: LangText, code: str | None, part_id: str) -> LangText:
        """Return a label that was kept beside the item, and what of it was changed in the items since."""
        told = self._told(kept)
        if not told:
            return kept if self.item.full_statement == stand_in(code, part_id) else self.label()
        wordings = dict(kept.root)
        (main, _), *others = told
        wordings[main] = self.item.full_statement
        said = dict(self.translations)
        for tag, _ in others:
            translation = said.pop(language_tag(tag) or tag, None)
            if translation is None:
                del wordings[tag]
            else:
                wordings[tag] = translation.full_statement
        return LangText.model_validate({**wordings, **{lang: item.full_statement for lang, item in said.items()}})

    def description_with(self, kept: LangText, label: LangText) -> LangText:
        """Return a description that was kept beside the item, and what of it was changed in the items since."""
        wordings = dict(kept.root)
        told = self._told(label) or [(self.language, "")]
        for tag, _ in told:
            item = self.item if tag == told[0][0] else self.translations.get(language_tag(tag) or tag)
            notes = None if item is None else item.notes
            if notes is not None:
                wordings[tag] = notes
            elif wordings.get(tag):
                del wordings[tag]
        return LangText.model_validate(wordings)

    def _told(self, text: LangText) -> list[tuple[str, str]]:
        """Return languages and wordings of a text that items say, the main one first."""
        told = told_wordings(text, self.language)
        return told if self.language == self.main else told[:1]

    def code_with(self, kept: str) -> str | None:
        """Return a code that was kept beside the item, unless it was changed there since."""
        return kept if (one_line(kept).strip() or None) == self.item.human_coding_scheme else self.code()
