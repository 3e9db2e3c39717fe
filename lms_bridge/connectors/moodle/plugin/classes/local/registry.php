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

use moodle_exception;
use stdClass;

/**
 * What was deployed: the objects of one scope, with the hash that each has reached.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class registry {
    /** @var string */
    public const TABLE = 'local_coursebridge_object';

    /**
     * For one scope.
     *
     * @param string $scopetype `course` or `framework`
     * @param string $scope its idnumber
     */
    public function __construct(
        /** @var string */
        private readonly string $scopetype,
        /** @var string */
        private readonly string $scope,
    ) {
    }

    /**
     * Returns the row of an object.
     *
     * @param string $kind
     * @param string $idnumber
     * @return stdClass|null
     * @throws moodle_exception differsincase
     */
    public function get(string $kind, string $idnumber): ?stdClass {
        global $DB;
        $row = $DB->get_record(self::TABLE, $this->key($kind, $idnumber)) ?: null;
        if ($row) {
            self::require_same($this->scope, $row->scope);
            self::require_same($idnumber, $row->idnumber);
        }
        return $row;
    }

    /**
     * Refuses an idnumber that is another: MariaDB and MySQL tell no capital from a small letter, and would give one
     * object's place to the other.
     *
     * @param string $wanted
     * @param string $there
     * @throws moodle_exception differsincase
     */
    public static function require_same(string $wanted, string $there): void {
        if ($wanted !== $there) {
            $told = (object)['wanted' => s($wanted), 'there' => s($there)];
            throw new moodle_exception('differsincase', 'local_coursebridge', '', $told);
        }
    }

    /**
     * Returns all rows of the scope, in the order they were first made.
     *
     * @return stdClass[]
     */
    public function all(): array {
        global $DB;
        return array_values($DB->get_records(self::TABLE, ['scopetype' => $this->scopetype, 'scope' => $this->scope], 'id'));
    }

    /**
     * Notes that an object has reached a state. The last thing to be done in its transaction.
     *
     * @param string $kind
     * @param string $idnumber
     * @param array $values sha256, itemid, basis, and what else is known
     */
    public function put(string $kind, string $idnumber, array $values): void {
        global $DB;
        $values += ['status' => 'ok', 'timemodified' => time()];
        $row = $this->get($kind, $idnumber);
        if ($row) {
            $DB->update_record(self::TABLE, (object)($values + ['id' => $row->id]));
            return;
        }
        $DB->insert_record(self::TABLE, (object)($values + $this->key($kind, $idnumber) + ['timecreated' => time()]));
    }

    /**
     * Forgets an object, e.g. one that another has taken the place of.
     *
     * @param string $kind
     * @param string $idnumber
     */
    public function forget(string $kind, string $idnumber): void {
        global $DB;
        $DB->delete_records(self::TABLE, $this->key($kind, $idnumber));
    }

    /**
     * The key of a row.
     *
     * @param string $kind
     * @param string $idnumber
     * @return array
     */
    private function key(string $kind, string $idnumber): array {
        return ['scopetype' => $this->scopetype, 'scope' => $this->scope, 'kind' => $kind, 'idnumber' => $idnumber];
    }
}
