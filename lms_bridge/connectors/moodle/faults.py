"""Moodle's errors, which come with HTTP 200: what each means for the bridge, and what its reader can do.

Moodle's own messages are not passed on: they may hold names. The error code is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from foundation.text import both, halves
from lms_bridge.connectors.moodle.menus import (
    ADVANCED,
    LIMITS,
    PROTOCOLS,
    ROLES,
    SERVICES,
    STATUS,
    SYSTEM_ROLES,
    TOKENS,
    USERS,
    said,
)
from lms_bridge.connectors.moodle.remedies import FRAMEWORK_UNSEEN
from lms_bridge.errors import FatalSourceError, RetriableSourceError, SourceError


class MoodleFault(BaseModel):
    """An error as `webservice/rest/server.php` (`exception`) or `webservice/upload.php` (`error`) tells it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    exception: str | None = None
    error: str | None = None
    errorcode: str | None = None
    errortype: str | None = None
    message: str | None = None

    @property
    def is_fault(self) -> bool:
        """Whether this is an error at all."""
        return self.exception is not None or self.error is not None

    @property
    def code(self) -> str:
        """The error code, reduced to what is safe to show."""
        return re.sub(r"[^A-Za-z0-9_/.-]", "", self.errorcode or self.errortype or "unknown")[:60] or "unknown"

    @property
    def names_no_function(self) -> bool:
        """Whether the site does not know the function that was called: its table of functions lacks it."""
        return self.code.startswith("invalidrecord") and "external_functions" in (self.message or "")


class MoodleFatalError(FatalSourceError):
    """Moodle refused a call; `code` is Moodle's error code."""

    def __init__(self, code: str, message: str, *, remedy: str, place: str) -> None:
        super().__init__(message, remedy=remedy, place=place)
        self.code = code


class UnknownFunctionError(MoodleFatalError):
    """The site has no such function: its release is too old, or the plugin is not installed."""


class MoodleBusyError(RetriableSourceError):
    """Moodle cannot answer now; `code` is Moodle's error code."""

    def __init__(self, code: str, message: str, *, place: str) -> None:
        super().__init__(message, place=place)
        self.code = code


class _Said(NamedTuple):
    message: str
    remedy: str


_BUSY = {
    "sitemaintenance": both("平台正在维护", "The site is in maintenance mode"),
    "upgraderunning": both("平台正在升级", "The site is being upgraded"),
    "upgradepending": both("平台等待升级", "The site waits for an upgrade"),
    "busy": both("平台正在处理同一课程的另一次推送", "Another push works on the same course"),
    "locktimeout": both("平台繁忙", "The site is busy"),
    "dbconnectionfailed": both("平台连不上自己的数据库", "The site cannot reach its database"),
}
_BUSY_BEGINS = ("dml", "ddl")

