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
 * Attempts at quizzes, each with its questions and what was answered. Previews are left out.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class quiz_attempts extends stream {
    #[\Override]
    public function kind(): string {
        return 'quiz_attempt';
    }

    #[\Override]
    protected function fields(): string {
        return 'a.uniqueid, a.userid, a.attempt, a.state, a.timestart, a.timefinish, a.sumgrades, q.sumgrades AS maximum,
                q.course AS courseid, cm.id AS cmid, cm.idnumber';
    }

    #[\Override]
    protected function from(): string {
        return "FROM {quiz_attempts} a
                JOIN {quiz} q ON q.id = a.quiz
                JOIN {modules} m ON m.name = 'quiz'
                JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = q.id
               WHERE a.preview = 0 AND q.course {courses}";
    }

    #[\Override]
    protected function id(): string {
        return 'a.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'a.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 'q.course';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {quiz_attempts} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        $rows = [];
        foreach (array_chunk($records, 200, true) as $some) {
            $questions = (new quiz_responses())->of(array_column($some, 'uniqueid'));
            foreach ($some as $rowid => $record) {
                $rows[$rowid] = $this->head($record) + [
                    'cm' => (int)$record->cmid,
                    'activity' => (string)$record->idnumber,
                    'attempt' => (int)$record->attempt,
                    'state' => $record->state,
                    'timestart' => (int)$record->timestart,
                    'timefinish' => (int)$record->timefinish,
                    'grade' => self::number($record->sumgrades),
                    'grade_max' => (float)$record->maximum,
                    'questions' => $questions[$record->uniqueid] ?? [],
                ];
            }
        }
        return $rows;
    }
}
