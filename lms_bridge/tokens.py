"""Tokens of sources and targets: from the environment or the keyring alone, never from a file, never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping

from foundation.errors import SettingsError
from foundation.text import both
from lms_bridge.endpoints import environment_part
from lms_bridge.keyrings import keyring_text


def token_variable(name: str) -> str:
    """Return the environment variable that may hold the token of a source or target."""
    return f"COURSEBRIDGE_TOKEN_{environment_part(name)}"


def find_token(name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """Return the token of a source or target: from its variable, else the keyring (`token:NAME`), else None."""
    environment = os.environ if environment is None else environment
    return environment.get(token_variable(name)) or keyring_text(f"token:{name}")


def read_token(name: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the token of a source or target.

    Raises:
        SettingsError: there is none.
    """
    token = find_token(name, environment)
    if token is None:
        variable = token_variable(name)
        raise SettingsError(
            both(f"“{name}”没有令牌", f"{name!r} has no token"),
            place=variable,
            remedy=both(
                f"把令牌放进环境变量 {variable}，或系统密码库：keyring set coursebridge token:{name}",
                f"Put it into the variable {variable}, or the keyring: keyring set coursebridge token:{name}",
            ),
        )
    return token
