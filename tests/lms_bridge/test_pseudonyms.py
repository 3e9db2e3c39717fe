"""Pseudonyms: one per person and centre, whatever way a site's address is written; nobody without the key makes one."""

from __future__ import annotations

import hmac
import string
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from lms_bridge.pseudonym import Account, Pseudonymiser, key_id, normalise_home_page, pseudonym

HOSTS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12).map(lambda name: f"{name}.example.cn")
PATHS = st.sampled_from(["", "/moodle", "/a/b", "/学习"])
KEYS = st.binary(min_size=32, max_size=32)
NAMES = st.text(min_size=1, max_size=30).filter(lambda name: name.isprintable())


@given(HOSTS, PATHS, KEYS, NAMES)
def test_every_spelling_of_a_site_gives_a_learner_one_pseudonym(host: str, path: str, key: bytes, name: str) -> None:
    spellings = [
        f"https://{host}{path}",
        f"HTTPS://{host.upper()}:443{path}/",
        f"http://{host}{path}",
        f"http://{host}:80{path}/?lang=zh#top",
        f"  https://user@{host}.{path}  ",
    ]
    assert len({pseudonym(key, Account(home_page=home, name=name)) for home in spellings}) == 1


@given(HOSTS, NAMES, KEYS, KEYS)
def test_another_key_site_path_or_name_gives_another_pseudonym(host: str, name: str, key: bytes, other: bytes) -> None:
    mine = pseudonym(key, Account(home_page=f"https://{host}", name=name))
    others = [
        pseudonym(key, Account(home_page=f"https://x.{host}", name=name)),
        pseudonym(key, Account(home_page=f"https://{host}/two", name=name)),
        pseudonym(key, Account(home_page=f"https://{host}:8443", name=name)),
        pseudonym(key, Account(home_page=f"https://{host}", name=name + "x")),
    ]
    if key != other:
        others.append(pseudonym(other, Account(home_page=f"https://{host}", name=name)))
    assert mine.learner not in {one.learner for one in others}


@given(st.text(max_size=60))
def test_normalising_any_text_twice_changes_nothing_and_keeps_the_separator_free(text: str) -> None:
    once = normalise_home_page(text)
    assert normalise_home_page(once) == once
    assert "|" not in once


def test_chinese_host_names_have_one_spelling() -> None:
    assert normalise_home_page("https://学习.中国/课程/") == "https://xn--vjq503a.xn--fiqs8s/课程"
    assert normalise_home_page("https://xn--vjq503a.xn--fiqs8s/课程") == "https://xn--vjq503a.xn--fiqs8s/课程"


def test_a_pseudonym_is_128_bits_of_hmac_sha256_so_that_others_can_check_it() -> None:
    key = bytes(range(32))
    expected = hmac.new(key, "https://lms.cn|王小明".encode(), sha256).hexdigest()[:32]
    made = pseudonym(key, Account(home_page="http://LMS.cn/", name="王小明"))
    assert (made.learner, made.key_id) == (expected, key_id(key))
    assert len(bytes.fromhex(made.learner)) * 8 == 128


def test_the_key_id_does_not_give_the_key_away_and_tells_keys_apart() -> None:
    assert key_id(b"a" * 32) != key_id(b"b" * 32)
    assert (b"a" * 32).hex()[:8] not in key_id(b"a" * 32)


def test_a_learner_known_under_a_retired_key_keeps_the_pseudonym_and_new_ones_get_the_new_keys() -> None:
    old, new = b"o" * 32, b"n" * 32
    before, after = Account(home_page="https://lms.cn", name="早"), Account(home_page="https://lms.cn", name="晚")
    known = {pseudonym(old, before).learner}
    pseudonymise = Pseudonymiser([new, old], known.__contains__)
    assert pseudonymise(before) == pseudonym(old, before)
    assert pseudonymise(after) == pseudonym(new, after)
