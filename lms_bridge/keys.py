"""Keys of centres: 256 random bits each, kept in the environment, the keyring or a private file, never shown.

A key file holds one line per key, `STATE VALUE`: `current` and `retired` with 64 hex digits, `revoked` with the
key's id alone, since a revoked key is destroyed.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from foundation.files import read_text, write_bytes
from foundation.text import both
from lms_bridge.endpoints import Centre, environment_part
from lms_bridge.errors import DamagedKeyError, KeyInUseError, MissingKeyError
from lms_bridge.keyrings import KEYRING_SERVICE, keyring_text
from lms_bridge.pseudonym import key_id

KeyState = Literal["current", "retired", "revoked"]
Origin = Literal["environment", "keyring", "file"]

_KEY_BYTES = 32
_LINE = re.compile(r"(current|retired) ([0-9a-f]{64})|(revoked) ([0-9a-f]{12})")
_HEADER = "# coursebridge 中心密钥，勿外传、勿丢失 / keys of a centre: keep them secret, keep them safe\n"
_MAX_FILE_BYTES = 1 << 16


@dataclass(frozen=True)
class StoredKey:
    """A key of a centre. `secret` is None once it is revoked; it does not show in `repr`."""

    id: str
    state: KeyState
    secret: bytes | None = None

    def __repr__(self) -> str:
        return f"StoredKey({self.id}, {self.state})"


@dataclass(frozen=True)
class CentreKeys:
    """All keys of a centre, the current one first, and where they are kept."""

    centre: str
    origin: Origin
    keys: tuple[StoredKey, ...]

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """Secrets in use: the current key's first, then those of retired keys."""
        return tuple(key.secret for key in self.keys if key.secret is not None)


def key_variable(centre: str) -> str:
    """Return the environment variable that may hold a centre's key."""
    return f"COURSEBRIDGE_KEY_{environment_part(centre)}"


def read_keys(centre: Centre, environment: Mapping[str, str] | None = None) -> CentreKeys:
    """Return a centre's keys: from its environment variable, else the keyring, else its key file.

    The variable and the keyring hold hex keys separated by spaces, the current one first.

    Raises:
        MissingKeyError: there is none with which pseudonyms could be made.
        DamagedKeyError: what is there is no key.
    """
    found = find_keys(centre, environment)
    if found is None or not found.secrets or found.keys[0].state != "current":
        raise MissingKeyError(
            both(f"中心“{centre.name}”没有可用的密钥", f"Centre {centre.name} has no key"),
            file=centre.key_file,
            remedy=both(
                f"运行 coursebridge keys new {centre.name}，或设环境变量 {key_variable(centre.name)}",
                f"Run coursebridge keys new {centre.name}, or set {key_variable(centre.name)}",
            ),
        )
    return found


def find_keys(centre: Centre, environment: Mapping[str, str] | None = None) -> CentreKeys | None:
    """Return a centre's keys, revoked ones included, or None. Raises DamagedKeyError."""
    environment = os.environ if environment is None else environment
    variable = key_variable(centre.name)
    if environment.get(variable):
        return CentreKeys(centre.name, "environment", _from_text(environment[variable], variable))
    in_keyring = keyring_text(centre.name)
    if in_keyring:
        return CentreKeys(centre.name, "keyring", _from_text(in_keyring, f"keyring {KEYRING_SERVICE}/{centre.name}"))
    if centre.key_file.is_file():
        return CentreKeys(centre.name, "file", _from_file(centre.key_file))
    return None


def new_key(centre: Centre, environment: Mapping[str, str] | None = None) -> CentreKeys:
    """Make a centre's first key and write it to its key file, readable by its owner alone.

    Raises:
        KeyInUseError: there is a key already.
    """
    found = find_keys(centre, environment)
    if found is not None and found.secrets:
        raise KeyInUseError(
            both(f"中心“{centre.name}”已有密钥", f"Centre {centre.name} has a key already"),
            file=centre.key_file if found.origin == "file" else key_variable(centre.name),
            remedy=both(f"要更换请运行 coursebridge keys rotate {centre.name}", "To replace it, use keys rotate"),
        )
    return _write(centre, [_made(), *(found.keys if found else ())])


