"""A course and its map go onto the site, once; killed anywhere, the bridge goes on where it stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

from tests.live.conftest import Run
from tests.live.course import add_films, write_live_course
from tests.live.relay import relay_to
from tests.live.workplace import by_op

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

#: What a test site may lack without harm: its cron, a certificate, our language pack.
_MAY_LACK = {"target:cron", "target:https", "target:lang_zh_cn"}
_MOST_REQUESTS = 40
#: Together more than 8 MiB: the plugin takes them in by two requests.
_FILMS_BYTES = (3 << 20, 1 << 20, 5 << 20, (2 << 20) + 1, 4 << 20)


def test_install(run: Run, figure: Callable[[str], None]) -> None:
    """The plugin answers, its ready-made role may do all that it needs, and doctor finds nothing to mend."""
    plugin = run.site.plugin
    lacking = [grant.capability for grant in plugin.may if not grant.granted]
    told = run.work.run("doctor", "--target", "live").told
    failed = {one["id"] for one in told["checks"] if one["id"].startswith("target") and not one["ok"]}
    figure(f"plugin {plugin.plugin_release}, {len(plugin.may)} capabilities, {len(told['checks'])} checks")
    assert 1 in plugin.protocols
    assert lacking == []
    assert failed <= _MAY_LACK


def test_push(run: Run, figure: Callable[[str], None]) -> None:
    """The map becomes a framework, the course folder a course; all of it new."""
    competencies = by_op(run.work.run("push", "apply", "course/map.xml", "--target", "live").sound(), "applied")
    done = run.work.run("push", "apply", "course", "--target", "live")
    objects = by_op(done.sound(), "applied", "skipped", "failed")
    kinds = {name.partition(":")[0] for name in objects["create"]}
    figure(f"{len(competencies['create'])} parts of the framework, {len(objects['create'])} objects of the course")
    assert set(competencies) == set(objects) == {"create"}
    assert kinds == {"course", "section", "question", "quiz", "page", "scorm", "feedback", "completion"}


def test_push_again(run: Run, figure: Callable[[str], None]) -> None:
    """There is nothing left to do."""
    there = run.site.state(run.name)
    found: list[str] = []
    for what in ("course/map.xml", "course"):
        objects = by_op(run.work.run("push", "apply", what, "--target", "live").sound(), "applied", "skipped", "failed")
        assert set(objects) == {"unchanged"}
        found += objects["unchanged"]
    figure(f"{len(found)} unchanged")
    assert run.site.state(run.name) == there


def test_push_killed_at_every_request(run: Run, figure: Callable[[str], None]) -> None:
    """Killed at its first request, then at its second, and so on: each time pushed again, at last it is all there."""
    name = f"{run.name}-k"
    write_live_course(name, run.work.root / "killed")
    _killed_until_it_is_there(run, name, "killed", figure)


def test_push_with_films_killed_at_every_request(run: Run, figure: Callable[[str], None]) -> None:
    """Two requests take films in at a time: none is lost or made twice, and neither gets in the other's way."""
    name = f"{run.name}-f"
    write_live_course(name, run.work.root / "films")
    add_films(run.work.root / "films", _FILMS_BYTES)
    since = run.site.last_exchange()
    films_mib = sum(_FILMS_BYTES) >> 20
    _killed_until_it_is_there(run, name, "films", lambda told: figure(f"{films_mib} MiB of films, {told}"))
    films = {f"film{number}.mp4": size for number, size in enumerate(_FILMS_BYTES)}
    assert run.site.files_of_pages(name) == films
    assert run.site.errors_since(since) == []


def _killed_until_it_is_there(run: Run, name: str, folder: str, figure: Callable[[str], None]) -> None:
    """Push a course, killed at each request in turn, until it is there: as the course of the run."""
    push = ("push", "apply", folder, "--target", "live")
    with relay_to(run.site.url) as relay:
        for kills in range(_MOST_REQUESTS):
            code = relay.watch(run.work.start(*push, via=relay.url), kills + 1)
            if code != -signal.SIGKILL:
                break
    figure(f"killed {kills} times, {relay.count} requests in the run that ended")
    assert (code, kills >= 4) == (0, True)
    again = by_op(run.work.run(*push).sound(), "applied", "skipped", "failed")
    assert set(again) == {"unchanged"}
    assert _shape(run.site.state(name), name) == _shape(run.site.state(run.name), run.name)


def _shape(state: dict[str, Any], course: str) -> list[tuple[str, ...]]:
    """What a course is made of, whatever it is called: a thing that was made twice shows."""
    wanted = ("kind", "idnumber", "status", "visible", "parts")
    return sorted(tuple(str(one[key]).replace(course, "") for key in wanted) for one in state["objects"])
