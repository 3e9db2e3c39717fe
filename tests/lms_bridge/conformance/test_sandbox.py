"""The sandbox's connector, by data folder and over HTTP, does what every connector must."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.errors import SettingsError
from lms_bridge.connectors.registry import connected
from lms_bridge.endpoints import Endpoint, Source
from lms_bridge.sandbox.server import running_sandbox
from tests.lms_bridge.conformance.suite import LearnedSite, PusherConformance
from tests.lms_bridge.scenes import NAMES, Site, card, multiset, package, post_test, pre_test, survey
from tests.lms_bridge.stub import Answer, stub_site


def _learned(site: Site) -> tuple[str, ...]:
    package_id = site.add_package(card())
    learners = [site.store.add_learner(name, site.at()) for name in NAMES]
    for number, learner in enumerate(learners):
        site.learn(package_id, learner, pre_test(number), post_test(number), survey())
    return tuple(str(learner) for learner in learners)


def _scene(site: Site, accounts: tuple[str, ...], where: dict[str, object], gone: dict[str, object]) -> LearnedSite:
    common = {"name": "box", "connector": "sandbox", "options": {"page_size": 2}}
    return LearnedSite(
        endpoint=Source.model_validate({**common, "centre": "hefei", **where}),
        accounts=accounts,
        names=NAMES,
        package=site.root / "course.zip",
        newer=package(site.root / "newer.zip", card(version="1.1.0"), page="二"),
        gone=Endpoint.model_validate({**common, **gone}),
    )


class TestByFolder(PusherConformance):
    @pytest.fixture
    def scene(self, tmp_path: Path) -> Iterator[LearnedSite]:
        site = Site(tmp_path)
        accounts = _learned(site)
        blocked = tmp_path / "a file"
        blocked.mkdir()
        (blocked / "sandbox.db").write_bytes(b"no database at all, whatever the name says" * 50)
        yield _scene(site, accounts, {"data": site.data}, {"data": blocked})
        site.store.close()


class TestByHttp(PusherConformance):
    @pytest.fixture
    def scene(self, tmp_path: Path) -> Iterator[LearnedSite]:
        site = Site(tmp_path)
        accounts = _learned(site)
        with running_sandbox(site.data) as sandbox:
            yield _scene(site, accounts, {"url": sandbox.url}, {"url": f"{sandbox.url}/elsewhere"})
        site.store.close()


def test_folder_and_http_give_the_same_records(tmp_path: Path) -> None:
    site = Site(tmp_path)
    package_id = site.add_package(card())
    for name in NAMES:
        learner = site.store.add_learner(name, site.at())
        site.learn(package_id, learner, pre_test(1), post_test(2))
        site.learn(package_id, learner, pre_test(1), post_test(0))
    site.harvest()
    expected = multiset(site.home)
    with running_sandbox(site.data) as sandbox:
        settings = site.settings.read_text(encoding="utf-8").replace('data = "平台"', f'url = "{sandbox.url}"')
        site.settings.write_text(settings, encoding="utf-8")
        site.home = tmp_path / "over http"
        site.harvest()
    assert multiset(site.home) == expected


def test_an_lms_that_is_down_ends_with_3_and_is_told_in_both_languages(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with stub_site(Answer(status=404)) as stub:
        settings = site.settings.read_text(encoding="utf-8").replace('data = "平台"', f'url = "{stub.url}"')
        site.settings.write_text(settings, encoding="utf-8")
        done = site.run("harvest", "run", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["id"]) == (3, "BRIDGE-SOURCE-FATAL")
    assert "平台" in finding["message"]
    assert "LMS" in finding["message"]
    assert finding["remedy"]
    assert stub.asked == ["GET /api/changes?since=0&limit=200"]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({}, "box.data"),
        ({"data": "x", "url": "http://127.0.0.1:1"}, "box.data"),
        ({"data": "x", "options": {"page_sise": 3}}, "box.page_sise"),
        ({"data": "x", "options": {"page_size": 0}}, "box.page_size"),
        ({"data": "x", "options": {"page_size": "many"}}, "box.page_size"),
    ],
)
def test_wrong_settings_are_told_by_their_key(settings: dict[str, object], place: str) -> None:
    endpoint = Endpoint.model_validate({"name": "box", "connector": "sandbox", **settings})
    with pytest.raises(SettingsError) as caught, connected(endpoint):
        pass
    assert (caught.value.place, caught.value.exit_code) == (place, 2)