_TOKEN = said(
    "令牌抄写有误、已被删除或已过期（过期的令牌 Moodle 会删除）：请平台管理员在{0}点“创建令牌”，"
    "用户选服务账号，“有效期至”改为一年后（默认只有 30 天），"
    "令牌只显示一次；装了插件时，在{1}按“设置桥接”即可。再更新环境变量或密码库",
    "It was copied wrongly, deleted, or has expired (Moodle deletes those): have a new one made for the service "
    "account by Create token at {0}, Valid until a year from now (30 days unless changed), shown once; with the plugin "
    "Set up the bridge at {1} makes one. Put it into its variable or the keyring",
    TOKENS,
    STATUS,
)
_SERVICE = said(
    "请平台管理员依次检查：① 在{0}，令牌未过“有效期至”（过期就点“创建令牌”，再更新环境变量或密码库）、属于此服务，"
    "“IP限制”含本机；② 在{1}，它已启用、含此函数，“已授权用户”含服务账号；"
    "③ 服务账号的角色有权限 webservice/rest:use。装了插件时，在{2}按“设置桥接”可一次设好，并得到新令牌",
    "Have the site's administrator check: (1) at {0} the token is not past Valid until (else Create token, put it "
    "into its variable or the keyring), is of this service, and its IP restriction includes this machine; (2) at "
    "{1} the service is enabled, holds this function, and its Authorised users include the service account; (3) its "
    "role has webservice/rest:use. With the plugin, Set up the bridge at {2} does all of it and gives a token",
    TOKENS,
    SERVICES,
    STATUS,
)
_CAPABILITY = said(
    "在{0}给服务账号的角色加上此权限，并确认它在{1}中分配给了服务账号",
    "Give it to the service account's role at {0}, and see at {1} that the account has the role",
    ROLES,
    SYSTEM_ROLES,
)
_ACCOUNT = said(
    "服务账号已停用、未确认、不许登录或密码过期：在{0}中处理",
    "The service account is suspended, unconfirmed, may not log in, or its password expired: see {0}",
    USERS,
)
_COURSE = said(
    "两种可能：① 角色缺权限 moodle/course:view（收取测验还要 mod/quiz:view），在{0}加上；"
    "② 账号须先更改密码、同意网站协议或补全个人资料：用它登录一次，"
    "或在{1}把它的身份认证方式改为“网络服务身份认证”",
    "Either its role lacks moodle/course:view (or mod/quiz:view, to harvest tests), to be given at {0}; or the "
    "account must first change its password, agree to the site's policy or complete its profile: log in as it once, or "
    "set its authentication to Web services authentication at {1}",
    ROLES,
    USERS,
)
_UPLOAD = said(
    "在 php.ini 中调大 upload_max_filesize 与 post_max_size，在{0}调大“上传文件大小的最大值”",
    "Raise upload_max_filesize and post_max_size in php.ini, and Maximum uploaded file size at {0}",
    LIMITS,
)
#: What a site that has web services or REST switched off answers with HTTP 403 and nothing else.
WEB_SERVICES_OFF = both(
    "平台没有启用网络服务或 REST 协议，或防火墙拦截（HTTP 403）",
    "The site has web services or the REST protocol switched off, or a firewall refuses us (HTTP 403)",
)
WEB_SERVICES_REMEDY = said(
    "在{0}勾选“启用网络服务”；在{1}启用“REST 协议”。都已启用时，请防火墙的管理员放行 /webservice/",
    "Tick Enable web services at {0}, and enable the REST protocol at {1}. Where both are on, have the firewall let "
    "/webservice/ through",
    ADVANCED,
    PROTOCOLS,
)
_ASSIGNING = said(
    "在{0}编辑服务账号的角色，“允许分配角色”选“学生”，保存",
    "At {0} edit the service account's role, choose Student at Allow role assignments, and save",
    ROLES,
)
_TAKEN = _Said(
    both(
        "平台上有课程用了同一简称，但没有此课程编号（编号被改或被清空）",
        "A course has this short name, but not this ID number (it was changed or cleared)",
    ),
    both(
        "在该课程的“设置 › 课程编号”中填回编号；若是另一门课程，改它的简称。然后再推送",
        "Write the number back into Course ID number in its settings; if it is another course, change its short name. "
        "Then push again",
    ),
)
_KNOWN = {
    "shortnametaken": _TAKEN,
    "courseidnumbertaken": _TAKEN,
    "invalidtoken": _Said(both("令牌无效或已被删除", "The token is not valid (any more)"), _TOKEN),
    "accessexception": _Said(
        both(
            "平台的网络服务拒绝此调用：令牌过期、服务停用，或服务中没有此函数",
            "The site's web services refuse this: token ended, service disabled, or a function it lacks",
        ),
        _SERVICE,
    ),
    "servicenotavailable": _Said(both("网络服务已停用", "The web service is disabled"), _SERVICE),
    "nopermissions": _Said(both("服务账号缺少权限", "The service account lacks a capability"), _CAPABILITY),
    "requireloginerror": _Said(both("服务账号不能进入此课程", "The account cannot enter this course"), _COURSE),
    "errorcoursecontextnotvalid": _Said(
        both("服务账号不能进入课程", "The account cannot enter courses"),
        _COURSE,
    ),
    "errorcatcontextnotvalid": _Said(
        both("平台没有设置中的课程类别", "The site has no course category of the number in the settings"),
        both(
            "把设置中 [targets.…] 的 category 改为已有类别的编号：在平台的 /course/management.php 点该类别，"
            "编号在网址的 categoryid= 之后",
            "Set category of [targets.…] to the number of one that is there: click it at /course/management.php of the "
            "site; the number stands in the address, after categoryid=",
        ),
    ),
    "wsusercannotassign": _Said(
        both("服务账号的角色不能分配“学生”角色", "The account's role may not assign the role Student"),
        _ASSIGNING,
    ),
    "passwordisexpired": _Said(both("服务账号的密码已过期", "The account's password expired"), _ACCOUNT),
    "fileoversized": _Said(both("文件超过平台的上传上限", "The file is above the site's upload limit"), _UPLOAD),
    "upload_error_ini_size": _Said(both("文件超过 PHP 的上传上限", "The file is above PHP's upload limit"), _UPLOAD),
    "invalidpersistenterror": _Said(
        both(
            "平台不收此框架或能力：多半是已有同编号的，而服务账号看不到它",
            "The site does not take this framework or competency: most often it has one of the ID number that the "
            "account cannot see",
        ),
        FRAMEWORK_UNSEEN,
    ),
    "userquotalimit": _Said(both("服务账号的文件空间已满", "The account's file space is full"), _UPLOAD),
    "protocolunsupported": _Said(
        both("插件与本程序的版本不相配", "Plugin and bridge are of versions that do not fit"),
        both("更新插件或 coursebridge", "Update the plugin or coursebridge"),
    ),
    "duplicatecourse": _Said(
        both("平台上有几门课程用同一编号", "Several courses of the site have the same ID number"),
        both(
            "请管理员在多余课程的“设置 › 课程编号”中清空编号",
            "Have an administrator clear Course ID number in the settings of the surplus ones",
        ),
    ),
    "courserenamed": _Said(
        both(
            "推送过的课程还在，但它的课程编号被改或被清空",
            "The course that was pushed is there, but its ID number was changed or cleared",
        ),
        both(
            "请管理员在该课程的“设置 › 课程编号”中填回编号；要另建一门课程，请在 course.yaml 中换一个 id",
            "Have an administrator write it back into Course ID number in the course's settings; for another course, "
            "give course.yaml another id",
        ),
    ),
    "differsincase": _Said(
        both(
            "平台上已有的编号只差大小写，它的数据库视为同一个",
            "The site has this ID number but for capitals, and its database takes both for one",
        ),
        both("给其中一个换编号，再推送", "Give one of them another id; then push again"),
    ),
    "unknowncourse": _Said(
        both("平台上没有此编号的课程（已改名或删除）", "No course has this ID number (renamed or deleted)"),
        both(
            "在课程设置中恢复“课程编号”，或重新推送课程", "Restore Course ID number in its settings, or push it again"
        ),
    ),
}
_ACCOUNT_BEGINS = "wsaccessuser"
#: In brackets `nopermissions` names the capability as the role's page does; no other message of Moodle's is shown.
_CAPABILITY_NAME = re.compile(r"[(（]([^()（）]{1,80})[)）]")
#: The two ID numbers that `differsincase` names, in the plugin's words.
_DIFFERS_IN_CASE = re.compile(r"(?:ID number|编号) (\S{1,200}) (?:differs from|与已有的) (\S{1,200}?),? ")
#: The site refuses us, whatever is asked: not a matter of one learner or attempt.
_REFUSALS = frozenset({"invalidtoken", "accessexception", "servicenotavailable", "nopermissions", "passwordisexpired"})
#: What a function that is asked about one activity or course says where the account is kept out of it.
_CLOSED = frozenset({"requireloginerror", "errorcoursecontextnotvalid", "nopermissions"})
_ELSE = both("把错误代码告诉平台管理员", "Tell the site's administrator the error code")


