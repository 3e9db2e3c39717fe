"""Addresses of sites: which may be spoken to at all, and how they are shown without what is secret in them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from foundation.errors import SettingsError
from foundation.text import both


def checked_address(url: str) -> str:
    """Return a site's address without a final `/`.

    Raises:
        SettingsError: it is none, holds a password, query or fragment, or is plain http to another machine.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _address_error("…", both("不是有效的网址", "It is no web address")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise _address_error(url, both("不是有效的网址", "It is no web address"))
    if parts.scheme == "http" and not is_loopback(url):
        raise _address_error(url, both("除本机外必须用 https", "Other machines are spoken to by https alone"))
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Return whether an address is one of this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address_error(url: str, message: str) -> SettingsError:
    shown = urlsplit(url)._replace(query="", fragment="").geturl() if "@" not in url else "…"
    remedy = both("改正设置中的 url", "Mend `url` in the settings")
    return SettingsError(message, place=f"url = {shown}", remedy=remedy)
