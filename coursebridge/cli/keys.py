"""`coursebridge keys`: the keys with which centres' learners get their pseudonyms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, reporting
from coursebridge.cli.harvest import settings_option
from foundation.text import both

if TYPE_CHECKING:
    from lms_bridge.endpoints import Centre
    from lms_bridge.keys import CentreKeys


@click.group()
def command() -> None:
    """中心密钥：新建、列出、更换、吊销 / Keys of centres.

    Example: coursebridge keys new centre-a
    """


@command.command("new")
@click.argument("centre")
@click.option("--show", "shown", is_flag=True, help="显示密钥，以便抄入密码库 / Show the key, to keep it elsewhere")
@settings_option
@reporting
def new(centre: str, shown: bool, settings_file: Path | None) -> Outcome:
    """为一个中心新建密钥，写入只有本人可读的文件。请另存一份：丢了密钥，前后数据就无法对上。

    Make a centre's key, in a file that its owner alone can read. Keep a copy elsewhere.

    Example: coursebridge keys new centre-a
    """
    from lms_bridge.keys import new_key

    found = _centre(centre, settings_file)
    keys = new_key(found)
    more = {"key": keys.secrets[0].hex()} if shown else {}
    return _made(found, keys, more)


@command.command("list")
@click.argument("centre", required=False)
@settings_option
@reporting
def list_(centre: str | None, settings_file: Path | None) -> Outcome:
    """列出各中心（或一个中心）的密钥编号、状态和存放处；不显示密钥。

    List the ids and states of all centres' keys, or of one, and where they are kept; never the keys.

    Example: coursebridge keys list --json
    """
    from coursebridge.settings import read_settings
    from lms_bridge.keys import find_keys

    settings = read_settings(settings_file)
    rows = []
    for found in [settings.centre(centre)] if centre else settings.centres:
        keys = find_keys(found)
        rows += _rows(found, keys) if keys else [_row(found, None, None, None)]
    lines = [f"{row['centre']}  {row['key_id'] or both('没有密钥', 'no key')}  {row['state'] or ''}" for row in rows]
    return Outcome(payload={"keys": rows}, text="\n".join(lines))


@command.command("rotate")
@click.argument("centre")
@settings_option
@reporting
def rotate(centre: str, settings_file: Path | None) -> Outcome:
    """更换密钥：新学员用新密钥；已有学员的假名不变，前后数据仍能对上。

    Make a new key for new learners; those who are known keep their pseudonyms.

    Example: coursebridge keys rotate centre-a
    """
    from lms_bridge.keys import rotate_key

    found = _centre(centre, settings_file)
    return _made(found, rotate_key(found), {})


@command.command("revoke")
@click.argument("centre")
@click.argument("key_id", required=False)
@settings_option
@reporting
def revoke(centre: str, key_id: str | None, settings_file: Path | None) -> Outcome:
    """吊销泄露的密钥（默认为当前密钥）并销毁它：用过它的学员以后得到新假名，前后数据不再能对上。

    Destroy a key that became known, by default the current one. Learners known under it get new pseudonyms; the two
    cannot be joined.

    Example: coursebridge keys revoke centre-a 3f9c0a1b2c4d
    """
    from lms_bridge.keys import revoke_key

    found = _centre(centre, settings_file)
    return _made(found, revoke_key(found, key_id), {})


def _centre(name: str, settings_file: Path | None) -> Centre:
    from coursebridge.settings import read_settings

    return read_settings(settings_file).centre(name)


def _made(centre: Centre, keys: CentreKeys, more: dict[str, Any]) -> Outcome:
    text = both(f"当前密钥 {keys.keys[0].id}，在 {centre.key_file}", f"Key {keys.keys[0].id} in {centre.key_file}")
    payload = {"centre": centre.name, "key_id": keys.keys[0].id, "file": str(centre.key_file), **more}
    return Outcome(payload={**payload, "keys": _rows(centre, keys)}, text="\n".join([text, *more.values()]))


def _rows(centre: Centre, keys: CentreKeys) -> list[dict[str, Any]]:
    return [_row(centre, key.id, key.state, keys.origin) for key in keys.keys]


def _row(centre: Centre, key_id: str | None, state: str | None, origin: str | None) -> dict[str, Any]:
    file = str(centre.key_file) if origin in (None, "file") else None
    return {"centre": centre.name, "key_id": key_id, "state": state, "origin": origin, "file": file}
