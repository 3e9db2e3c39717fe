<?php
// moodle_scorm.php ROOT PACKAGE: seconds that Moodle itself takes to add an uploaded SCORM package to a new course.
// Development only: what a teacher's form does once the package is in the draft area, without the page around it.

define('CLI_SCRIPT', true);
[, $root, $package] = $argv;
chdir($root);
require($root . '/config.php');
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/course/modlib.php');
require_once($CFG->dirroot . '/mod/scorm/lib.php');
require_once($CFG->dirroot . '/mod/scorm/locallib.php');

\core\session\manager::set_user(get_admin());
$name = 'bench-own-' . bin2hex(random_bytes(4));
$course = create_course((object)['fullname' => $name, 'shortname' => $name, 'category' => 1, 'enablecompletion' => 1]);
$draft = file_get_unused_draft_itemid();
get_file_storage()->create_file_from_pathname(['contextid' => context_user::instance($USER->id)->id, 'component' => 'user',
    'filearea' => 'draft', 'itemid' => $draft, 'filepath' => '/', 'filename' => 'package.zip'], $package);
[, , , , $data] = prepare_new_moduleinfo_data($course, 'scorm', 1);
foreach ((array)get_config('scorm') as $key => $value) {
    $data->$key ??= $value;
}
$data->name = $name;
$data->scormtype = SCORM_TYPE_LOCAL;
$data->packagefile = $draft;
$data->width = $data->framewidth;
$data->height = $data->frameheight;
$data->introeditor = ['text' => '', 'format' => FORMAT_HTML, 'itemid' => 0];
foreach (['packageurl' => '', 'datadir' => '', 'timeopen' => 0, 'timeclose' => 0] as $key => $value) {
    $data->$key = $value;
}
$start = microtime(true);
$module = add_moduleinfo($data, $course);
$seconds = microtime(true) - $start;
$scos = $DB->count_records('scorm_scoes', ['scorm' => $module->instance, 'scormtype' => 'sco']);
echo json_encode(['seconds' => $seconds, 'scos' => $scos]), "\n";
