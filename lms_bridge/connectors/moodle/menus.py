"""Pages of a Moodle's site administration, as an administrator finds them: menu names in both languages, and address.

The names are those of Moodle 4.5 and 5.x themselves and of their language pack zh_cn; the address is the same in every
language. Remedies take their words from here, so that what is told is what stands on the screen.
"""

from __future__ import annotations

from typing import NamedTuple

from foundation.text import both

ROOT_ZH = "站点管理"
ROOT_EN = "Site administration"


class Menu(NamedTuple):
    """A page: menu names below "Site administration" in both languages, and its path below the site's address."""

    zh: str
    en: str
    path: str

    @property
    def told_zh(self) -> str:
        """How a Chinese text names the page."""
        return f"“{ROOT_ZH} > {self.zh}”（{self.path}）"

    @property
    def told_en(self) -> str:
        """How an English text names the page."""
        return f"{ROOT_EN} > {self.en} ({self.path})"


ADVANCED = Menu("常规项 > 高级特性", "General > Advanced features", "/admin/settings.php?section=optionalsubsystems")
COMPETENCIES = Menu(
    "常规项 > 能力 > 能力设置",
    "General > Competencies > Competencies settings",
    "/admin/settings.php?section=competencysettings",
)
LANGUAGES = Menu("常规项 > 语言 > 语言包", "General > Language > Language packs", "/admin/tool/langimport/index.php")
LIMITS = Menu(
    "常规项 > 安全 > 网站安全设置",
    "General > Security > Site security settings",
    "/admin/settings.php?section=sitepolicies",
)
UPGRADE = Menu("常规项 > 通告", "General > Notifications", "/admin/index.php")
USERS = Menu("用户 > 帐号 > 浏览用户", "Users > Accounts > Browse list of users", "/admin/user.php")
ROLES = Menu("用户 > 权限 > 定义角色", "Users > Permissions > Define roles", "/admin/roles/manage.php")
SYSTEM_ROLES = Menu(
    "用户 > 权限 > 分配系统角色", "Users > Permissions > Assign system roles", "/admin/roles/assign.php?contextid=1"
)
FRAMEWORKS = Menu(
    "常规项 > 能力 > 导入能力框架",
    "General > Competencies > Import competency framework",
    "/admin/tool/lpimportcsv/index.php",
)
INSTALL = Menu("插件 > 安装插件", "Plugins > Install plugins", "/admin/tool/installaddon/index.php")
MODULES = Menu("插件 > 活动模块 > 管理活动", "Plugins > Activity modules > Manage activities", "/admin/modules.php")
STATUS = Menu(
    "插件 > 本地插件 > 课程桥接状态", "Plugins > Local plugins > Coursebridge status", "/local/coursebridge/index.php"
)
SERVICES = Menu(
    "服务器 > 网络服务 > 对外服务",
    "Server > Web services > External services",
    "/admin/settings.php?section=externalservices",
)
PROTOCOLS = Menu(
    "服务器 > 网络服务 > 管理协议",
    "Server > Web services > Manage protocols",
    "/admin/settings.php?section=webserviceprotocols",
)
TOKENS = Menu("服务器 > 网络服务 > 管理令牌", "Server > Web services > Manage tokens", "/admin/webservice/tokens.php")
TASKS = Menu("服务器 > 任务 > 计划任务", "Server > Tasks > Scheduled tasks", "/admin/tool/task/scheduledtasks.php")
MAINTENANCE = Menu("服务器 > 维护模式", "Server > Maintenance mode", "/admin/settings.php?section=maintenancemode")
PHP_INFO = Menu("服务器 > PHP 信息", "Server > PHP info", "/admin/phpinfo.php")
RESTORE = Menu("课程 > 恢复课程", "Courses > Restore course", "/backup/restorefile.php?contextid=1")


def said(zh: str, en: str, *menus: Menu) -> str:
    """Return a text in both languages in which `{0}`, `{1}` … are pages.

    >>> said("打开{0}", "Open {0}", INSTALL)
    '打开“站点管理 > 插件 > 安装插件”（/admin/tool/installaddon/index.php） / Open Site administration > \
Plugins > Install plugins (/admin/tool/installaddon/index.php)'
    """
    return both(zh.format(*(menu.told_zh for menu in menus)), en.format(*(menu.told_en for menu in menus)))
