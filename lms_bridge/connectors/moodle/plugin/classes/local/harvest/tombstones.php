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
 * What is gone: rows, and people who are to be forgotten.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tombstones extends stream {
    /** @var string stream name of an erasure */
    public const ERASURE = 'erasure';

    /**
     * Of some kinds of rows.
     *
     * @param string[] $kinds
     */
    public function __construct(
        /** @var string[] */
        private readonly array $kinds,
    ) {
    }

    #[\Override]
    public function kind(): string {
        return 'tombstone';
    }

    #[\Override]
    protected function fields(): string {
        return 'g.stream, g.rowid AS goneid, g.subid, g.courseid, g.userid, g.reason';
    }

    #[\Override]
    protected function from(): string {
        return 'FROM {local_coursebridge_gone} g WHERE (g.courseid = 0 OR g.courseid {courses})';
    }

    #[\Override]
    protected function id(): string {
        return 'g.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'g.timecreated';
    }

    #[\Override]
    protected function course(): string {
        return 'g.courseid';
    }

    #[\Override]
    public function exists_sql(): string {
        return '1 = 1';
    }

    #[\Override]
    protected function rows(array $records): array {
        $kinds = array_merge($this->kinds, [self::ERASURE]);
        $wanted = array_filter($records, fn(stdClass $record): bool => in_array($record->stream, $kinds, true));
        return array_map(fn(stdClass $record): array => $record->stream === self::ERASURE
            ? $this->erasure($record)
            : $this->tombstone($record), $wanted);
    }

    /**
     * A person who is to be forgotten.
     *
     * @param stdClass $record
     * @return array
     */
    private function erasure(stdClass $record): array {
        $row = [
            'kind' => self::ERASURE,
            'id' => (string)$record->rowid,
            'modified' => (int)$record->modified,
            'userid' => (int)$record->userid,
            'reason' => $record->reason,
        ];
        return $record->courseid ? $row + ['course' => (int)$record->courseid] : $row;
    }

    /**
     * A row that is gone.
     *
     * @param stdClass $record
     * @return array
     */
    private function tombstone(stdClass $record): array {
        return [
            'kind' => $record->stream,
            'id' => $record->stream === 'scorm_attempt' ? "{$record->goneid}.{$record->subid}" : (string)$record->goneid,
            'modified' => (int)$record->modified,
            'course' => (int)$record->courseid,
            'deleted' => true,
        ];
    }
}
