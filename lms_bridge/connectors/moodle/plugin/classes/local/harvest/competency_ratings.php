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
 * Ratings of competencies in courses.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class competency_ratings extends stream {
    #[\Override]
    public function kind(): string {
        return 'competency_rating';
    }

    #[\Override]
    protected function fields(): string {
        return 'u.userid, u.courseid, f.idnumber AS framework, c.idnumber AS competency, u.grade, u.proficiency';
    }

    #[\Override]
    protected function from(): string {
        return 'FROM {competency_usercompcourse} u
                JOIN {competency} c ON c.id = u.competencyid
                JOIN {competency_framework} f ON f.id = c.competencyframeworkid
               WHERE u.courseid {courses}';
    }

    #[\Override]
    protected function id(): string {
        return 'u.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'u.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 'u.courseid';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {competency_usercompcourse} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'framework' => $record->framework,
            'competency' => $record->competency,
            'grade' => $record->grade === null ? null : (int)$record->grade,
            'proficient' => $record->proficiency === null ? null : (bool)$record->proficiency,
        ], $records);
    }
}
