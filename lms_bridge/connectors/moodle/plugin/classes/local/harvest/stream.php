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

use moodle_recordset;
use stdClass;

/**
 * Rows of one kind, read in the order of their time or of their id.
 *
 * Keyset paging: a page goes on after the last row's (time, id), so nothing is skipped or read twice while rows come
 * and go, and a page costs the same however far it is from the beginning.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class stream {
    /**
     * The kind of its rows.
     *
     * @return string
     */
    abstract public function kind(): string;

    /**
     * What is selected, beside `rowid` and `modified`.
     *
     * @return string
     */
    abstract protected function fields(): string;

    /**
     * From which tables, and the conditions that always hold, with `{courses}` for `IN (…)`.
     *
     * @return string
     */
    abstract protected function from(): string;

    /**
     * SQL of a row's id.
     *
     * @return string
     */
    abstract protected function id(): string;

    /**
     * SQL of the time when a row was last changed.
     *
     * @return string
     */
    abstract protected function modified(): string;

    /**
     * Turns records into rows.
     *
     * @param stdClass[] $records by rowid
     * @return array[] rowid → row; a record may give none
     */
    abstract protected function rows(array $records): array;

    /**
     * How many records are read from the database at once.
     *
     * @return int
     */
    public function chunk(): int {
        return 2000;
    }

    /**
     * SQL that selects `rowid`, `subid`, `courseid` of all rows, with `{courses}` for `IN (…)`.
     *
     * @return string
     */
    public function ids_sql(): string {
        return "SELECT {$this->id()} AS rowid, 0 AS subid, {$this->course()} AS courseid {$this->from()}";
    }

    /**
     * SQL condition that the row of a list `s` of ids is still there.
     *
     * @return string
     */
    abstract public function exists_sql(): string;

    /**
     * SQL of a row's course.
     *
     * @return string
     */
    abstract protected function course(): string;

    /**
     * Reads the next rows.
     *
     * @param int[] $courseids
     * @param array $after time and id of the last row; of a sweep the time is not looked at
     * @param bool $sweep in the order of ids
     * @param int $limit records, at most
     * @return array[] each [time, id, row or null]
     */
    public function read(array $courseids, array $after, bool $sweep, int $limit): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($courseids, SQL_PARAMS_NAMED, 'course', true, 0);
        $id = $this->id();
        $modified = $this->modified();
        $where = $sweep ? "{$id} > :id1" : "({$modified} > :time1 OR ({$modified} = :time2 AND {$id} > :id1))";
        $params += $sweep ? ['id1' => $after[1]] : ['time1' => $after[0], 'time2' => $after[0], 'id1' => $after[1]];
        $order = $sweep ? $id : "{$modified}, {$id}";
        $from = str_replace('{courses}', $in, $this->from());
        $sql = "SELECT {$id} AS rowid, {$modified} AS modified, {$this->fields()} {$from} AND {$where} ORDER BY {$order}";
        $records = [];
        $recordset = $DB->get_recordset_sql($sql, $params, 0, $limit);
        foreach ($recordset as $record) {
            $records[$record->rowid] = $record;
        }
        $recordset->close();
        $rows = $this->rows($records);
        return array_map(
            fn(stdClass $record): array => [(int)$record->modified, (int)$record->rowid, $rows[$record->rowid] ?? null],
            array_values($records)
        );
    }

    /**
     * What every row begins with.
     *
     * @param stdClass $record with modified, userid, courseid
     * @param string|null $id where it is not the record's
     * @return array
     */
    protected function head(stdClass $record, ?string $id = null): array {
        return [
            'kind' => $this->kind(),
            'id' => $id ?? (string)$record->rowid,
            'modified' => (int)$record->modified,
            'userid' => (int)$record->userid,
            'course' => (int)$record->courseid,
        ];
    }

    /**
     * A number, or null.
     *
     * @param string|float|null $value
     * @return float|null
     */
    protected static function number(string|float|null $value): ?float {
        return $value === null ? null : (float)$value;
    }
}
