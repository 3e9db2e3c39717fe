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
 * Answers to feedbacks. What was given anonymously is left out.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feedback_answers extends stream {
    #[\Override]
    public function kind(): string {
        return 'feedback_answer';
    }

    #[\Override]
    protected function fields(): string {
        return 'c.userid, f.course AS courseid, cm.id AS cmid, cm.idnumber, c.id AS completedid, i.label, i.typ, v.value';
    }

    #[\Override]
    protected function from(): string {
        return "FROM {feedback_value} v
                JOIN {feedback_completed} c ON c.id = v.completed
                JOIN {feedback} f ON f.id = c.feedback
                JOIN {feedback_item} i ON i.id = v.item
                JOIN {modules} m ON m.name = 'feedback'
                JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = f.id
               WHERE c.anonymous_response = 2 AND c.userid > 0 AND f.course {courses}";
    }

    #[\Override]
    protected function id(): string {
        return 'v.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'c.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 'f.course';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {feedback_value} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'cm' => (int)$record->cmid,
            'activity' => (string)$record->idnumber,
            'completed' => (int)$record->completedid,
            'label' => $record->label,
            'type' => $record->typ,
            'value' => (string)$record->value,
            'keys' => self::chosen($record),
        ], $records);
    }

    /**
     * Returns which options were chosen, from 1.
     *
     * @param stdClass $record
     * @return int[]
     */
    private static function chosen(stdClass $record): array {
        if (!in_array($record->typ, ['multichoice', 'multichoicerated'], true)) {
            return [];
        }
        return array_values(array_filter(array_map('intval', explode('|', (string)$record->value))));
    }
}
