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
 * Enrolments.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class enrolments extends stream {
    #[\Override]
    public function kind(): string {
        return 'enrolment';
    }

    #[\Override]
    protected function fields(): string {
        global $CFG;
        $roles = implode(',', array_map('intval', explode(',', (string)$CFG->gradebookroles))) ?: '0';
        $learner = "(SELECT COUNT(1) FROM {role_assignments} ra JOIN {context} ctx ON ctx.id = ra.contextid
                      WHERE ra.userid = ue.userid AND ctx.contextlevel = 50 AND ctx.instanceid = e.courseid
                            AND ra.roleid IN ({$roles}))";
        return "ue.userid, e.courseid, e.enrol, ue.status, ue.timestart, ue.timeend, ue.timecreated, {$learner} AS learner";
    }

    #[\Override]
    protected function from(): string {
        return 'FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid {courses}';
    }

    #[\Override]
    protected function id(): string {
        return 'ue.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'ue.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 'e.courseid';
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {user_enrolments} x WHERE x.id = s.rowid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        return array_map(fn(stdClass $record): array => $this->head($record) + [
            'status' => (int)$record->status === ENROL_USER_ACTIVE ? 'active' : 'suspended',
            'method' => $record->enrol,
            'timestart' => (int)$record->timestart,
            'timeend' => (int)$record->timeend,
            'timecreated' => (int)$record->timecreated,
            'learner' => (bool)$record->learner,
        ], $records);
    }
}