def rotate_key(centre: Centre, environment: Mapping[str, str] | None = None) -> CentreKeys:
    """Make a new current key; the old one is retired: learners known under it keep their pseudonyms.

    Raises:
        MissingKeyError: there is nothing to rotate.
        KeyInUseError: the keys are kept in the environment or the keyring.
    """
    found = _in_file(read_keys(centre, environment), centre)
    return _write(centre, [_made(), *(_retired(key) for key in found.keys)])


def revoke_key(
    centre: Centre, revoked_id: str | None = None, environment: Mapping[str, str] | None = None
) -> CentreKeys:
    """Destroy a key that became known to others, by default the current one, which a new one then replaces.

    Learners known under it get new pseudonyms; nobody can join the two.

    Raises:
        MissingKeyError: the centre has no key with this id.
        KeyInUseError: the keys are kept in the environment or the keyring.
    """
    found = _in_file(read_keys(centre, environment), centre)
    revoked_id = revoked_id or found.keys[0].id
    if revoked_id not in {key.id for key in found.keys}:
        known = ", ".join(key.id for key in found.keys)
        raise MissingKeyError(
            both(f"没有编号为 {revoked_id} 的密钥", f"There is no key {revoked_id}"),
            file=centre.key_file,
            remedy=both(f"可选：{known}", f"There is: {known}"),
        )
    kept = [StoredKey(key.id, "revoked") if key.id == revoked_id else key for key in found.keys]
    return _write(centre, kept if kept[0].state == "current" else [_made(), *kept])


def _made() -> StoredKey:
    secret = secrets.token_bytes(_KEY_BYTES)
    return StoredKey(key_id(secret), "current", secret)


def _retired(key: StoredKey) -> StoredKey:
    return replace(key, state="retired") if key.state == "current" else key


def _in_file(keys: CentreKeys, centre: Centre) -> CentreKeys:
    if keys.origin == "file":
        return keys
    raise KeyInUseError(
        both(f"密钥保存在 {keys.origin} 中，须在那里更换", f"The key is kept in the {keys.origin}: change it there"),
        place=key_variable(centre.name),
        remedy=both(
            "新密钥写在最前，旧密钥以空格隔开写在其后", "Put the new key first, the old ones after it, with spaces"
        ),
    )


def _write(centre: Centre, keys: Sequence[StoredKey]) -> CentreKeys:
    lines = [f"{key.state} {key.id if key.secret is None else key.secret.hex()}\n" for key in keys]
    write_bytes(centre.key_file, (_HEADER + "".join(lines)).encode(), private=True)
    return CentreKeys(centre.name, "file", tuple(keys))


def _from_file(path: Path) -> tuple[StoredKey, ...]:
    lines = [line.strip() for line in read_text(path, max_bytes=_MAX_FILE_BYTES).splitlines()]
    return tuple(_from_line(line, path) for line in lines if line and not line.startswith("#"))


def _from_line(line: str, path: Path) -> StoredKey:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _damaged(str(path))
    if match[3]:
        return StoredKey(match[4], "revoked")
    secret = bytes.fromhex(match[2])
    return StoredKey(key_id(secret), "current" if match[1] == "current" else "retired", secret)


def _from_text(text: str, where: str) -> tuple[StoredKey, ...]:
    keys = text.split()
    if not keys or not all(re.fullmatch(r"[0-9a-fA-F]{64}", key) for key in keys):
        raise _damaged(where)
    made = [bytes.fromhex(key) for key in keys]
    return tuple(StoredKey(key_id(s), "retired" if n else "current", s) for n, s in enumerate(made))


def _damaged(where: str) -> DamagedKeyError:
    return DamagedKeyError(
        both("密钥应为 64 位十六进制数字", "A key is 64 hex digits"),
        file=where,
        remedy=both(
            "从备份恢复；没有备份时删除它再运行 keys new", "Restore it from a backup; else delete it and use keys new"
        ),
    )