def source_error(fault: MoodleFault, where: str) -> SourceError:
    """Return the error of the bridge that a fault means; what may pass is retriable."""
    code = fault.code
    busy = _BUSY.get(code) or (_BUSY["dbconnectionfailed"] if code.startswith(_BUSY_BEGINS) else None)
    if busy is not None:
        return MoodleBusyError(code, f"{busy} [{code}]", place=where)
    if fault.names_no_function:
        return unknown_function(code, where)
    said_all = _KNOWN.get(code)
    if said_all is None and code.startswith(_ACCOUNT_BEGINS):
        said_all = _Said(both("服务账号不可用", "The service account cannot be used"), _ACCOUNT)
    message, remedy = said_all or _Said(both("平台报错", "The site reports an error"), _ELSE)
    if code == "nopermissions" and (named := _CAPABILITY_NAME.search(fault.message or "")):
        message = both(*(f"{half}{mark}{named[1]}" for half, mark in zip(halves(message), ("：", ": "), strict=True)))
    if code == "differsincase" and (pair := _DIFFERS_IN_CASE.search(fault.message or "")):
        message = both(
            *(f"{half}{mark}{pair[1]}, {pair[2]}" for half, mark in zip(halves(message), ("：", ": "), strict=True))
        )
    return MoodleFatalError(code, f"{message} [{code}]", remedy=remedy, place=where)


def unknown_function(code: str, where: str) -> UnknownFunctionError:
    """Return the error that a site lacks a function."""
    said = both("平台没有此函数：版本过旧，或未安装插件", "The site lacks this function: old release, or no plugin")
    remedy = both("安装或更新插件 local_coursebridge", "Install or update the plugin local_coursebridge")
    return UnknownFunctionError(code, f"{said} [{code}]", remedy=remedy, place=where)


def several_courses(idnumber: str) -> SourceError:
    """Return the error that several courses have one ID number, so that none can be pushed to."""
    return source_error(MoodleFault(exception="moodle_exception", errorcode="duplicatecourse"), idnumber)


def is_closed(error: MoodleFatalError) -> bool:
    """Return whether the account may not enter an activity or course, or not see there what others did."""
    return error.code in _CLOSED


def is_refusal(error: MoodleFatalError) -> bool:
    """Return whether a site refuses us altogether, rather than one learner's or attempt's part."""
    return error.code in _REFUSALS or error.code.startswith(_ACCOUNT_BEGINS)
