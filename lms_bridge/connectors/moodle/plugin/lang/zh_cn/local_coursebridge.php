<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Texts in simplified Chinese.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['account'] = '账号';
$string['baddocument'] = '文档不符合协议，位置 {$a->place}：{$a->problem}。';
$string['badpackage'] = '该文件不是 SCORM 课件包：{$a}';
$string['busy'] = '{$a} 正在被另一次部署处理，请一分钟后重试。';
$string['check'] = '检查项';
$string['check_availability'] = '访问限制';
$string['check_availability_remedy'] = '在“站点管理 > 常规项 > 高级特性”中勾选“允许受限制的访问”。';
$string['check_competencies'] = '能力';
$string['check_competencies_remedy'] = '在“站点管理 > 常规项 > 能力 > 能力设置”中勾选“启用能力”。';
$string['check_completion'] = '进度跟踪';
$string['check_completion_remedy'] = '在“站点管理 > 常规项 > 高级特性”中勾选“启用进度跟踪”。';
$string['check_cron'] = '计划任务（cron）';
$string['check_cron_remedy'] = '计划任务近期没有运行，课程完成状态与通知会停滞。请让服务器每分钟运行一次 admin/cli/cron.php。';
$string['check_https'] = '加密连接';
$string['check_https_remedy'] = '本站地址不是 https，令牌与作答会明文传输。请为网站服务器配置证书，并修改 config.php 中的 wwwroot。';
$string['check_lang_zh_cn'] = '简体中文';
$string['check_lang_zh_cn_remedy'] = '在“站点管理 > 常规项 > 语言 > 语言包”中安装“简体中文 (zh_cn)”。';
$string['check_max_input_vars'] = '单次请求的变量数';
$string['check_max_input_vars_remedy'] = 'PHP 的 max_input_vars 会不加提示地截断较长的请求。请在 php.ini 中设为 5000。';
$string['check_rest'] = 'REST 网络服务';
$string['check_rest_remedy'] = '请按下方的“设置桥接”。手工设置：在“站点管理 > 常规项 > 高级特性”中勾选“启用网络服务”，在“站点管理 > 服务器 > 网络服务 > 管理协议”中启用“REST 协议”。';
$string['check_role'] = '服务账号的角色';
$string['check_role_remedy'] = '角色 coursebridge 不存在，或缺少此处列出的权限。请按下方的“设置桥接”，或在“站点管理 > 用户 > 权限 > 定义角色”中为该角色添加这些权限。';
$string['check_service'] = '桥接服务';
$string['check_service_remedy'] = '在“站点管理 > 服务器 > 网络服务 > 对外服务”中启用服务 Coursebridge。';
$string['check_shadow'] = '已删除数据的比对';
$string['check_shadow_remedy'] = '近期没有比对已删除的数据。请确认计划任务“查找已删除的数据”在运行。';
$string['check_token'] = '服务账号的令牌';
$string['check_token_remedy'] = '没有账号持有此服务的、有效期至少还有 14 天的令牌。请按下方的“设置桥接”，或在“站点管理 > 服务器 > 网络服务 > 管理令牌”中创建。';
$string['check_upload'] = '上传大小';
$string['check_upload_remedy'] = '较大的课件包会分块上传，速度较慢。请在 php.ini 中提高 upload_max_filesize 与 post_max_size，并在“站点管理 > 常规项 > 安全 > 网站安全设置”中提高“上传文件大小的最大值”。';
$string['checksfailed'] = '以下检查中有 {$a} 项未通过。';
$string['checkspassed'] = '全部 {$a} 项检查通过。';
$string['clisetuphelp'] = '使本站可供桥接使用：网络服务、REST、带角色的服务账号与令牌。
已有的设置保持不变。仅输出令牌。

选项：
 -u, --username=名称   服务账号（默认：coursebridge）
     --ip=地址         允许使用令牌的地址，以逗号分隔（默认：不限）
     --days=N          新令牌的有效天数（默认：365）
 -h, --help            本帮助

示例：
 $ sudo -u www-data php local/coursebridge/cli/setup.php --ip=203.0.113.7
