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
use local_coursebridge\local\document;
use local_coursebridge\local\exchange;
use local_coursebridge\local\planner;
use local_coursebridge\local\protocol;
use local_coursebridge\local\site;
use local_coursebridge\local\uploads;

/**
 * Says what deploying a document would do.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class plan extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'document' => new external_value(PARAM_RAW, 'JSON: what the site should have'),
        ]);
    }

    /**
     * Plans.
     *
     * @param int $protocol
     * @param string $document
     * @return array
     */
    public static function execute(int $protocol, string $document): array {
        ['protocol' => $protocol, 'document' => $document] = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'document' => $document,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:deploy', $context);
        protocol::require_spoken($protocol);
        $parsed = new document($document);
        $answer = exchange::log('plan', $parsed->scope, function (exchange $exchange) use ($parsed, $document): array {
            $planner = new planner($parsed, new site($parsed->scopetype, $parsed->scope, new uploads(0)));
            $changes = $planner->changes();
            $told = array_map(fn($change): array => $change->told(), $changes);
            $exchange->rows = count($told);
            $exchange->bytes = strlen($document);
            $exchange->outcome = exchange::counts($told);
            return ['changes' => $told, 'files' => $planner->files($changes)];
        });
        return $answer;
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'changes' => new external_multiple_structure(new external_single_structure([
                'op' => new external_value(PARAM_ALPHA, 'create, update, unchanged or decide'),
                'kind' => new external_value(PARAM_ALPHA, 'Kind of object'),
                'idnumber' => new external_value(PARAM_RAW, 'ID number'),
                'reason' => new external_value(PARAM_ALPHAEXT, 'Why'),
                'detail' => new external_value(PARAM_RAW, 'What about it'),
                'learners' => new external_value(PARAM_INT, 'People with data in the object'),
            ])),
            'files' => new external_multiple_structure(new external_single_structure([
                'name' => new external_value(PARAM_FILE, 'Name in the draft area'),
                'needed' => new external_value(PARAM_BOOL, 'Whether it must be uploaded'),
            ])),
            'exchange' => new external_value(PARAM_INT, 'Number in the log of exchanges'),
        ]);
    }
}
