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
 * Completion of courses. The table keeps no time of change: the latest of its times stands for it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class course_completions extends stream {
    #[\Override]
    public function kind(): string {
        return 'course_completion';
    }

    #[\Override]
    protected function fields(): string {
        return 'c.userid, c.course AS courseid, c.timeenrolled, c.timestarted, c.timecompleted';
    }

    #[\Override]
    protected function from(): string {
        return 'FROM {course_completions} c WHERE c.course {courses}';
    }

    #[\Override]
    protected function id(): string {
        return 'c.id';
    }

    #[\Override]
    protected function modified(): string {
        return '(CASE WHEN COALESCE(c.timecompleted, 0) > c.timestarted AND COALESCE(c.timecompleted, 0) > c.timeenrolled
                      THEN c.timecompleted
                      WHEN c.timestarted > c.timeenrolled THEN c.timestarted
                      ELSE c.timeenrolled END)';
    }

    #[\Override]
    protected function course(): string {
        return 'c.course';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {course_completions} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'timeenrolled' => (int)$record->timeenrolled,
            'timestarted' => (int)$record->timestarted,
            'timecompleted' => $record->timecompleted ? (int)$record->timecompleted : null,
        ], $records);
    }
}
