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
foreach (['moodle/user:create', 'moodle/role:assign', 'enrol/manual:enrol', 'moodle/course:viewparticipants'] as $capability) {
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
    $id = $DB->insert_record('external_services', (object)($fields + $times + ['uploadfiles' => 1, 'downloadfiles' => 0]));
    $service = $DB->get_record('external_services', ['id' => $id], '*', MUST_EXIST);
}
$wanted = $DB->get_fieldset_select('external_functions', 'name', "name LIKE 'local\\_coursebridge\\_%'");
array_push($wanted, 'core_webservice_get_site_info', 'core_user_create_users', 'enrol_manual_enrol_users');
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
