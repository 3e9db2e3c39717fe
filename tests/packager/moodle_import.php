<?php
// Imports a package as Moodle's own restore page does, and prints as JSON what the site's database then holds.
// Call: php moodle_import.php FOLDER_OF_CONFIG_PHP PACKAGE
define('CLI_SCRIPT', true);
require($argv[1] . '/config.php');
require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
require_once($CFG->dirroot . '/course/lib.php');
// The converter of cartridges names its templates from here.
chdir($CFG->dirroot . '/backup');
\core\session\manager::set_user(get_admin());
$folder = 'cb' . random_string(10);
get_file_packer('application/vnd.moodle.backup')->extract_to_pathname($argv[2], make_backup_temp_directory($folder));
$category = $DB->get_field_sql('SELECT MIN(id) FROM {course_categories}');
$course = restore_dbops::create_new_course('coursebridge', 'coursebridge-' . random_string(8), $category);
$target = backup::TARGET_NEW_COURSE;
$rc = new restore_controller($folder, $course, backup::INTERACTIVE_NO, backup::MODE_GENERAL, get_admin()->id, $target);
if ($rc->get_status() == backup::STATUS_REQUIRE_CONV) {
    $rc->convert();
}
$rc->execute_precheck();
$out = ['precheck' => $rc->get_precheck_results()];
$rc->execute_plan();
$rc->destroy();
$record = get_course($course);
$out += ['fullname' => $record->fullname, 'shortname' => $record->shortname];
foreach (get_fast_modinfo($course)->get_section_info_all() as $section) {
    $out['sections'][] = trim(strip_tags($section->summary));
}
foreach (get_fast_modinfo($course)->get_cms() as $cm) {
    if ($cm->modname !== 'qbank') {
        $out['modules'][] = [(int) $cm->sectionnum, $cm->modname, $cm->name, (bool) $cm->visible];
    }
}
$inside = 'FROM {question} q JOIN {question_versions} v ON v.questionid = q.id
    JOIN {question_bank_entries} e ON e.id = v.questionbankentryid
    JOIN {question_categories} qc ON qc.id = e.questioncategoryid JOIN {context} c ON c.id = qc.contextid
    WHERE ' . $DB->sql_like('c.path', '?');
$path = context_course::instance($course)->path . '/%';
$own = context_course::instance($course)->path;
$questions = $DB->get_records_sql("SELECT q.id, q.qtype, q.name, q.defaultmark $inside OR c.path = ?", [$path, $own]);
foreach ($questions as $question) {
    $right = $DB->get_fieldset_select('question_answers', 'answer', 'question = ? AND fraction > 0', [$question->id]);
    $out['questions'][] = [$question->qtype, $question->name, (float) $question->defaultmark, count($right)];
}
$slots = 'SELECT COUNT(s.id) FROM {quiz_slots} s JOIN {quiz} q ON q.id = s.quizid WHERE q.course = ?';
$out['slots'] = (int) $DB->count_records_sql($slots, [$course]);
$files = "SELECT f.filename FROM {files} f JOIN {context} c ON c.id = f.contextid
    WHERE f.component = 'mod_page' AND f.filename <> '.' AND " . $DB->sql_like('c.path', '?');
$out['files'] = array_values(array_unique($DB->get_fieldset_sql($files, [$path])));
$out['pages'] = array_values($DB->get_records_menu('page', ['course' => $course], 'id', 'name, content'));
delete_course($course, false);
echo json_encode($out, JSON_UNESCAPED_UNICODE), "\n";
