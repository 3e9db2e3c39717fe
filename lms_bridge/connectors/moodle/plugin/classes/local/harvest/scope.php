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

namespace local_coursebridge\local\harvest;

use context_course;
use local_coursebridge\local\kinds;
use local_coursebridge\local\registry;
use stdClass;

/**
 * Which courses a harvest is about: those that are named, or all that were deployed or restored from a backup of ours.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class scope {
    /** @var stdClass[] id → course */
    public readonly array $courses;

    /** @var string[] idnumbers that no course has */
    public readonly array $missing;

    /**
     * Looks the courses up.
     *
     * @param string[] $idnumbers
     */
    public function __construct(array $idnumbers) {
        global $DB;
        $courses = [];
        $missing = [];
        $fields = 'id, idnumber, shortname, fullname, visible';
        if ($idnumbers) {
            [$in, $params] = $DB->get_in_or_equal($idnumbers);
            $courses = $DB->get_records_select('course', "idnumber {$in}", $params, 'id', $fields);
            $missing = array_values(array_diff($idnumbers, array_column($courses, 'idnumber')));
        } else if ($ids = self::ours()) {
            $courses = $DB->get_records_list('course', 'id', $ids, 'id', $fields);
        }
        $this->courses = $courses;
        $this->missing = $missing;
    }

    /**
     * Asks for the capability in each course.
     *
     * @throws \required_capability_exception
     */
    public function require_capability(): void {
        foreach (array_keys($this->courses) as $id) {
            require_capability('local/coursebridge:harvest', context_course::instance($id));
        }
    }

    /**
     * Returns the ids, in order.
     *
     * @return int[]
     */
    public function ids(): array {
        return array_map('intval', array_keys($this->courses));
    }

    /**
     * Returns the ids of courses that are ours: deployed, or with an activity whose idnumber begins with the course's.
     *
     * @return int[]
     */
    private static function ours(): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal(kinds::ACTIVITIES, SQL_PARAMS_NAMED);
        $begins = $DB->sql_like('cm.idnumber', $DB->sql_concat('c.idnumber', "'.%'"));
        $sql = "SELECT DISTINCT c.id
                  FROM {course} c
                 WHERE c.idnumber <> '' AND (
                       EXISTS (SELECT 1 FROM {" . registry::TABLE . "} o
                                WHERE o.scopetype = 'course' AND o.kind = 'course' AND o.itemid = c.id)
                    OR EXISTS (SELECT 1 FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module
                                WHERE cm.course = c.id AND m.name {$in} AND {$begins}))";
        return $DB->get_fieldset_sql($sql, $params);
    }
}
