"""What a Moodle lacks, in an administrator's words: what was found, what is wanted, which menu sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from foundation.text import both
from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import OLDEST_VERSION, PROTOCOL, PluginInfo, SiteInfo, plugin_info, site_info
from lms_bridge.connectors.moodle.wanted import ALL
from lms_bridge.errors import SourceError

#: A clock that is off by more than this is told.
MAX_SKEW_S = 300
#: PHP's default, below which even short requests are cut.
_LEAST_FIELDS = 1000
_LEAST_UPLOAD_BYTES = 100 << 20

_PLUGIN_REMEDY = both(
    "安装插件：“网站管理 › 插件 › 安装插件”，上传 local_coursebridge.zip，再把服务账号授权给服务 local_coursebridge；"
    '不能安装时在设置中写 plugin = "never"',
    "Install it: Site administration › Plugins › Install plugins, upload local_coursebridge.zip, then authorise the "
    'service account for the service local_coursebridge; where that cannot be, write plugin = "never"',
)
_SERVICE_REMEDY = both(
    "“网站管理 › 服务器 › Web 服务 › 外部服务 › 函数 › 添加函数”：加上 ",
    "Site administration › Server › Web services › External services › Functions › Add functions: ",
)
_CRON_REMEDY = both(
    "让服务器每分钟运行 admin/cli/cron.php（“网站管理 › 服务器 › 任务 › 计划任务”可看上次运行）",
    "Have the server run admin/cli/cron.php every minute (Site administration › Server › Tasks shows the last runs)",
)
_VARS_REMEDY = both(
    "在 php.ini 中写 max_input_vars = 5000 并重启 PHP",
    "Write max_input_vars = 5000 into php.ini and restart PHP",
)
_UPLOAD_REMEDY = both(
    "php.ini 中 upload_max_filesize 与 post_max_size，及“网站管理 › 安全 › 网站安全设置 › 最大上传文件大小”",
    "upload_max_filesize and post_max_size in php.ini, and Site administration › Security › Site security settings › "
    "Maximum uploaded file size",
)
_UPLOADS_REMEDY = both(
    "“网站管理 › 服务器 › Web 服务 › 外部服务 › 编辑 › 显示更多”：勾选“可以上传文件”和“可以下载文件”",
    "Site administration › Server › Web services › External services › Edit › Show more: tick Can upload files and "
    "Can download files",
)
_RELEASE_REMEDY = both(
    "请升级到 Moodle 4.5 或更高版本；在此之前用 package build --format mbz 生成课程备份，由管理员恢复",
    "Upgrade to Moodle 4.5 or later; until then build it with package build --format mbz, to be restored by hand",
)
_CLOCK_REMEDY = both("校准服务器与本机的时间（NTP）", "Set the clocks of server and this machine by NTP")
_CAPABILITY_REMEDY = both(
    "“网站管理 › 用户 › 权限 › 定义角色”：给服务账号的角色加上 ",
    "Site administration › Users › Permissions › Define roles: give the service account's role ",
)
_PLUGIN_CHECK_REMEDY = both(
    "见“网站管理 › 插件 › 本地插件 › Coursebridge › 健康检查”",
    "See Site administration › Plugins › Local plugins › Coursebridge › Health check",
)


class MoodleProbe:
    """Looks at one Moodle; nothing there is changed."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions, now: Callable[[], datetime]) -> None:
        self._rest = rest
        self._options = options
        self._now = now

    def checks(self) -> Iterator[Check]:
        """Yield the checks; a site that fails to answer is the last of them."""
        want = both("可用的 Moodle", "a Moodle that answers")
        try:
            site = site_info(self._rest)
            yield Check(id="target", ok=True, found=f"Moodle {site.release}", want=want)
            yield _release(site)
            plugin = None if self._options.plugin == "never" else plugin_info(self._rest)
        except SourceError as error:
            yield Check(id="target", ok=False, found=error.message, want=want, remedy=error.remedy)
            return
        yield _files(site, downloads=plugin is None)
        if plugin is None:
            yield from self._without_plugin(site)
        else:
            yield from self._with_plugin(plugin)

    def _without_plugin(self, site: SiteInfo) -> Iterator[Check]:
        never = self._options.plugin == "never"
        found = both("按设置不用", "not used, by the settings") if never else both("未安装或未授权", "not installed")
        yield Check(
            id="target:plugin", ok=never, found=found, want="local_coursebridge", remedy="" if never else _PLUGIN_REMEDY
        )
        for wanted in ALL:
            missing = sorted(set(wanted.functions) - site.function_names)
            yield Check(
                id=wanted.id,
                ok=not missing,
                found=both("缺 ", "missing: ") + ", ".join(missing) if missing else str(len(wanted.functions)),
                want=wanted.purpose,
                remedy=_SERVICE_REMEDY + ", ".join(missing) if missing else "",
            )
        yield _upload(site.usermaxuploadfilesize)

    def _with_plugin(self, plugin: PluginInfo) -> Iterator[Check]:
        speaks = PROTOCOL in plugin.protocols
        yield Check(
            id="target:plugin",
            ok=speaks,
            found=f"{plugin.plugin_release} (protocol {', '.join(map(str, plugin.protocols))})",
            want=f"protocol {PROTOCOL}",
            remedy="" if speaks else both("更新插件或 coursebridge", "Update the plugin or coursebridge"),
        )
        lacking = [grant.capability for grant in plugin.may if not grant.granted]
        yield _check(
            "target:capabilities",
            not lacking,
            both("缺 ", "missing: ") + ", ".join(lacking) if lacking else str(len(plugin.may)),
            both("服务账号的权限", "what the service account may do"),
            _CAPABILITY_REMEDY + ", ".join(lacking),
        )
        yield _cron(plugin)
        fields = plugin.php.max_input_vars
        yield _check("target:max_input_vars", fields >= _LEAST_FIELDS, str(fields), f">= {_LEAST_FIELDS}", _VARS_REMEDY)
        yield _upload(plugin.limits.upload_bytes or plugin.php.upload_max_bytes)
        skew_s = plugin.now - self._now().timestamp()
        yield _check("target:clock", abs(skew_s) <= MAX_SKEW_S, f"{skew_s:+.0f} s", f"±{MAX_SKEW_S} s", _CLOCK_REMEDY)
        told = {"cron", "max_input_vars", "upload"}
        for one in plugin.checks:
            if one.id not in told:
                yield _check(f"target:{one.id}", one.ok, one.found, one.want, _PLUGIN_CHECK_REMEDY)


