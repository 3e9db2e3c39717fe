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
 * Texts in English.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['account'] = 'Account';
$string['baddocument'] = 'The document is not what the protocol asks for at {$a->place}: {$a->problem}.';
$string['badpackage'] = 'The file is no SCORM package: {$a}';
$string['busy'] = 'Another deploy is working on {$a}. Try again in a minute.';
$string['check'] = 'Check';
$string['check_availability'] = 'Restrict access';
$string['check_availability_remedy'] = 'Tick “Enable restricted access” under Site administration > General > Advanced features.';
$string['check_competencies'] = 'Competencies';
$string['check_competencies_remedy'] = 'Tick “Enable competencies” under Site administration > General > Competencies > Competencies settings.';
$string['check_completion'] = 'Completion tracking';
$string['check_completion_remedy'] = 'Tick “Enable completion tracking” under Site administration > General > Advanced features.';
$string['check_cron'] = 'Cron';
$string['check_cron_remedy'] = 'Cron has not run of late: course completion and notices stand still. Let the server run admin/cli/cron.php every minute.';
$string['check_https'] = 'Encrypted connection';
$string['check_https_remedy'] = 'The site’s address is not https: tokens and answers travel in the clear. Give the web server a certificate and change wwwroot in config.php.';
$string['check_lang_zh_cn'] = 'Simplified Chinese';
$string['check_lang_zh_cn_remedy'] = 'Install the language pack “简体中文 (zh_cn)” under Site administration > General > Language > Language packs.';
$string['check_max_input_vars'] = 'Variables of a request';
$string['check_max_input_vars_remedy'] = 'PHP’s max_input_vars cuts long requests without telling. Set it to 5000 in php.ini.';
$string['check_rest'] = 'Web services by REST';
$string['check_rest_remedy'] = 'Press “Set up the bridge” below. By hand: tick “Enable web services” under Site administration > General > Advanced features, and enable “REST protocol” under Site administration > Server > Web services > Manage protocols.';
$string['check_role'] = 'Role of the service account';
$string['check_role_remedy'] = 'The role “coursebridge” is missing or lacks the capabilities named here. Press “Set up the bridge” below, or give them to the role under Site administration > Users > Permissions > Define roles.';
$string['check_service'] = 'Service of the bridge';
$string['check_service_remedy'] = 'Enable the service “Coursebridge” under Site administration > Server > Web services > External services.';
$string['check_shadow'] = 'Comparison for deleted data';
$string['check_shadow_remedy'] = 'What was deleted has not been looked for of late. See that the scheduled task “Look for data that are gone” runs.';
$string['check_token'] = 'Token of the service account';
$string['check_token_remedy'] = 'No account has a token of this service that is good for another 14 days. Press “Set up the bridge” below, or make one under Site administration > Server > Web services > Manage tokens.';
$string['check_upload'] = 'Size of an upload';
$string['check_upload_remedy'] = 'Larger packages are sent in pieces, which is slower. Raise upload_max_filesize and post_max_size in php.ini, and “Maximum uploaded file size” under Site administration > General > Security > Site security settings.';
$string['checksfailed'] = '{$a} of the checks below failed.';
$string['checkspassed'] = 'All {$a} checks passed.';
$string['clisetuphelp'] = 'Makes this site ready for the bridge: web services, REST, the service account with its role, and a token.
What is there already is left as it is. Only the token is printed.

Options:
 -u, --username=NAME   Service account (default: coursebridge)
     --ip=ADDRESSES    Addresses from which the token may be used, with commas between (default: any)
     --days=N          Days that a new token is good for (default: 365)
 -h, --help            This help

Example:
 $ sudo -u www-data php local/coursebridge/cli/setup.php --ip=203.0.113.7
