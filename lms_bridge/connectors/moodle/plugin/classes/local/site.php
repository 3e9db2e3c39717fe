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

use moodle_exception;
use stdClass;

/**
 * One course or framework of this site, as a plan or a deploy works on it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class site {
    /** @var registry what was deployed */
    public readonly registry $registry;

    /** @var stdClass|false|null the course, once looked up */
    private stdClass|false|null $course = null;

    /** @var stdClass|false|null the framework's record, once looked up */
    private stdClass|false|null $framework = null;

    /**
     * Of one scope.
     *
     * @param string $scopetype `course` or `framework`
     * @param string $scope its idnumber
     * @param uploads $uploads
     */
    public function __construct(
        /** @var string */
        public readonly string $scopetype,
        /** @var string */
        public readonly string $scope,
        /** @var uploads */
        public readonly uploads $uploads,
    ) {
        global $CFG;
        require_once($CFG->libdir . '/completionlib.php');
        require_once($CFG->dirroot . '/course/lib.php');
        $this->registry = new registry($scopetype, $scope);
    }

    /**
     * Returns the course, or null while there is none.
     *
     * @return stdClass|null
     * @throws moodle_exception duplicatecourse, courserenamed
     */
    public function course(): ?stdClass {
        if ($this->course === null) {
            $this->course = self::find_course($this->scope) ?? false;
            if (!$this->course) {
                $this->refuse_renamed();
            } else if ($this->course->idnumber !== $this->scope) {
                // MariaDB and MySQL tell no capital from a small letter: it is another course.
                $this->refuse($this->course);
            }
        }
        return $this->course ?: null;
    }

    /**
     * Refuses to go on when the course that was deployed is there under another idnumber: its learners are in it.
     *
     * @throws moodle_exception courserenamed
     */
    private function refuse_renamed(): void {
        global $DB;
        $known = $this->scopetype === 'course' ? $this->registry->get('course', $this->scope) : null;
        $renamed = $known ? $DB->get_record('course', ['id' => $known->itemid], 'id, shortname, idnumber') : null;
        if ($renamed) {
            $this->refuse($renamed);
        }
    }

    /**
     * Refuses a course that has another idnumber.
     *
     * @param stdClass $course
     * @throws moodle_exception courserenamed
     */
    private function refuse(stdClass $course): never {
        $told = (object)['scope' => s($this->scope), 'shortname' => s($course->shortname), 'idnumber' => s($course->idnumber)];
        throw new moodle_exception('courserenamed', 'local_coursebridge', '', $told);
    }

    /**
     * Returns the course.
     *
     * @return stdClass
     * @throws moodle_exception unknowncourse
     */
    public function require_course(): stdClass {
        return $this->course() ?? throw new moodle_exception('unknowncourse', 'local_coursebridge', '', s($this->scope));
    }

    /**
     * Returns the framework's record, or null while there is none.
     *
     * @return stdClass|null
     * @throws moodle_exception differsincase
     */
    public function framework(): ?stdClass {
        global $DB;
        $this->framework ??= $DB->get_record('competency_framework', ['idnumber' => $this->scope]);
        if ($this->framework) {
            registry::require_same($this->scope, $this->framework->idnumber);
        }
        return $this->framework ?: null;
    }

    /**
     * Forgets what was looked up: it was changed.
     */
    public function look_again(): void {
        $this->course = null;
        $this->framework = null;
    }

    /**
     * Returns the course with an idnumber, or null.
     *
     * @param string $idnumber
     * @return stdClass|null
     * @throws moodle_exception duplicatecourse
     */
    public static function find_course(string $idnumber): ?stdClass {
        global $DB;
        $courses = $DB->get_records('course', ['idnumber' => $idnumber], 'id', '*', 0, 2);
        if (count($courses) > 1) {
            throw new moodle_exception('duplicatecourse', 'local_coursebridge', '', s($idnumber));
        }
        return reset($courses) ?: null;
    }

    /**
     * Returns the course module with an idnumber in the course, or null.
     *
     * @param string $idnumber
     * @return stdClass|null with modname
     */
    public function module(string $idnumber): ?stdClass {
        return $this->one_module('cm.idnumber = :value', $idnumber);
    }

    /**
     * Returns the course module with an id in the course, or null.
     *
     * @param int $cmid
     * @return stdClass|null with modname
     */
    public function module_by_id(int $cmid): ?stdClass {
        return $this->one_module('cm.id = :value', $cmid);
    }

    /**
     * Returns the id of the course module with an idnumber.
     *
     * @param string $idnumber
     * @return int
     * @throws moodle_exception unknownactivity
     */
    public function require_module_id(string $idnumber): int {
        $cm = $this->module($idnumber);
        if (!$cm) {
            throw new moodle_exception('unknownactivity', 'local_coursebridge', '', s($idnumber));
        }
        return (int)$cm->id;
    }

    /**
     * Returns a course module of the course that is not being deleted.
     *
     * @param string $condition
     * @param string|int $value
     * @return stdClass|null
     */
    private function one_module(string $condition, string|int $value): ?stdClass {
        global $DB;
        if (!$this->course()) {
            return null;
        }
        $sql = "SELECT cm.*, m.name AS modname
                  FROM {course_modules} cm
                  JOIN {modules} m ON m.id = cm.module
                 WHERE cm.course = :course AND cm.deletioninprogress = 0 AND {$condition}
              ORDER BY cm.id";
        $found = $DB->get_records_sql($sql, ['course' => $this->course()->id, 'value' => $value], 0, 1);
        return reset($found) ?: null;
    }
}
