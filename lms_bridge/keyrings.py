"""The system's keyring, where there is one: service `coursebridge`, one entry per centre's key or site's token."""

from __future__ import annotations

KEYRING_SERVICE = "coursebridge"


def keyring_text(entry: str) -> str | None:
    """Return what the keyring holds under an entry; None: nothing, or there is no keyring here."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, entry)
    except KeyringError:
        return None
    return found
