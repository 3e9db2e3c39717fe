"""A course's scripts, a foreign page, or a rebound host name cannot act as the person at the desk."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import ORIGINS


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost.evil:8765"]
)
def test_a_foreign_host_name_is_refused(desk: TestClient, host: str) -> None:
    for path in ("/", "/api/attempts", "/static/desk.css"):
        answer = desk.get(path, headers={"host": host})
        assert (answer.status_code, answer.json()["findings"][0]["id"]) == (421, "SBX-HOST")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ORIGINS.stage},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_another_sites_page_can_change_nothing(desk: TestClient, store: SandboxStore, headers: dict[str, str]) -> None:
    requests = [
        ("POST", "/api/learners", b'{"name":"evil"}'),
        ("POST", "/api/packages", b"PK"),
        ("POST", "/api/enrolments", b"{}"),
        ("DELETE", "/api/attempts/1", b""),
        ("POST", "/learn", b"package=1&name=evil"),
        ("POST", "/restart", b"package=1&learner=1"),
    ]
    for method, path, body in requests:
        answer = desk.request(method, path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["findings"][0]["id"]) == (403, "SBX-FORBIDDEN"), path
    assert store.learners() == []


def test_the_desks_own_page_and_a_script_may(desk: TestClient) -> None:
    for headers in ({"origin": ORIGINS.desk}, {"sec-fetch-site": "same-origin"}, {}):
        assert desk.post("/api/learners", json={"name": "王小明"}, headers=headers).status_code == 201


def test_another_sites_page_cannot_launch_silently(desk: TestClient, played: str, store: SandboxStore) -> None:
    store.add_learner("李雷", store.attempts()[0].started_at)
    answer = desk.get("/launch/1?learner=2", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/packages/1")
    assert len(store.attempts()) == 1


def test_the_stage_has_no_desk_and_the_desk_no_stage(desk: TestClient, stage: TestClient, played: str) -> None:
    assert stage.get("/api/attempts").status_code == 421
    assert stage.post("/api/learners", json={"name": "evil"}).status_code == 421
    assert stage.post("/learn", content=b"package=1&name=evil").status_code == 421
    assert desk.post(f"{played}/session").status_code == 421
    answer = stage.get("/attempts/1?a=%E8%AF%BE")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{ORIGINS.desk}/attempts/1?a=%E8%AF%BE")


def test_every_answer_carries_its_security_headers(desk: TestClient, stage: TestClient, played: str) -> None:
    answers = [desk.get(path) for path in ("/", "/api/attempts", "/static/desk.css", "/nowhere")]
    answers += [stage.get(played), stage.get(f"{played}/content/index.html")]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "object-src" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
    assert "frame-ancestors 'none'" in answers[0].headers["content-security-policy"]
    assert "connect-src 'self'" in answers[-1].headers["content-security-policy"]
