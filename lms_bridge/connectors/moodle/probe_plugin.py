"""What a Moodle with the plugin lacks: its answer to the handshake, check by check, in an administrator's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from foundation.text import both, halves
from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle.menus import (
    MAINTENANCE,
    MODULES,
    ROLES,
    STATUS,
    SYSTEM_ROLES,
    UPGRADE,
    said,
)
from lms_bridge.connectors.moodle.remedies import (
    CLOCK,
    CRON,
    INPUT_VARS,
    UPDATE_PLUGIN,
    UPDATE_US,
    UPLOAD,
    WORDS,
    Words,
)
from lms_bridge.connectors.moodle.site import MAX_SKEW_S, PROTOCOL, PluginCheck, PluginInfo

#: PHP's default, below which even short requests are cut.
_LEAST_FIELDS = 1000
_LEAST_UPLOAD_BYTES = 64 << 20
_MB = 1 << 20

_TOLD_ELSEWHERE = frozenset({"cron", "max_input_vars", "upload"})
#: What the page shows under a heading of its own, as it begins where there is none.
_FOUND = {
    "role": ("角色缺少 ", "the role lacks "),
    "token": ("令牌有效到：", "the token ends: "),
    "lang_zh_cn": ("只装了 ", "installed: "),
    "shadow": ("上次比对：", "looked for last: "),
    "rest": ("已启用的协议：", "protocols that are on: "),
    "https": ("网址是 ", "the address is "),
}
#: What the page of activity modules calls them.
_MODULES = {
    "page": both("网页", "Page"),
    "scorm": both("SCORM 课件", "SCORM package"),
    "quiz": both("测验", "Quiz"),
    "feedback": both("反馈", "Feedback"),
}
#: What is told by its name alone where it is well: the page shows a word that says nothing outside its table.
_PLAIN = frozenset({"rest", "service", "role", "lang_zh_cn", "shadow"})
_SWITCHES = frozenset({"completion", "availability", "competencies"})


def plugin_checks(plugin: PluginInfo, now: datetime) -> Iterator[Check]:
    """Yield what the plugin's answer to the handshake shows; `now` is this machine's time."""
    speaks = PROTOCOL in plugin.protocols
    spoken = ", ".join(map(str, plugin.protocols))
    found = both(f"插件 {plugin.plugin_release}，协议 {spoken}", f"plugin {plugin.plugin_release}, protocol {spoken}")
    update = UPDATE_PLUGIN if max(plugin.protocols, default=0) < PROTOCOL else UPDATE_US
    yield Check.of("target:plugin", speaks, found, both(f"协议 {PROTOCOL}", f"protocol {PROTOCOL}"), update)
    yield from _state(plugin)
    lacking = [grant.capability for grant in plugin.may if not grant.granted]
    yield capabilities(lacking, len(plugin.may))
    yield _modules([module.name for module in plugin.modules if not module.enabled], len(plugin.modules))
    yield _cron(plugin)
    fields = plugin.php.max_input_vars
    yield input_vars(fields if fields < _LEAST_FIELDS else None, fields)
    yield upload(plugin.limits.upload_bytes or plugin.php.upload_max_bytes, in_pieces=True)
    skew_s = plugin.now - now.timestamp()
    yield Check.of(
        "target:clock",
        abs(skew_s) <= MAX_SKEW_S,
        both(f"与本机相差 {skew_s:+.0f} 秒", f"off by {skew_s:+.0f} s"),
        both(f"相差至多 {MAX_SKEW_S} 秒", f"off by at most {MAX_SKEW_S} s"),
        CLOCK,
        advice=True,
    )
    yield from (_of_the_plugin(one) for one in plugin.checks if one.id not in _TOLD_ELSEWHERE)


def _state(plugin: PluginInfo) -> Iterator[Check]:
    yield Check.of(
        "target:upgrade",
        not plugin.upgrade_pending,
        both("等待升级", "waits for an upgrade") if plugin.upgrade_pending else both("无须升级", "none is due"),
        both("平台与插件已升级完毕", "site and plugins are upgraded"),
        said(
            "用管理员登录，打开{0}完成升级；或运行 admin/cli/upgrade.php",
            "Log in as administrator and finish it at {0}; or run admin/cli/upgrade.php",
            UPGRADE,
        ),
    )
    if plugin.maintenance:
        remedy = said("维护结束后在{0}停用维护模式", "When it is over, switch it off at {0}", MAINTENANCE)
        found = both("维护模式，学员进不来", "maintenance mode: learners are kept out")
        yield Check.of("target:maintenance", False, found, both("正常开放", "open"), remedy, advice=True)


def capabilities(lacking: Sequence[str], of: int = 0) -> Check:
    """Return the check of what the service account may do, each missing capability by its name."""
    names = ", ".join(lacking)
    found = both(f"{of} 项权限齐全", f"all {of} capabilities")
    if lacking:
        found = both(f"服务账号缺少权限 {names}", f"the service account lacks {names}")
    remedy = said(
        f"在{{0}}点角色“课程桥接服务”（coursebridge），再点“编辑”，把这些权限设为“允许”：{names}；并在{{1}}确认服务账号有此角色。"
        "在{2}按“设置桥接”可一次补齐",
        f"At {{0}} edit the role Coursebridge service (coursebridge) and allow {names}; see at {{1}} that the service "
        "account has the role. Set up the bridge at {2} gives it all",
        ROLES,
        SYSTEM_ROLES,
        STATUS,
    )
    want = both("服务账号有推送与收取所需的权限", "the service account may push and harvest")
    return Check.of("target:capabilities", not lacking, found, want, remedy)


def _modules(disabled: Sequence[str], of: int) -> Check:
    zh, en = (", ".join(f"{halves(_MODULES.get(one, one))[half]} ({one})" for one in disabled) for half in (0, 1))
    found = both(f"{of} 种活动都已启用", f"all {of} kinds are enabled")
    if disabled:
        found = both(f"已停用的活动：{zh}", f"disabled: {en}")
    remedy = said(f"在{{0}}打开 {zh} 的“已启用”", f"Switch on Enabled of {en} at {{0}}", MODULES)
    want = both("课程用到的活动模块都已启用", "the activity modules that courses are made of")
    return Check.of("target:modules", not disabled, found, want, remedy)


def _cron(plugin: PluginInfo) -> Check:
    last = plugin.cron.last_run
    ago = (plugin.now - last) / 60 if last else 0
    found = both(f"cron {ago:.0f} 分钟前运行过", f"cron ran {ago:.0f} min ago")
    if not last:
        found = both("cron 从未运行", "cron never ran")
    return Check.of("target:cron", plugin.cron.ok, found, both("每分钟运行一次", "it runs every minute"), CRON)


def input_vars(cut_at: int | None, wanted: int) -> Check:
    """Return the check of how many fields a request may have; `cut_at` None: enough, 0: fewer than were sent."""
    found = f"max_input_vars = {cut_at}" if cut_at else both(f"少于 {wanted}", f"below {wanted}")
    if cut_at is None:
        found = f"max_input_vars >= {wanted}"
    want = both(
        f"max_input_vars 至少 {_LEAST_FIELDS}，否则较长的请求被悄悄截断",
        f"max_input_vars of at least {_LEAST_FIELDS}: longer requests are cut without a word",
    )
    return Check.of("target:max_input_vars", cut_at is None, found, want, INPUT_VARS)


def upload(limit_bytes: int, *, in_pieces: bool) -> Check:
    """Return the check of how large an upload may be; the plugin takes larger files in pieces, which is slower."""
    ok = limit_bytes < 0 or limit_bytes >= _LEAST_UPLOAD_BYTES
    found = both(f"单个文件至多 {limit_bytes / _MB:.0f} MB", f"files of at most {limit_bytes / _MB:.0f} MB")
    if limit_bytes < 0:
        found = both("Moodle 不限此账号，PHP 的上限看不到", "Moodle sets this account no limit; PHP's is not told")
    size = _LEAST_UPLOAD_BYTES // _MB
    want = both(f"至少 {size} MB，较大的课件才能一次传完", f"at least {size} MB, so that packages go in one piece")
    if in_pieces and not ok:
        want = both(
            f"至少 {size} MB；现在会分块上传，较慢", f"at least {size} MB; now files go in pieces, which is slower"
        )
    return Check.of("target:upload", ok, found, want, UPLOAD, advice=in_pieces)


def completion(on: bool) -> Check:
    """Return the check whether the site tracks completion."""
    return _switch("completion", on)


def competencies(on: bool) -> Check:
    """Return the check whether the site has competencies switched on."""
    return _switch("competencies", on)


def _switch(name: str, on: bool) -> Check:
    zh, en = halves(WORDS[name].want)
    found = both(f"{zh}已启用", f"{en}: on") if on else both(f"{zh}未启用", f"{en}: off")
    return Check.of(f"target:{name}", on, found, both("启用", "on"), WORDS[name].remedy)


def _of_the_plugin(check: PluginCheck) -> Check:
    if check.id in _SWITCHES:
        return _switch(check.id, check.ok)
    look = said("见{0}", "See {0}", STATUS)
    words = WORDS.get(check.id, Words(check.want, look))
    found = words.want if check.ok and check.id in _PLAIN else check.found
    if check.id in _FOUND and (not check.ok or check.id == "token"):
        found = both(*(f"{begin}{check.found}" for begin in _FOUND[check.id]))
    return Check.of(f"target:{check.id}", check.ok, found, words.want, words.remedy, advice=words.advice)
