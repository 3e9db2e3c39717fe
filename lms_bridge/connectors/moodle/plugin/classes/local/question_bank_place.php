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

namespace local_coursebridge\local;

use context;
use context_course;
use context_module;
use stdClass;

/**
 * Where a course's questions live: a category of the course (Moodle 4.5), or of its question bank activity (5.0 on).
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class question_bank_place {
    /** @var string */
    private const HELPER = '\core_question\local\bank\question_bank_helper';

    /**
     * Returns the category with a name; it is made if there is none.
     *
     * @param stdClass $course
     * @param string $name '' for the course's own
     * @return stdClass row of question_categories
     */
    public static function category(stdClass $course, string $name): stdClass {
        global $CFG, $DB;
        require_once($CFG->libdir . '/questionlib.php');
        $context = self::context($course);
        $name = $name === '' ? $course->fullname : $name;
        $idnumber = \core_text::substr("{$course->idnumber}.questions." . md5($name), 0, 100);
        if ($name === $course->fullname) {
            $idnumber = \core_text::substr("{$course->idnumber}.questions", 0, 100);
        }
        $category = $DB->get_record('question_categories', ['contextid' => $context->id, 'idnumber' => $idnumber]);
        if ($category) {
            return $category;
        }
        $category = (object)[
            'name' => \core_text::substr($name, 0, 255),
            'idnumber' => $idnumber,
            'contextid' => $context->id,
            'parent' => question_get_top_category($context->id, true)->id,
            'info' => '',
            'infoformat' => FORMAT_HTML,
            'sortorder' => 999,
            'stamp' => make_unique_id_code(),
        ];
        $category->id = $DB->insert_record('question_categories', $category);
        \core\event\question_category_created::create_from_question_category_instance($category, $context)->trigger();
        return $category;
    }

    /**
     * Returns the bank entry with an idnumber in the course, wherever in it the question is kept.
     *
     * @param stdClass $course
     * @param string $idnumber
     * @return stdClass|null row of question_bank_entries
     */
    public static function entry(stdClass $course, string $idnumber): ?stdClass {
        global $DB;
        $context = context_course::instance($course->id);
        $sql = "SELECT qbe.*, qc.contextid
                  FROM {question_bank_entries} qbe
                  JOIN {question_categories} qc ON qc.id = qbe.questioncategoryid
                  JOIN {context} ctx ON ctx.id = qc.contextid
                 WHERE qbe.idnumber = :idnumber
                       AND (ctx.id = :contextid OR " . $DB->sql_like('ctx.path', ':below') . ")
              ORDER BY qbe.id";
        $params = ['idnumber' => $idnumber, 'contextid' => $context->id, 'below' => "{$context->path}/%"];
        $found = $DB->get_records_sql($sql, $params, 0, 1);
        return reset($found) ?: null;
    }

    /**
     * Returns the newest version of a bank entry.
     *
     * @param int $entryid
     * @return stdClass|null row of question, with `version`
     */
    public static function newest(int $entryid): ?stdClass {
        global $DB;
        $sql = "SELECT q.*, v.version
                  FROM {question_versions} v
                  JOIN {question} q ON q.id = v.questionid
                 WHERE v.questionbankentryid = :entry
              ORDER BY v.version DESC";
        $found = $DB->get_records_sql($sql, ['entry' => $entryid], 0, 1);
        return reset($found) ?: null;
    }

    /**
     * Returns the context that holds the categories.
     *
     * @param stdClass $course
     * @return context
     */
    private static function context(stdClass $course): context {
        global $DB;
        if (!class_exists(self::HELPER)) {
            return context_course::instance($course->id);
        }
        $idnumber = \core_text::substr("{$course->idnumber}.qbank", 0, 100);
        $key = ['course' => $course->id, 'idnumber' => $idnumber, 'deletioninprogress' => 0];
        $cmid = $DB->get_field('course_modules', 'id', $key, IGNORE_MULTIPLE);
        if (!$cmid) {
            $name = get_string('questionbankname', 'local_coursebridge', format_string($course->fullname));
            $helper = self::HELPER;
            $cmid = $helper::create_default_open_instance($course, \core_text::substr($name, 0, 255))->id;
            set_coursemodule_idnumber($cmid, $idnumber);
        }
        return context_module::instance($cmid);
    }
}
