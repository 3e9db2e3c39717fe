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
 * Completion of activities.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class module_completions extends stream {
    /** @var string[] Moodle's number → word of the protocol */
    private const STATES = ['incomplete', 'complete', 'pass', 'fail'];

    #[\Override]
    public function kind(): string {
        return 'module_completion';
    }

    #[\Override]
    protected function fields(): string {
        return 'c.userid, cm.course AS courseid, cm.id AS cmid, cm.idnumber, m.name AS module, c.completionstate, c.overrideby';
    }

    #[\Override]
    protected function from(): string {
        return 'FROM {course_modules_completion} c
                JOIN {course_modules} cm ON cm.id = c.coursemoduleid
                JOIN {modules} m ON m.id = cm.module
               WHERE cm.course {courses}';
    }

    #[\Override]
    protected function id(): string {
        return 'c.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'c.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 'cm.course';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {course_modules_completion} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'cm' => (int)$record->cmid,
            'activity' => (string)$record->idnumber,
            'module' => $record->module,
            'state' => self::STATES[(int)$record->completionstate] ?? 'fail',
            'forced' => $record->overrideby !== null,
        ], $records);
    }
}