';
$string['coursebridge:connect'] = '查询插件信息与本账号的权限';
$string['coursebridge:deploy'] = '部署课程、试题与能力框架';
$string['coursebridge:harvest'] = '采集学员的学习记录';
$string['coursebridge:retire'] = '隐藏已部署的内容';
$string['coursebridge:viewstatus'] = '查看桥接状态页';
$string['courserenamed'] = '以编号 {$a->scope} 部署的课程仍在（{$a->shortname}），但课程编号现在是“{$a->idnumber}”。请在课程设置中填回 {$a->scope}。';
$string['cursorexpired'] = '游标早于所保留的删除记录，请从头开始采集。';
$string['cursorinvalid'] = '这不是该函数与模式的游标，请从头开始采集。';
$string['deployed'] = '已部署的内容';
$string['differsincase'] = '编号 {$a->wanted} 与已有的 {$a->there} 只差大小写，本站的数据库视为同一个。请改其中一个。';
$string['duplicatecourse'] = '有多个课程使用编号 {$a}，请只保留一个。';
$string['eventcoursedeployed'] = '课程已部署';
$string['eventdataharvested'] = '学习记录已采集';
$string['eventframeworkdeployed'] = '能力框架已部署';
$string['exchanges'] = '最近的数据交换';
$string['failed'] = '待处理';
$string['filecorrupt'] = '文件 {$a} 与文档所述不符，请重新上传。';
$string['filemissing'] = '文件 {$a} 尚未上传。';
$string['found'] = '现状';
$string['function'] = '函数';
$string['health'] = '网站状况';
$string['idnumber'] = '编号';
$string['lastdeployed'] = '最近部署';
$string['noexchanges'] = '尚无请求。';
$string['nolimit'] = '长期有效';
$string['nothingdeployed'] = '尚未部署任何内容。';
$string['objects'] = '对象数';
$string['onemachine'] = '仅限本机';
$string['outcome'] = '结果';
$string['passed'] = '正常';
$string['pluginname'] = '课程桥接';
$string['privacy:metadata:bridge'] = '学习记录会传送至桥接程序，账号编号在存储之前即被替换为假名。';
$string['privacy:metadata:bridge:answers'] = '测验与反馈的作答。';
$string['privacy:metadata:bridge:attempts'] = 'SCORM 课件与测验的尝试及得分。';
$string['privacy:metadata:bridge:completion'] = '活动与课程的完成情况及成绩。';
$string['privacy:metadata:bridge:enrolment'] = '相关课程的选课情况。';
$string['privacy:metadata:bridge:ratings'] = '能力评定。';
$string['privacy:metadata:bridge:userid'] = '账号编号。';
$string['privacy:metadata:exchange'] = '按服务账号记录的插件调用日志。';
$string['privacy:metadata:exchange:functionname'] = '请求的函数。';
$string['privacy:metadata:exchange:outcome'] = '结果。';
$string['privacy:metadata:exchange:timecreated'] = '请求时间。';
$string['privacy:metadata:exchange:userid'] = '发出请求的账号。';
$string['privacy:metadata:gone'] = '其数据须在采集目的地一并清除的账号编号。';
$string['privacy:metadata:gone:reason'] = '原因：账号被删除，或数据删除申请获批。';
$string['privacy:metadata:gone:timecreated'] = '时间。';
$string['privacy:metadata:gone:userid'] = '账号编号。';
$string['protocolunsupported'] = '请求的协议版本为 {$a->asked}，本插件支持 {$a->spoken}。';
$string['questionbankname'] = '{$a} 题库';
$string['result'] = '结果';
$string['roledescription'] = '供桥接程序使用的账号。可创建课程、读取学习记录；不用于课程中的任何人员。';
$string['rolename'] = '课程桥接服务';
$string['scope'] = '课程或框架';
$string['scope_course'] = '课程';
$string['scope_framework'] = '能力框架';
$string['seconds'] = '秒';
$string['serviceaccount'] = '服务账号';
$string['setup'] = '设置桥接';
$string['setupdescription'] = '启用网络服务与 REST，创建带角色的服务账号 coursebridge，把它加为服务的授权用户，并创建有效期一年的令牌。已有的设置保持不变。';
$string['setuptoken'] = '桥接已设置。令牌如下，请像密码一样保管：';
$string['stateoff'] = '未启用';
$string['stateon'] = '已启用';
$string['statuspage'] = '课程桥接状态';
$string['statusversions'] = '插件 {$a->release}（{$a->version}），协议 {$a->protocols}';
$string['taskcleanup'] = '清理过期的交换与删除记录';
$string['taskcompareshadow'] = '查找已删除的数据';
$string['type'] = '类型';
$string['unknownactivity'] = '课程中没有编号为 {$a} 的活动，请先部署。';
$string['unknowncompetency'] = '没有此能力：{$a}。请先部署能力框架。';
$string['unknowncourse'] = '没有编号为 {$a} 的课程，请先部署课程。';
$string['unknownframework'] = '没有编号为 {$a} 的能力框架，请先部署。';
$string['unknownobject'] = '没有以 {$a} 部署过任何内容。';
$string['unknownquestion'] = '课程中没有编号为 {$a} 的试题，请先部署。';
$string['unknownsection'] = '课程中没有章节 {$a}，请先部署。';
$string['upgradepending'] = '网站正等待升级，请在升级完成后重试。';
$string['want'] = '要求';
$string['want_cron'] = '每分钟运行一次';
$string['want_shadow'] = '每小时一次';
$string['want_token'] = '有效期至少还有 14 天';
$string['wouldloselearnerdata'] = '学员在此已有数据：{$a}。须由人指名允许。';
