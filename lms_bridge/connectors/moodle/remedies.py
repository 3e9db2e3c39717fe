"""What to do about what a Moodle lacks, and which page of it to do it on."""

from __future__ import annotations

from typing import NamedTuple

from foundation.text import both
from lms_bridge.connectors.moodle.menus import (
    ADVANCED,
    COMPETENCIES,
    INSTALL,
    LANGUAGES,
    LIMITS,
    PHP_INFO,
    PROTOCOLS,
    ROLES,
    SERVICES,
    STATUS,
    TASKS,
    TOKENS,
    said,
)

NO_PLUGIN = said(
    "运行 coursebridge push plugin -o local_coursebridge.zip，在{0}上传它，再在{1}按“设置桥接”；平台不许装插件时，"
    '在设置中写 plugin = "never"',
    "Run coursebridge push plugin -o local_coursebridge.zip, upload that at {0}, then press Set up the bridge at {1}; "
    'where no plugin may be installed, write plugin = "never" in the settings',
    INSTALL,
    STATUS,
)
OTHER_SERVICE = said(
    "插件已装，但此令牌属于别的服务：在{0}按“设置桥接”，用它给出的令牌；或在{1}为服务“Coursebridge”创建令牌（"
    "“有效期至”默认只有 30 天）",
    "The plugin is there, the token is of another service: press Set up the bridge at {0} and use the token that it "
    "gives, or make one for the service Coursebridge at {1} (Valid until: 30 days unless changed)",
    STATUS,
    TOKENS,
)
REST_USE = said(
    "令牌、服务和账号都对，只缺两者之一：① 在{0}给服务账号的角色加上权限 webservice/rest:use（使用 REST 协议）；"
    "② 在{1}点此服务的“函数”，加上 core_webservice_get_site_info",
    "Token, service and account are right; one of two is missing: (1) webservice/rest:use (Use REST protocol) in the "
    "service account's role, at {0}; (2) core_webservice_get_site_info among the service's Functions, at {1}",
    ROLES,
    SERVICES,
)
RELEASE = both(
    "请升级到 Moodle 4.5 或更高版本；在此之前用 coursebridge package build --format mbz 生成课程备份，由管理员恢复",
    "Upgrade to Moodle 4.5 or later; until then build it with coursebridge package build --format mbz, to be restored "
    "by hand",
)
FILES = said(
    "在{0}点此服务的“编辑”，再点“显示更多”，勾选“可以上传文件”和“可下载文件”",
    "At {0} choose Edit of the service, Show more, and tick Can upload files and Can download files",
    SERVICES,
)
CRON = said(
    "完成状态、通知和清理都靠 cron：在服务器上给运行网站的账号的 crontab 加一行 * * * * * php "
    "网站文件夹/admin/cli/cron.php；"
    "{0}可看上次运行。Windows 用任务计划程序",
    "Completion, notices and cleaning up need cron: add the line * * * * * php SITE_FOLDER/admin/cli/cron.php "
    "to the crontab of "
    "the account that the web server runs as; {0} shows the last runs. On Windows use Task Scheduler",
    TASKS,
)
INPUT_VARS = said(
    "在 php.ini 中写 max_input_vars = 5000（行首不带分号）并重启 PHP 或网站服务器；{0}的“Loaded Configuration "
    "File”是 php.ini 的位置。"
    "租用的主机在 .user.ini 或控制面板中设置",
    "Write max_input_vars = 5000 into php.ini, without a semicolon before it, and restart PHP or the web "
    "server; Loaded "
    "Configuration File at {0} tells where php.ini is. With a hosting company, in .user.ini or its panel",
    PHP_INFO,
)
UPLOAD = said(
    "在 php.ini（位置见{1}）中写 upload_max_filesize = 512M 和 post_max_size = 520M 并重启 PHP 或网站服务器；"
    "再在{0}把“上传文件大小的最大值”选为最大的一项",
    "Write upload_max_filesize = 512M and post_max_size = 520M into php.ini (where: {1}) and restart PHP or the web "
    "server; then choose the largest Maximum uploaded file size at {0}",
    LIMITS,
    PHP_INFO,
)
CLOCK = both("校准服务器与本机的时间（NTP）", "Set the clocks of server and this machine by NTP")
UPDATE_PLUGIN = both(
    "更新插件：coursebridge push plugin -o local_coursebridge.zip 得到新的，像首次那样安装",
    "Update the plugin: coursebridge push plugin -o local_coursebridge.zip gives the new one, installed as before",
)
UPDATE_US = both("更新本程序：pip install -U coursebridge", "Update this program: pip install -U coursebridge")
FRAMEWORK_UNSEEN = said(
    "平台上已有此编号的框架时，在{0}给服务账号的角色加上 moodle/competency:competencyview；"
    "IOMAD 平台还要 block/iomad_company_admin:company_view_all。然后再运行 push apply",
    "Where the site has a framework of this ID number, give the account's role moodle/competency:competencyview at "
    "{0}, on IOMAD block/iomad_company_admin:company_view_all too; then run push apply again",
    ROLES,
)
COMPLETION = said("在{0}勾选“启用进度跟踪”", "Tick Enable completion tracking at {0}", ADVANCED)
COMPETENCY = said("在{0}勾选“启用能力”", "Tick Enable competencies at {0}", COMPETENCIES)


