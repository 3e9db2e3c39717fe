"""Keys: made strong, kept private, never shown unasked; changing one does not part learners from their past."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from lms_bridge.endpoints import Centre
from lms_bridge.errors import DamagedKeyError, KeyInUseError, MissingKeyError
from lms_bridge.keys import find_keys, key_variable, new_key, read_keys, revoke_key, rotate_key
from tests.lms_bridge.scenes import KEY, Site, card, pre_test, records


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(name="he-fei", key_file=tmp_path / "密钥" / "he-fei.key")


def test_a_new_key_is_256_random_bits_in_a_file_of_the_owner_alone(centre: Centre) -> None:
    keys = new_key(centre, {})
    assert len(keys.secrets[0]) == 32
    assert keys.secrets[0].hex() in centre.key_file.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(centre.key_file.stat().st_mode) == 0o600
    assert read_keys(centre, {}).secrets == keys.secrets
    other = Centre(name="other", key_file=centre.key_file.with_name("other.key"))
    assert new_key(other, {}).secrets != keys.secrets


def test_a_key_is_never_replaced_by_mistake(centre: Centre) -> None:
    before = new_key(centre, {})
    with pytest.raises(KeyInUseError):
        new_key(centre, {})
    assert read_keys(centre, {}) == before


def test_keys_do_not_show_in_reprs(centre: Centre) -> None:
    keys = new_key(centre, {})
    assert keys.secrets[0].hex() not in repr(keys)
    assert repr(keys.secrets[0]) not in repr(keys)


def test_the_environment_comes_before_the_file(centre: Centre) -> None:
    new_key(centre, {})
    found = read_keys(centre, {"COURSEBRIDGE_KEY_HE_FEI": f"{KEY} {'2a' * 32}"})
    assert (found.origin, found.secrets) == ("environment", (bytes.fromhex(KEY), b"*" * 32))
    assert [key.state for key in found.keys] == ["current", "retired"]
    assert key_variable("he-fei") == "COURSEBRIDGE_KEY_HE_FEI"


def test_rotating_retires_the_old_key_and_keeps_it(centre: Centre) -> None:
    old = new_key(centre, {})
    rotated = rotate_key(centre, {})
    assert [key.state for key in rotated.keys] == ["current", "retired"]
    assert rotated.secrets[1:] == old.secrets
    assert read_keys(centre, {}) == rotated


def test_revoking_destroys_the_key_and_keeps_its_id(centre: Centre) -> None:
    old = new_key(centre, {})
    revoked = revoke_key(centre, old.keys[0].id, {})
    assert [key.state for key in revoked.keys] == ["current", "revoked"]
    assert revoked.keys[1].id == old.keys[0].id
    assert old.secrets[0].hex() not in centre.key_file.read_text(encoding="utf-8")
    assert read_keys(centre, {}) == revoked


def test_revoking_without_an_id_means_the_current_key(tmp_path: Path) -> None:
    site = Site(tmp_path)
    before = json.loads(site.command("keys", "list", "hefei", "--json").stdout)["keys"][0]["key_id"]
    told = json.loads(site.command("keys", "revoke", "hefei", "--json").stdout)["keys"]
    assert [(key["state"], key["key_id"] == before) for key in told] == [("current", False), ("revoked", True)]


def test_revoking_a_retired_key_leaves_the_current_one(centre: Centre) -> None:
    old, current = new_key(centre, {}), rotate_key(centre, {})
    assert revoke_key(centre, old.keys[0].id, {}).secrets == current.secrets[:1]


def test_revoking_an_unknown_id_is_refused_with_the_known_ones(centre: Centre) -> None:
    keys = new_key(centre, {})
    with pytest.raises(MissingKeyError) as caught:
        revoke_key(centre, "0" * 12, {})
    assert keys.keys[0].id in caught.value.remedy


def test_keys_in_the_environment_are_changed_there(centre: Centre) -> None:
    with pytest.raises(KeyInUseError):
        rotate_key(centre, {"COURSEBRIDGE_KEY_HE_FEI": KEY})
    assert not centre.key_file.exists()


@pytest.mark.parametrize("text", ["current 12", "secret " + KEY, KEY, "current " + KEY[:-1], "\x00"])
def test_a_damaged_key_file_is_told_and_never_guessed_at(centre: Centre, text: str) -> None:
    centre.key_file.parent.mkdir()
    centre.key_file.write_text(text)
    with pytest.raises(DamagedKeyError) as caught:
        read_keys(centre, {})
    assert KEY[:-1] not in caught.value.finding().model_dump_json()


def test_a_damaged_key_variable_is_told_without_its_value(centre: Centre) -> None:
    with pytest.raises(DamagedKeyError) as caught:
        read_keys(centre, {"COURSEBRIDGE_KEY_HE_FEI": "hunter2"})
    assert "hunter2" not in caught.value.finding().model_dump_json()


def test_no_key_is_a_usage_error_that_names_command_and_variable(centre: Centre) -> None:
    assert find_keys(centre, {}) is None
    with pytest.raises(MissingKeyError) as caught:
        read_keys(centre, {})
    assert caught.value.exit_code == 2
    assert "keys new he-fei" in caught.value.remedy
    assert "COURSEBRIDGE_KEY_HE_FEI" in caught.value.remedy


def test_rotation_keeps_known_learners_and_gives_new_ones_the_new_key(tmp_path: Path) -> None:
    site = Site(tmp_path)
    package, first = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, first, pre_test(1), finish=False)
    site.harvest()
    before = {row["learner"] for row in records(site.home)}
    rotated = json.loads(site.command("keys", "rotate", "hefei", "--json").stdout)
    site.store.commit(attempt, {"cmi.core.lesson_status": "passed"}, site.at(), True)
    site.learn(package, site.store.add_learner("乙", site.at()), pre_test(2))
    site.harvest()
    by_key = {
        row["key_id"]: {one["learner"] for one in records(site.home) if one["key_id"] == row["key_id"]}
        for row in records(site.home)
    }
    assert set(by_key) == {key["key_id"] for key in rotated["keys"]}
    assert len(by_key.pop(rotated["key_id"])) == 1
    assert list(by_key.values()) == [before]


def test_after_revocation_a_learner_cannot_be_joined_with_the_past(tmp_path: Path) -> None:
    site = Site(tmp_path)
    package, first = site.add_package(card()), site.store.add_learner("甲", site.at())
    attempt = site.learn(package, first, pre_test(1), finish=False)
    site.harvest()
    old = {str(row["key_id"]) for row in records(site.home)}
    assert site.command("keys", "revoke", "hefei", old.copy().pop()).returncode == 0
    site.store.commit(attempt, {"cmi.core.lesson_status": "passed"}, site.at(), True)
    site.harvest()
    assert len({row["learner"] for row in records(site.home)}) == 2


def test_the_commands_never_print_a_key_unless_asked(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (site.root / "keys/hefei.key").unlink()
    made = site.command("keys", "new", "hefei", "--json")
    key = (site.root / "keys/hefei.key").read_text(encoding="utf-8").split()[-1]
    told = [
        made,
        site.command("keys", "list", "--json"),
        site.command("keys", "list"),
        site.command("keys", "rotate", "hefei"),
    ]
    assert all(key not in done.stdout + done.stderr for done in told)
    assert json.loads(made.stdout)["key_id"]
    (site.root / "keys/hefei.key").unlink()
    shown = site.command("keys", "new", "hefei", "--show", "--json")
    assert json.loads(shown.stdout)["key"] in (site.root / "keys/hefei.key").read_text(encoding="utf-8")


def test_the_list_shows_centres_without_a_key(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (site.root / "keys/hefei.key").unlink()
    (row,) = json.loads(site.command("keys", "list", "--json").stdout)["keys"]
    assert (row["centre"], row["key_id"], row["file"]) == ("hefei", None, str(site.root / "keys/hefei.key"))
