"""The Moodle connector does what every connector must, against recordings of real sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms_bridge.connectors.base import Probe
from lms_bridge.connectors.registry import connected
from lms_bridge.endpoints import Endpoint, Source
from tests.lms_bridge.conformance.suite import ConnectorConformance, LearnedSite
from tests.lms_bridge.moodle.exchange import recorded
from tests.lms_bridge.moodle.standin import standing_in
from tests.lms_bridge.stub import Answer, stub_site

#: Names of the recorded learners, and what their run left in a bookmark.
HIDDEN = ("欧阳", "司马", "Zhuge", "SECRETbookmark", "someone@example.cn")


class _Core(ConnectorConformance):
    release = ""
    accounts: tuple[str, ...] = ()

    @pytest.fixture
    def scene(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LearnedSite]:
        monkeypatch.setenv("COURSEBRIDGE_TOKEN_BOX", "0" * 32)
        exchanges = [*recorded(f"probe{self.release}"), *recorded(f"core{self.release}")]
        options = {"courses": "mpy1", "plugin": "never", "requests_per_second": 0}
        common = {"name": "box", "connector": "moodle", "options": options}
        with standing_in(exchanges) as site, stub_site(Answer(status=404)) as gone:
            yield LearnedSite(
                endpoint=Source.model_validate({**common, "centre": "hefei", "url": site.url}),
                accounts=self.accounts,
                names=HIDDEN,
                package=tmp_path,
                newer=tmp_path,
                gone=Endpoint.model_validate({**common, "url": gone.url}),
            )

    def test_a_site_that_is_there_is_found_fit(self, scene: LearnedSite) -> None:
        """Of a course more is asked than a harvest asks: another recording. The 5.1 is an IOMAD, and told advice."""
        with standing_in(recorded(f"courses-sound{self.release}")) as site:
            options = {**scene.endpoint.options, "courses": "out4-e"}
            endpoint = scene.endpoint.model_copy(update={"url": site.url, "options": options})
            with connected(endpoint) as connector:
                assert isinstance(connector, Probe)
                told = {check.id for check in connector.probe() if not check.ok}
        assert told == ({"target:iomad"} if self.release == "51" else set())


class TestCore45(_Core):
    release = "45"
    accounts = ("5", "6", "7")


class TestCore51(_Core):
    release = "51"
    accounts = ("4", "5", "6")
