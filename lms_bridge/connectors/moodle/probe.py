"""What a Moodle lacks, in an administrator's words: what was found, what is wanted, which page sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict, TypeAdapter

from foundation.text import both, halves
from lms_bridge.connectors.base import Check
from lms_bridge.connectors.moodle.arguments import MAX_FIELDS
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, UnknownFunctionError
from lms_bridge.connectors.moodle.menus import ROLES, SERVICES, said
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.probe_courses import courses
from lms_bridge.connectors.moodle.probe_plugin import (
    capabilities,
    competencies,
    completion,
    input_vars,
    plugin_checks,
    upload,
)
from lms_bridge.connectors.moodle.remedies import FILES, NO_PLUGIN, OTHER_SERVICE, RELEASE, REST_USE
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import OLDEST_VERSION, SiteInfo, ask_plugin, site_info
from lms_bridge.connectors.moodle.wanted import ALL, FEEDBACK, HARVEST, SCORM, Wanted
from lms_bridge.errors import FatalSourceError, SourceError

_WANT_SITE = both("能回答的 Moodle", "a Moodle that answers")
_WANT_PLUGIN = both(
    "插件 local_coursebridge；没有它，活动须手工恢复，收取又慢又粗",
    "the plugin local_coursebridge: without it activities are restored by hand, and a harvest is slow and coarse",
)
#: What is asked of courses, once their functions are there.
_READING = (HARVEST, SCORM, FEEDBACK)
_LOOK_UP = "core_user_get_users_by_field"


class _User(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int


_USERS = TypeAdapter(tuple[_User, ...])


class MoodleProbe:
    """Looks at one Moodle; nothing there is changed."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions, now: Callable[[], datetime]) -> None:
        self._rest = rest
        self._options = options
        self._now = now

    def checks(self) -> Iterator[Check]:
        """Yield the checks; a site that fails to answer is the last of them."""
        try:
            site = site_info(self._rest)
            yield Check(id="target", ok=True, found=f"Moodle {site.release}", want=_WANT_SITE)
            yield Check.of(
                "target:release", site.version_number >= OLDEST_VERSION, site.release, "Moodle >= 4.5", RELEASE
            )
            if self._options.plugin == "never":
                found = both("按设置不用插件", "no plugin, by the settings")
                yield Check(id="target:plugin", ok=True, found=found, want=_WANT_PLUGIN)
                yield from self._without_plugin(site)
            else:
                yield from self._plugin(site)
        except SourceError as error:
            yield Check(id="target", ok=False, found=error.message, want=_WANT_SITE, remedy=self._remedy(error))

    def _remedy(self, error: SourceError) -> str:
        """A refusal has many causes, of which Moodle tells none; one can be told apart from the others."""
        refused = isinstance(error, MoodleFatalError) and error.code == "accessexception"
        return REST_USE if refused and self._rest.takes_uploads() else error.remedy

    def _plugin(self, site: SiteInfo) -> Iterator[Check]:
        try:
            plugin = ask_plugin(self._rest)
        except UnknownFunctionError:
            yield _no_plugin(both("未安装插件", "the plugin is not installed"), NO_PLUGIN)
        except MoodleFatalError as error:
            if error.code == "nopermissions":
                yield capabilities(["local/coursebridge:connect"])
                return
            if error.code != "accessexception":
                raise
            found = both("令牌的服务中没有插件的函数", "the token's service lacks the plugin's functions")
            yield _no_plugin(found, OTHER_SERVICE)
        else:
            yield _files(takes=bool(site.uploadfiles))
            yield from plugin_checks(plugin, self._now())
            return
        yield from self._without_plugin(site)

    def _without_plugin(self, site: SiteInfo) -> Iterator[Check]:
        yield _files(takes=bool(site.uploadfiles and site.downloadfiles))
        yield from (_functions(wanted, site) for wanted in ALL)
        features = {feature.name: bool(feature.value) for feature in site.advancedfeatures}
        if "enablecompletion" in features:
            yield completion(features["enablecompletion"])
        if "enablecompetencies" in features:
            yield competencies(features["enablecompetencies"])
        if _LOOK_UP in site.function_names:
            yield input_vars(self._fields_arrive(site.userid), MAX_FIELDS)
        yield upload(site.usermaxuploadfilesize, in_pieces=False)
        if self._options.course_list and not any(set(wanted.functions) - site.function_names for wanted in _READING):
            yield courses(CoreSite(self._rest), self._options.course_list)
        if site.is_iomad:
            yield _sees_all_companies(site)

    def _fields_arrive(self, account: int) -> int | None:
        """Return None if a request of as many fields as we ever send arrives whole, else 0: PHP cut it.

        The account's own id comes last; where it is not found, it was cut off.
        """
        asked = {"field": "id", "values": [*[0] * (MAX_FIELDS - 2), account]}
        try:
            found = self._rest.call(_LOOK_UP, _USERS, asked)
        except MoodleFatalError:
            raise
        except FatalSourceError:  # PHP's warning stands before the answer
            return 0
        return None if any(user.id == account for user in found) else 0


def _no_plugin(found: str, remedy: str) -> Check:
    return Check(id="target:plugin", ok=False, found=found, want=_WANT_PLUGIN, remedy=remedy)


def _sees_all_companies(site: SiteInfo) -> Check:
    """Return advice for an IOMAD: whether an account sees frameworks of other companies cannot be asked."""
    may = "block/iomad_company_admin:company_view_all"
    return Check.of(
        "target:iomad",
        site.userissiteadmin,
        both(
            "这是 IOMAD（多租户 Moodle），看不出服务账号能否看到所有公司",
            "this is IOMAD: an account may see its company alone",
        ),
        both(
            "服务账号看得到各公司的能力框架，否则第二次推送图谱会失败",
            "an account that sees the frameworks of all companies: without that, pushing a map again fails",
        ),
        said(
            f"在{{0}}编辑服务账号的角色，把权限 {may} 设为“允许”；装了插件则不需要",
            f"At {{0}} edit the service account's role and allow {may}; with the plugin it is not needed",
            ROLES,
        ),
        advice=True,
    )


def _files(*, takes: bool) -> Check:
    found = both("可以传文件", "files can be sent") if takes else both("服务不许传文件", "the service takes no files")
    return Check.of("target:files", takes, found, both("服务可传文件", "a service that takes files"), FILES)


def _functions(wanted: Wanted, site: SiteInfo) -> Check:
    missing = ", ".join(sorted(set(wanted.functions) - site.function_names))
    zh, en = halves(wanted.purpose)
    count = len(wanted.functions)
    found = both(f"{zh}：{count} 个函数齐全", f"{en}: {count} of {count} functions")
    remedy = ""
    if missing:
        found = both(f"不能{zh}：服务缺少 {missing}", f"no {en}: the service lacks {missing}")
        remedy = said(
            f"在{{0}}点此服务的“函数”，再点“添加函数”，加上 {missing}",
            f"At {{0}} choose Functions of the service, Add functions, and add {missing}",
            SERVICES,
        )
    return Check.of(wanted.id, not missing, found, wanted.purpose, remedy)