class Words(NamedTuple):
    """What a check of the plugin's health page is about, and what to do. `advice`: the bridge works without it."""

    want: str
    remedy: str
    advice: bool = False


WORDS = {
    "rest": Words(
        both("启用 REST 协议", "the REST protocol"), said("在{0}启用“REST 协议”", "Enable it at {0}", PROTOCOLS)
    ),
    "service": Words(
        both("服务 Coursebridge 已启用", "the service Coursebridge is enabled"),
        said(
            "在{0}点服务 Coursebridge 的“编辑”，勾选“启用”", "At {0} edit the service Coursebridge: Enabled", SERVICES
        ),
    ),
    "role": Words(
        both("角色 coursebridge 有全部权限", "the role coursebridge has all its capabilities"),
        said(
            "在{0}按“设置桥接”，或在{1}给角色 coursebridge 加上所缺的权限",
            "Press Set up the bridge at {0}, or give the role coursebridge what it lacks at {1}",
            STATUS,
            ROLES,
        ),
    ),
    "token": Words(
        both("令牌的有效期至少还有 14 天", "a token that is good for another 14 days"),
        said(
            "在{0}按“设置桥接”得到新令牌，放进环境变量或密码库",
            "Press Set up the bridge at {0} for a new one, and put it into its variable or the keyring",
            STATUS,
        ),
        advice=True,
    ),
    "completion": Words(both("进度跟踪", "completion tracking"), COMPLETION),
    "availability": Words(
        both("访问限制", "restricted access"),
        said("在{0}勾选“允许受限制的访问”", "Tick Enable restricted access at {0}", ADVANCED),
    ),
    "competencies": Words(both("能力", "competencies"), COMPETENCY),
    "https": Words(
        both("平台自己的网址是 https", "the site's own address is https"),
        both(
            "为网站服务器配置证书，并把 config.php 中的 $CFG->wwwroot 改为 https://…",
            "Give the web server a certificate, and make $CFG->wwwroot in config.php begin with https://",
        ),
    ),
    "lang_zh_cn": Words(
        both("简体中文语言包", "the language pack for Simplified Chinese"),
        said("在{0}安装“简体中文 (zh_cn)”", "Install 简体中文 (zh_cn) at {0}", LANGUAGES),
        advice=True,
    ),
    "shadow": Words(
        both("已删除数据的比对在运行", "deleted data is looked for"),
        said("在{0}确认“查找已删除的数据”已启用、在运行", "See at {0} that Look for data that are gone runs", TASKS),
        advice=True,
    ),
}