def _check(id_: str, ok: bool, found: str, want: str, remedy: str) -> Check:
    return Check(id=id_, ok=ok, found=found, want=want, remedy="" if ok else remedy)


def _release(site: SiteInfo) -> Check:
    return _check(
        "target:release", site.version_number >= OLDEST_VERSION, site.release, "Moodle >= 4.5", _RELEASE_REMEDY
    )


def _files(site: SiteInfo, *, downloads: bool) -> Check:
    """Only a site without the plugin is asked for downloads: of a course card, which the plugin tells itself."""
    ok = bool(site.uploadfiles and (site.downloadfiles or not downloads))
    able = both("可上传、可下载", "upload and download") if downloads else both("可上传", "upload")
    want = (
        both("服务可上传和下载文件", "a service that takes files") if downloads else both("服务可上传文件", "uploads")
    )
    return _check(
        "target:files", ok, able if ok else both("服务不许传文件", "the service allows no files"), want, _UPLOADS_REMEDY
    )


def _upload(limit_bytes: int) -> Check:
    ok = limit_bytes < 0 or limit_bytes >= _LEAST_UPLOAD_BYTES
    found = both("不限", "no limit") if limit_bytes < 0 else f"{limit_bytes / (1 << 20):.0f} MB"
    return _check("target:upload", ok, found, f">= {_LEAST_UPLOAD_BYTES >> 20} MB", _UPLOAD_REMEDY)


def _cron(plugin: PluginInfo) -> Check:
    last = plugin.cron.last_run
    ago = both("从未运行", "never ran") if not last else f"{(plugin.now - last) / 60:.0f} min"
    return _check("target:cron", plugin.cron.ok, ago, both("每分钟运行", "runs every minute"), _CRON_REMEDY)
