"""`coursebridge demo`: the whole loop on one machine, with simulated learners."""

from __future__ import annotations

import shutil
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coursebridge.cli.frame import Outcome, exit_code_of, failure, show
from foundation.errors import CourseBridgeError
from foundation.text import both

if TYPE_CHECKING:
    from coursebridge.demo.run import DemoResult
    from coursebridge.demo.serve import Showing

_NAME = "coursebridge"
_DEFAULT = "demo-out"
#: A target of the demo's settings, for the closing examples.
_CENTRE = "donghai"


@click.command()
@click.option(
    "-o",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    help="演示文件夹，须为新的或空的；默认 demo-out、demo-out-2 … / Its folder, new or empty",
)
@click.option(
    "--learners",
    type=click.IntRange(2, 2000),
    default=60,
    show_default=True,
    help="模拟学员人数，两个中心各半 / Simulated learners, half at each centre",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="换一个数，换一批学员 / Another seed, other figures"
)
@click.option(
    "--serve",
    is_flag=True,
    help="随后打开平台和报告，亲自学一遍；-o 是做好的演示时直接打开 / Then show it; so is a finished demo at -o",
)
@click.option("--json", "as_json", is_flag=True, help="在标准输出给出一个 JSON 对象 / One JSON object on stdout")
def command(root: Path | None, learners: int, seed: int, serve: bool, as_json: bool) -> None:
    """在一台机器上走完全程：图谱 → 课程 → 课件包 → 两个中心的平台 → 模拟学员 → 学习记录 → 报告。

    The whole loop on one machine, with simulated learners. Nothing that exists is overwritten.

    Example: coursebridge demo -o demo-out --serve
    """
    try:
        if serve and root is not None and _is_finished(root):
            _serve(root, Outcome(), as_json=as_json)
            return
        made = _make(root or _free_folder(), learners, seed)
        outcome = Outcome(payload=_payload(made), findings=made.findings, text=_closing(made))
        if serve:
            _serve(made.root, outcome, as_json=as_json)
            return
    except (CourseBridgeError, OSError) as error:
        outcome = failure(error)
    show(outcome, as_json=as_json)
    sys.exit(exit_code_of(outcome))


def _is_finished(root: Path) -> bool:
    from coursebridge.demo.layout import DemoFolder

    return DemoFolder(root).is_finished


def _free_folder() -> Path:
    """Return the first of demo-out, demo-out-2, … that is not there."""
    names = (Path(_DEFAULT if number == 1 else f"{_DEFAULT}-{number}") for number in count(1))
    return next(path for path in names if not path.exists())


def _make(root: Path, learners: int, seed: int) -> DemoResult:
    from coursebridge.demo.run import DemoRequest, make_demo

    return make_demo(DemoRequest(root=root, learners=learners, seed=seed), progress=_say)


def _serve(root: Path, made: Outcome, *, as_json: bool) -> None:
    from coursebridge.demo.serve import news_of, serve_demo

    def ready(showing: Showing) -> None:
        payload = {**made.payload, "url": showing.url, "sandboxes": [place.url for place in showing.places]}
        text = "\n\n".join(part for part in (made.text, _invitation(showing)) if part)
        show(Outcome(payload=payload, findings=made.findings, text=text), as_json=as_json)
        sys.stdout.flush()

    click.echo(news_of(serve_demo(root, ready)), err=True)


def _say(done: int, total: int, what: str) -> None:
    click.echo(f"[{done}/{total}] {what}", err=True)


def _payload(made: DemoResult) -> dict[str, Any]:
    return made.model_dump(mode="json", exclude={"findings", "internal_report"})


def _closing(made: DemoResult) -> str:
    """Return what was made, where, and what to do next: first all in Chinese, then all in English."""
    root, records, run = made.root, f"{made.records:,}", _program()
    return f"""\
演示已完成，用时 {made.seconds:.0f} 秒。全部数据均为模拟数据，假设见 {root / "simulation.json"}
  能力图谱      {made.map}
  课程（可编辑）{made.course}
  课件包        {made.packages[0]}
  学习记录      {made.home / "records"}（{records} 条）
  报告          {made.report / "index.html"}   ← 用浏览器打开
  报告·内部资料 {made.internal_report / "index.html"}   （人数少的格也显示）

亲自学一遍：    {run} demo --serve -o {root}
                学完后在所示页面上点“更新报告”，您的记录就出现在报告里
改一改课程：    编辑 {made.course}，把 course.yaml 中的 version 加一，然后
                cd {root}
                {run} course check course
                {run} push apply course --target {_CENTRE}   （新版本；学员的记录保留）
                {run} harvest run   （再收一次：没有新的就什么也不变）

The demo is done, in {made.seconds:.0f} s. All data are simulated; {root / "simulation.json"} states the assumptions.
  map           {made.map}
  course (edit) {made.course}
  package       {made.packages[0]}
  records       {made.home / "records"} ({records})
  report        {made.report / "index.html"}   ← open it in a browser
  its internal copy {made.internal_report / "index.html"}   (small cells shown)

Take the course:    {run} demo --serve -o {root}
                    and press "Update the report" on the page it names: your record is in the next report
Change the course:  edit {made.course}, raise the version in course.yaml, then
                    cd {root}
                    {run} course check course
                    {run} push apply course --target {_CENTRE}   (a new version; learners' records stay)
                    {run} harvest run   (again: without news nothing changes)"""


def _program() -> str:
    """Return how this program is called: by name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    if called.stem != _NAME or shutil.which(_NAME):
        return _NAME
    return str(called.absolute())


def _invitation(showing: Showing) -> str:
    lines = [f"  {place.title} / {place.english}: {place.url}" for place in showing.places]
    zh, en = f"在浏览器打开 {showing.url}", f"Open {showing.url} in a browser; Ctrl-C ends it"
    return "\n".join([both(f"{zh}；按 Ctrl-C 结束", en), *lines])
