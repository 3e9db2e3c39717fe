"""Pseudonyms: who a learner is, replaced by a keyed hash before anything is stored."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict

PSEUDONYM_BITS = 128
_KEY_ID_DIGITS = 12
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Account(BaseModel):
    """Who did it, in the words of an LMS: the site's home page and the account's unique name there.

    Spec: xAPI 1.0.3 Part 2 s2.4.2.1 (account: homePage, name).
    """

    model_config = ConfigDict(frozen=True)

    home_page: str
    name: str


@dataclass(frozen=True)
class Pseudonym:
    """A learner as records know one: 128 bits in hex, and the id of the key that made them."""

    learner: str
    key_id: str


def normalise_home_page(home_page: str) -> str:
    """Return one spelling for all addresses of a site, so that a learner has one pseudonym.

    Case of the host, a default port, user info, query, fragment, a final `/`, http or https, and the two spellings
    of an international host name make no difference; the path's case does. Text without a host stays as it is.
    """
    text = unicodedata.normalize("NFC", home_page.strip())
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return _escaped(text)
    if not host or not parts.scheme:
        return _escaped(text)
    scheme = "https" if parts.scheme == "http" else parts.scheme
    shown_port = "" if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f":{port}"
    return _escaped(f"{scheme}://{_ascii_host(host)}{shown_port}{parts.path.rstrip('/')}")


def key_id(key: bytes) -> str:
    """Return the public name of a key; the key cannot be found from it."""
    return sha256(b"coursebridge key id\n" + key).hexdigest()[:_KEY_ID_DIGITS]


def pseudonym(key: bytes, account: Account) -> Pseudonym:
    """Return the pseudonym of an account under a key: HMAC-SHA-256 over `home page|name`, its first 128 bits."""
    message = f"{normalise_home_page(account.home_page)}|{unicodedata.normalize('NFC', account.name)}"
    digest = hmac.new(key, message.encode(), sha256).digest()
    return Pseudonym(learner=digest[: PSEUDONYM_BITS // 8].hex(), key_id=key_id(key))


class Pseudonymiser:
    """Gives accounts of one centre their pseudonyms.

    A learner who is known under a retired key keeps that pseudonym, so that rotating a key does not part what a
    learner did before from what follows. All others get the first key's.
    """

    def __init__(self, keys: Sequence[bytes], is_known: Callable[[str], bool]) -> None:
        """`keys`: the current one first, then retired ones. `is_known`: whether a pseudonym is in use."""
        self._keys = tuple(keys)
        self._is_known = is_known
        self._given: dict[Account, Pseudonym] = {}

    def __call__(self, account: Account) -> Pseudonym:
        """Return the pseudonym of an account."""
        if account not in self._given:
            self._given[account] = self._choose(account)
        return self._given[account]

    def all_of(self, account: Account) -> list[str]:
        """Return every pseudonym that an account may have been given, under whatever key."""
        return [pseudonym(key, account).learner for key in self._keys]

    def _choose(self, account: Account) -> Pseudonym:
        current, *retired = (pseudonym(key, account) for key in self._keys)
        return next((given for given in retired if self._is_known(given.learner)), current)


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _escaped(text: str) -> str:
    return text.replace("|", quote("|"))
