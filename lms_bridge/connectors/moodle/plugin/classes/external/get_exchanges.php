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

namespace local_coursebridge\external;

use context_system;
use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use local_coursebridge\local\exchange;
use local_coursebridge\local\protocol;

/**
 * Says what was asked of late.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_exchanges extends external_api {
    /** @var int */
    private const MOST = 200;

    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'limit' => new external_value(PARAM_INT, 'How many, at most 200', VALUE_DEFAULT, 50),
        ]);
    }

    /**
     * Looks.
     *
     * @param int $protocol
     * @param int $limit
     * @return array
     */
    public static function execute(int $protocol, int $limit = 50): array {
        global $DB;
        ['protocol' => $protocol, 'limit' => $limit] = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'limit' => $limit,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:connect', $context);
        protocol::require_spoken($protocol);
        $rows = $DB->get_records(exchange::TABLE, null, 'id DESC', '*', 0, min(max(1, $limit), self::MOST));
        $exchanges = array_map(fn($row): array => [
            'id' => (int)$row->id,
            'timecreated' => (int)$row->timecreated,
            'userid' => (int)$row->userid,
            'function' => $row->functionname,
            'scope' => $row->scope,
            'outcome' => $row->outcome,
            'errorcode' => $row->errorcode,
            'rows' => (int)$row->rowcount,
            'bytes' => (int)$row->bytes,
            'duration_ms' => (int)$row->durationms,
        ], array_values($rows));
        return ['exchanges' => $exchanges];
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'exchanges' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Number'),
                'timecreated' => new external_value(PARAM_INT, 'When'),
                'userid' => new external_value(PARAM_INT, 'Account that asked'),
                'function' => new external_value(PARAM_ALPHAEXT, 'What was asked'),
                'scope' => new external_value(PARAM_RAW, 'ID number of the course or framework'),
                'outcome' => new external_value(PARAM_RAW, 'What came of it'),
                'errorcode' => new external_value(PARAM_RAW, 'Why it failed; empty: it did not'),
                'rows' => new external_value(PARAM_INT, 'Rows or objects'),
                'bytes' => new external_value(PARAM_INT, 'Bytes'),
                'duration_ms' => new external_value(PARAM_INT, 'Milliseconds'),
            ])),
        ]);
    }
}