';
$string['coursebridge:connect'] = 'Ask what the plugin is and what this account may do';
$string['coursebridge:deploy'] = 'Deploy courses, questions and competency frameworks';
$string['coursebridge:harvest'] = 'Harvest what learners did';
$string['coursebridge:retire'] = 'Hide what was deployed';
$string['coursebridge:viewstatus'] = 'See the status page of the bridge';
$string['courserenamed'] = 'The course that was deployed as {$a->scope} is there ({$a->shortname}), but its ID number is now "{$a->idnumber}". Write {$a->scope} back into its settings.';
$string['cursorexpired'] = 'The cursor is older than the tombstones that are kept. Start from the beginning.';
$string['cursorinvalid'] = 'This is no cursor of this function and mode. Start from the beginning.';
$string['deployed'] = 'What was deployed';
$string['differsincase'] = 'ID number {$a->wanted} differs from {$a->there}, which is there already, in capitals only, and the database of this site takes both for one. Change one of them.';
$string['duplicatecourse'] = 'Several courses have the ID number {$a}. Let only one keep it.';
$string['eventcoursedeployed'] = 'Course deployed';
$string['eventdataharvested'] = 'Learners’ data harvested';
$string['eventframeworkdeployed'] = 'Competency framework deployed';
$string['exchanges'] = 'Last exchanges';
$string['failed'] = 'To do';
$string['filecorrupt'] = 'The file {$a} is not the one that the document names. Upload it again.';
$string['filemissing'] = 'The file {$a} has not been uploaded.';
$string['found'] = 'Found';
$string['function'] = 'Function';
$string['health'] = 'Health of the site';
$string['idnumber'] = 'ID number';
$string['lastdeployed'] = 'Last deployed';
$string['noexchanges'] = 'Nothing has been asked yet.';
$string['nolimit'] = 'No end';
$string['nothingdeployed'] = 'Nothing has been deployed yet.';
$string['objects'] = 'Objects';
$string['onemachine'] = 'this machine alone';
$string['outcome'] = 'Outcome';
$string['passed'] = 'OK';
$string['pluginname'] = 'Coursebridge';
$string['privacy:metadata:bridge'] = 'What learners did is passed on to the bridge, where the account’s number is replaced by a pseudonym before anything is stored.';
$string['privacy:metadata:bridge:answers'] = 'Answers to quizzes and feedbacks.';
$string['privacy:metadata:bridge:attempts'] = 'Attempts at SCORM packages and quizzes, with scores.';
$string['privacy:metadata:bridge:completion'] = 'Completion of activities and courses, and grades.';
$string['privacy:metadata:bridge:enrolment'] = 'Enrolments in the courses concerned.';
$string['privacy:metadata:bridge:ratings'] = 'Ratings of competencies.';
$string['privacy:metadata:bridge:userid'] = 'Number of the account.';
$string['privacy:metadata:exchange'] = 'The log of calls to the plugin, by service account.';
$string['privacy:metadata:exchange:functionname'] = 'What was asked.';
$string['privacy:metadata:exchange:outcome'] = 'What came of it.';
$string['privacy:metadata:exchange:timecreated'] = 'When it was asked.';
$string['privacy:metadata:exchange:userid'] = 'The account that asked.';
$string['privacy:metadata:gone'] = 'Numbers of accounts whose data must be erased wherever they were harvested to.';
$string['privacy:metadata:gone:reason'] = 'Why: the account was deleted, or its deletion of data was approved.';
$string['privacy:metadata:gone:timecreated'] = 'When.';
$string['privacy:metadata:gone:userid'] = 'Number of the account.';
$string['protocolunsupported'] = 'Protocol {$a->asked} was asked for; this plugin speaks {$a->spoken}.';
$string['questionbankname'] = 'Questions of {$a}';
$string['result'] = 'Result';
$string['roledescription'] = 'For the account that the bridge works as. It makes courses and reads what learners did; it is nobody’s role in a course.';
$string['rolename'] = 'Coursebridge service';
$string['scope'] = 'Course or framework';
$string['scope_course'] = 'Course';
$string['scope_framework'] = 'Competency framework';
$string['seconds'] = 'Seconds';
$string['serviceaccount'] = 'service account';
$string['setup'] = 'Set up the bridge';
$string['setupdescription'] = 'Switches on web services and REST, makes the service account “coursebridge” with its role, authorises it for the service, and makes a token that is good for a year. What is there already is left as it is.';
$string['setuptoken'] = 'The bridge is set up. Its token, to be kept like a password:';
$string['stateoff'] = 'Off';
$string['stateon'] = 'On';
$string['statuspage'] = 'Coursebridge status';
$string['statusversions'] = 'Plugin {$a->release} ({$a->version}), protocol {$a->protocols}';
$string['taskcleanup'] = 'Delete old exchanges and tombstones';
$string['taskcompareshadow'] = 'Look for data that are gone';
$string['type'] = 'Type';
$string['unknownactivity'] = 'The course has no activity with the ID number {$a}. Deploy it first.';
$string['unknowncompetency'] = 'There is no such competency: {$a}. Deploy the framework first.';
$string['unknowncourse'] = 'No course has the ID number {$a}. Deploy the course first.';
$string['unknownframework'] = 'No competency framework has the ID number {$a}. Deploy it first.';
$string['unknownobject'] = 'Nothing was deployed as {$a}.';
$string['unknownquestion'] = 'The course has no question with the ID number {$a}. Deploy it first.';
$string['unknownsection'] = 'The course has no section {$a}. Deploy it first.';
$string['upgradepending'] = 'The site waits for an upgrade. Try again once it is done.';
$string['want'] = 'Wanted';
$string['want_cron'] = 'Every minute';
$string['want_shadow'] = 'Every hour';
$string['want_token'] = 'Good for another 14 days';
$string['wouldloselearnerdata'] = 'Learners have data there: {$a}. Somebody must allow it by name.';
