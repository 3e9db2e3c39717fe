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

/**
 * What names an activity by its number: conditions of other activities and criteria of the course.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class module_references {
    /**
     * Makes everything in a course that named one activity name another that has taken its place.
     *
     * @param int $courseid
     * @param int $former course module id
     * @param int $cmid
     */
    public static function replace(int $courseid, int $former, int $cmid): void {
        global $DB;
        $key = ['course' => $courseid, 'moduleinstance' => $former, 'criteriatype' => COMPLETION_CRITERIA_TYPE_ACTIVITY];
        $DB->set_field('course_completion_criteria', 'moduleinstance', $cmid, $key);
        foreach (['course_modules', 'course_sections'] as $table) {
            $rows = $DB->get_records_select(
                $table,
                'course = :course AND availability IS NOT NULL',
                ['course' => $courseid],
                '',
                'id, availability'
            );
            foreach ($rows as $row) {
                $tree = json_decode($row->availability);
                if ($tree && self::replace_in($tree, $former, $cmid)) {
                    $DB->set_field($table, 'availability', json_encode($tree), ['id' => $row->id]);
                }
            }
        }
    }

    /**
     * Replaces in a tree of conditions.
     *
     * @param \stdClass $node
     * @param int $former
     * @param int $cmid
     * @return bool whether there was anything to replace
     */
    private static function replace_in(\stdClass $node, int $former, int $cmid): bool {
        $replaced = false;
        if (($node->type ?? '') === 'completion' && (int)($node->cm ?? 0) === $former) {
            $node->cm = $cmid;
            $replaced = true;
        }
        foreach ($node->c ?? [] as $child) {
            $replaced = self::replace_in($child, $former, $cmid) || $replaced;
        }
        return $replaced;
    }
}
