<?php
// Makes a test site ready for `make live`: php tests/live/prepare.php MOODLE_FOLDER [ADDRESSES]. Prints MOODLE_TOKEN.
//
// The account is the plugin's own, with its ready-made role. Only what the tests do beside the bridge comes in
// addition, as a role and a service of its own: to make learners, and to enrol them. Never for a site that is in use.

define('CLI_SCRIPT', true);

$code = rtrim($argv[1] ?? '', '/');
if (!is_file("$code/config.php")) {
    fwrite(STDERR, "php tests/live/prepare.php MOODLE_FOLDER: the folder of config.php\n");
    exit(2);
}
require("$code/config.php");

\core\session\manager::set_user(get_admin());
(new \local_coursebridge\local\setup('coursebridge'))->run($argv[2] ?? '', 30);
$account = $DB->get_record('user', ['username' => 'coursebridge', 'deleted' => 0], '*', MUST_EXIST);
$system = context_system::instance();

$role = $DB->get_field('role', 'id', ['shortname' => 'coursebridgelive']);
if (!$role) {
    $role = create_role('Coursebridge live tests', 'coursebridgelive', 'Makes and enrols learners of live tests');
    set_role_contextlevels($role, [CONTEXT_SYSTEM]);
}
$capabilities = [
    // To make and enrol learners.
    'moodle/user:create', 'moodle/role:assign', 'enrol/manual:enrol',
    // To harvest by core functions, as where there is no plugin.
    'moodle/course:viewparticipants', 'moodle/user:viewdetails', 'moodle/user:viewalldetails', 'moodle/user:viewhiddendetails',
    'moodle/grade:viewall', 'gradereport/user:view', 'report/completion:view', 'report/progress:view',
    'mod/scorm:viewreport', 'mod/quiz:viewreports', 'mod/feedback:viewreports', 'moodle/site:accessallgroups',
    'moodle/course:useremail',
];
foreach (array_filter($capabilities, 'get_capability_info') as $capability) {
    assign_capability($capability, CAP_ALLOW, $role, $system->id, true);
}
$student = $DB->get_field('role', 'id', ['shortname' => 'student'], MUST_EXIST);
if (!$DB->record_exists('role_allow_assign', ['roleid' => $role, 'allowassign' => $student])) {
    core_role_set_assign_allowed($role, $student);
}
role_assign($role, $account->id, $system->id);

$service = $DB->get_record('external_services', ['shortname' => 'coursebridge_live']);
if (!$service) {
    $now = time();
    $fields = ['name' => 'Coursebridge live tests', 'shortname' => 'coursebridge_live', 'enabled' => 1, 'restrictedusers' => 1];
    $times = ['timecreated' => $now, 'timemodified' => $now];
    $id = $DB->insert_record('external_services', (object)($fields + $times + ['uploadfiles' => 1, 'downloadfiles' => 1]));
    $service = $DB->get_record('external_services', ['id' => $id], '*', MUST_EXIST);
}
$wanted = ['core_webservice_get_site_info', 'core_user_create_users', 'enrol_manual_enrol_users', 'core_course_check_updates'];
foreach (['local_coursebridge_', 'core_course_get_', 'core_enrol_get_enrolled_users', 'core_completion_get_',
        'gradereport_user_get_grade_items', 'mod_scorm_get_', 'mod_quiz_get_', 'mod_feedback_get_'] as $prefix) {
    $like = $DB->sql_like('name', '?');
    array_push($wanted, ...$DB->get_fieldset_select('external_functions', 'name', $like, [$DB->sql_like_escape($prefix) . '%']));
}
$DB->set_field('external_services', 'downloadfiles', 1, ['id' => $service->id]);
foreach ($wanted as $function) {
    $key = ['externalserviceid' => $service->id, 'functionname' => $function];
    if (!$DB->record_exists('external_services_functions', $key)) {
        $DB->insert_record('external_services_functions', (object)$key);
    }
}
$authorised = ['externalserviceid' => $service->id, 'userid' => $account->id];
if (!$DB->record_exists('external_services_users', $authorised)) {
    $DB->insert_record('external_services_users', (object)($authorised + ['timecreated' => time()]));
}
$token = $DB->get_field_select('external_tokens', 'token', 'externalserviceid = ? AND userid = ? AND validuntil > ?',
    [$service->id, $account->id, time() + DAYSECS], IGNORE_MULTIPLE);
echo $token ?: \core_external\util::generate_token(EXTERNAL_TOKEN_PERMANENT, $service, $account->id, $system, time() + 30 * DAYSECS,
    $argv[2] ?? ''), "\n";
