"""Scripts that speak to the sandbox by its contract go on working."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lms_bridge.sandbox.app import create_app
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.model import ChangePage, StoredPackage
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, ORIGINS, PAGE, card, carded_package, package_bytes


def commit(stage: TestClient, played: str, number: int, values: dict[str, str], **more: Any) -> int:
    body = {"session": 1, "number": number, "values": values, **more}
    return stage.post(f"{played}/commit", json=body).status_code


def test_a_package_is_posted_as_a_body_or_as_a_form(desk: TestClient) -> None:
    first = desk.post("/api/packages", content=carded_package(), headers={"content-type": "application/zip"})
    again = desk.post("/api/packages", files={"note": (None, "改版"), "file": ("课件.zip", carded_package())})
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["id"], first.json()["version"], again.json()["version"]) == (1, 1, 1)
    assert (first.json()["changed"], again.json()["changed"]) == (True, False)
    newer = desk.post("/api/packages", files={"file": ("课件.zip", carded_package("1.1.0"))}).json()
    assert (newer["id"], newer["version"], newer["course_version"]) == (1, 2, "1.1.0")


def test_packages_and_cards_are_told_as_the_bridge_reads_them(desk: TestClient) -> None:
    desk.post("/api/packages", content=carded_package())
    (package,) = (StoredPackage.model_validate(found) for found in desk.get("/api/packages").json())
    assert (package.id, package.course, package.title) == (1, "quality-course", "质量管理课程")
    assert desk.get("/api/packages/1/versions/1/card").json() == card().model_dump(mode="json")


def test_an_attempt_comes_with_its_values_by_element(desk: TestClient, stage: TestClient, played: str) -> None:
    assert stage.post(f"{played}/session").json()["session"] == 1
    assert commit(stage, played, 1, {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "80"}) == 200
    (attempt,) = desk.get("/api/attempts?package=1&learner=1").json()
    assert (attempt["attempt"], attempt["sco"], attempt["learner"]) == (1, "sco-1", 1)
    assert attempt["cmi"] == {
        "cmi.core.lesson_status": "passed",
        "cmi.core.score.raw": "80",
        "cmi.core.total_time": "0000:00:00.00",
    }
    assert desk.get("/api/attempts?package=2").json() == []
    assert desk.get("/api/attempts?learner=2").json() == []
    assert len(desk.get("/api/attempts").json()) == 1


def test_launching_again_continues_and_after_the_end_begins_anew(
    desk: TestClient, stage: TestClient, played: str
) -> None:
    assert desk.get("/launch/1?learner=1").headers["location"].endswith(played)
    stage.post(f"{played}/session")
    assert commit(stage, played, 1, {"cmi.core.lesson_status": "passed"}, finished=True) == 200
    assert not desk.get("/launch/1?learner=1").headers["location"].endswith(played)
    assert [attempt["attempt"] for attempt in desk.get("/api/attempts").json()] == [1, 2]


def test_the_feed_is_told_page_by_page(desk: TestClient, played: str) -> None:
    first = ChangePage.model_validate(desk.get("/api/changes?since=0&limit=1").json())
    rest = ChangePage.model_validate(desk.get(f"/api/changes?since={first.next}").json())
    assert [row.kind for row in (*first.rows, *rest.rows)] == ["enrolment", "attempt"]
    assert (first.more, rest.more, rest.rows[0].started_at) == (True, False, AT)


def test_enrolling_and_deleting_work_over_http(desk: TestClient, played: str) -> None:
    desk.post("/api/learners", json={"name": "李雷"})
    assert desk.post("/api/enrolments", json={"package": 1, "learner": 2}).status_code == 204
    assert desk.delete("/api/attempts/1").status_code == 204
    assert desk.get("/api/attempts").json() == []
    assert [learner["name"] for learner in desk.get("/api/learners").json()] == ["李雷", "王小明"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "finding"),
    [
        ("POST", "/api/packages", b"", 422, "SBX-INPUT"),
        ("POST", "/api/packages", b"no zip", 422, "CB-ARCHIVE"),
        ("POST", "/api/learners", b"{", 422, "SBX-INPUT"),
        ("POST", "/api/learners", b"[" * 100_000, 422, "SBX-INPUT"),
        ("POST", "/api/learners", b'{"nom":"x"}', 422, "SBX-INPUT"),
        ("POST", "/api/learners", b'{"name":""}', 422, "SBX-INPUT"),
        ("POST", "/api/learners", b'"' + b"x" * (3 << 20) + b'"', 422, "SBX-INPUT"),
        ("POST", "/api/enrolments", b'{"package":1,"learner":1}', 404, "SBX-NOT-FOUND"),
        ("GET", "/api/attempts?package=one", b"", 422, "SBX-INPUT"),
        ("GET", "/api/attempts?learner=99999999999999999999", b"", 422, "SBX-INPUT"),
        ("GET", "/api/changes?since=-1", b"", 422, "SBX-INPUT"),
        ("GET", "/api/packages/1/versions/1/card", b"", 404, "SBX-NOT-FOUND"),
        ("GET", "/api/nowhere", b"", 404, "SBX-NOT-FOUND"),
        ("PUT", "/api/packages", b"", 405, "SBX-ERROR"),
        ("DELETE", "/api/attempts/7", b"", 404, "SBX-NOT-FOUND"),
    ],
)
def test_a_bad_request_is_answered_by_a_finding(
    desk: TestClient, method: str, path: str, body: bytes, status: int, finding: str
) -> None:
    answer = desk.request(method, path, content=body)
    assert answer.status_code == status
    (found,) = answer.json()["findings"]
    assert found["id"] == finding
    assert " / " in found["message"]


def test_a_form_without_a_file_is_refused(desk: TestClient) -> None:
    answer = desk.post("/api/packages", files={"note": (None, "没有文件")})
    assert (answer.status_code, answer.json()["findings"][0]["id"]) == (422, "SBX-INPUT")


def test_an_upload_over_the_limit_is_refused_and_leaves_nothing(
    desk: TestClient, store: SandboxStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms_bridge.sandbox.api.MAX_UPLOAD_BYTES", 100)
    answer = desk.post("/api/packages", content=package_bytes())
    assert (answer.status_code, answer.json()["findings"][0]["id"]) == (413, "SBX-TOO-LARGE")
    assert list((store.data / "packages").iterdir()) == []


def test_an_upload_leaves_no_temporary_file(desk: TestClient, store: SandboxStore, tmp_path: Path) -> None:
    desk.post("/api/packages", files={"file": ("a.zip", package_bytes())})
    assert [path.name for path in (store.data / "packages").iterdir()] == ["1"]


def test_content_comes_with_the_right_type_and_in_ranges(desk: TestClient, stage: TestClient) -> None:
    files: dict[str, bytes | str] = {
        "js/main.js": "1",
        "媒体/片段.mp4": bytes(range(100)),
        "页面/gbk.html": "页".encode("gbk"),
    }
    desk.post("/api/packages", content=package_bytes(**files))
    desk.post("/api/learners", json={"name": "王小明"})
    played = desk.get("/launch/1?learner=1").headers["location"].removeprefix(ORIGINS.stage)
    content = f"{played}/content"
    assert stage.get(f"{content}/index.html").text == PAGE
    assert stage.get(f"{content}/js/main.js").headers["content-type"] == "text/javascript"
    assert stage.get(f"{content}/页面/gbk.html").headers["content-type"] == "text/html"
    part = stage.get(f"{content}/媒体/片段.mp4", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content, part.headers["content-type"]) == (206, bytes(range(10, 20)), "video/mp4")


@pytest.mark.parametrize(
    "path",
    [
        "../../../../sandbox.db",
        "%2e%2e/%2e%2e/%2e%2e/sandbox.db",
        "..%2f..%2f..%2fsandbox.db",
        "..%5c..%5csandbox.db",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "index.html%00.js",
        "c:%5cwindows%5cwin.ini",
        "",
        ".",
    ],
)
def test_content_outside_the_package_is_not_served(stage: TestClient, played: str, path: str) -> None:
    answer = stage.get(f"{played}/content/{path}")
    assert answer.status_code in (404, 307)
    assert "SQLite" not in answer.text


def test_a_guessed_address_plays_nothing(stage: TestClient, played: str) -> None:
    assert stage.get(f"{played}x").status_code == 404
    assert stage.post("/play/1/session").status_code == 404
    assert commit(stage, "/play/guess", 1, {"cmi.core.lesson_status": "passed"}) == 404


def test_launching_what_is_not_there_is_explained_on_a_page(desk: TestClient, played: str) -> None:
    for path in ("/launch/9?learner=1", "/launch/1?learner=9", "/launch/9", "/packages/9", "/attempts/9"):
        answer = desk.get(path)
        assert (answer.status_code, "没有此" in answer.text, 'lang="en"' in answer.text) == (404, True, True), path


def test_names_and_values_are_shown_as_text_never_as_markup(desk: TestClient, stage: TestClient, played: str) -> None:
    desk.post("/api/learners", json={"name": "<script>alert(1)</script>"})
    location = desk.get("/launch/1?learner=2").headers["location"].removeprefix(ORIGINS.stage)
    stage.post(f"{location}/session")
    commit(stage, location, 1, {"cmi.comments": "<img src=x onerror=alert(2)>", "cmi.interactions.0.id": "<b>q"})
    pages = [desk.get(path).text for path in ("/", "/packages/1", "/attempts/2")] + [stage.get(location).text]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>q" not in text
    assert "&lt;img src=x" in pages[2]


def test_every_page_of_a_simulated_sandbox_says_so(store: SandboxStore) -> None:
    app = create_app(Desk(store=store, origins=ORIGINS, simulated=True, clock=lambda: AT))
    with TestClient(app, base_url=ORIGINS.desk) as desk:
        desk.post("/api/packages", content=carded_package())
        desk.post("/api/learners", json={"name": "王小明"})
        attempt = store.open_attempt(1, 1, AT)
        with TestClient(app, base_url=ORIGINS.stage) as stage:
            played = stage.get(f"/play/{store.attempt_token(attempt.id)}").text
        for text in (*(desk.get(path).text for path in ("/", "/packages/1", "/attempts/1", "/packages/9")), played):
            assert "模拟数据" in text
            assert "Simulated" in text


def test_pages_about_a_simulated_course_say_so_even_in_a_real_sandbox(desk: TestClient, store: SandboxStore) -> None:
    desk.post("/api/packages", content=carded_package(simulated=True))
    desk.post("/api/learners", json={"name": "王小明"})
    store.open_attempt(1, 1, AT)
    for path in ("/", "/packages/1", "/attempts/1"):
        assert "模拟数据" in desk.get(path).text, path


def test_a_real_sandbox_does_not_call_its_data_simulated(desk: TestClient, played: str) -> None:
    for path in ("/", "/packages/1", "/attempts/1"):
        assert "模拟数据" not in desk.get(path).text, path
