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

use stdClass;

/**
 * Grades of activities and of courses.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class grades extends stream {
    #[\Override]
    public function kind(): string {
        return 'grade';
    }

    #[\Override]
    protected function fields(): string {
        return 'g.userid, i.courseid, i.itemmodule, cm.id AS cmid, cm.idnumber, g.finalgrade, i.grademin, i.grademax,
                i.gradepass, g.overridden';
    }

    #[\Override]
    protected function from(): string {
        return "FROM {grade_grades} g
                JOIN {grade_items} i ON i.id = g.itemid
           LEFT JOIN {modules} m ON m.name = i.itemmodule
           LEFT JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = i.iteminstance AND cm.course = i.courseid
                     AND i.itemtype = 'mod'
               WHERE i.courseid {courses} AND i.itemtype IN ('mod', 'course')";
    }

    #[\Override]
    protected function id(): string {
        return 'g.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'COALESCE(g.timemodified, g.timecreated, 0)';
    }

    #[\Override]
    protected function course(): string {
        return 'i.courseid';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {grade_grades} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'cm' => (int)$record->cmid,
            'activity' => (string)$record->idnumber,
            'module' => (string)$record->itemmodule,
            'grade' => self::number($record->finalgrade),
            'grade_min' => (float)$record->grademin,
            'grade_max' => (float)$record->grademax,
            'grade_pass' => (float)$record->gradepass,
            'overridden' => (bool)$record->overridden,
        ], $records);
    }
}
