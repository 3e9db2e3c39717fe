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
use core_external\external_single_structure;
use core_external\external_value;
use local_coursebridge\local\deployer;
use local_coursebridge\local\exchange;
use local_coursebridge\local\kinds;
use local_coursebridge\local\planner;
use local_coursebridge\local\protocol;
use local_coursebridge\local\site;
use local_coursebridge\local\uploads;
use moodle_exception;
use Throwable;

/**
 * Hides one object.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class retire extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'course' => new external_value(PARAM_RAW, 'ID number of the course, or of the framework'),
            'kind' => new external_value(PARAM_ALPHA, 'Kind of object'),
            'idnumber' => new external_value(PARAM_RAW, 'ID number of the object'),
            'allow' => new external_value(PARAM_BOOL, 'Also where learners have data', VALUE_DEFAULT, false),
        ]);
    }

    /**
     * Retires.
     *
     * @param int $protocol
     * @param string $course
     * @param string $kind
     * @param string $idnumber
     * @param bool $allow
     * @return array
     */
    public static function execute(int $protocol, string $course, string $kind, string $idnumber, bool $allow = false): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'course' => $course,
            'kind' => $kind,
            'idnumber' => $idnumber,
            'allow' => $allow,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:retire', $context);
        protocol::require_spoken($params['protocol']);
        return exchange::log('retire', $params['course'], function (exchange $exchange) use ($params): array {
            $result = self::hide($params);
            $exchange->outcome = "{$result['op']} {$params['kind']}";
            return $result;
        });
    }

    /**
     * Hides what was deployed under this name.
     *
     * @param array $params
     * @return array
     */
    private static function hide(array $params): array {
        global $DB;
        $scopetype = in_array($params['kind'], kinds::of_scope('framework'), true) ? 'framework' : 'course';
        $site = new site($scopetype, $params['course'], new uploads(0));
        $known = $site->registry->get($params['kind'], $params['idnumber']);
        $maker = $known ? kinds::maker($params['kind'], $site) : null;
        $current = $maker?->find($params['idnumber'], $known);
        $name = s("{$params['kind']}:{$params['idnumber']}");
        if (!$current) {
            throw new moodle_exception('unknownobject', 'local_coursebridge', '', $name);
        }
        $learners = $maker->learners($current);
        if ($learners && !$params['allow'] && !in_array($params['kind'], planner::MARKED, true)) {
            throw new moodle_exception('wouldloselearnerdata', 'local_coursebridge', '', $name);
        }
        $op = $known->status === 'retired' ? 'unchanged' : 'retired';
        $transaction = $DB->start_delegated_transaction();
        try {
            deployer::hide($site, $maker, $known, $current);
            $transaction->allow_commit();
        } catch (Throwable $problem) {
            // Core may have left transactions of its own open; all of them go, so that the log can be written.
            $DB->force_transaction_rollback();
            throw $problem;
        }
        return [
            'kind' => $params['kind'],
            'idnumber' => $params['idnumber'],
            'op' => $op,
            'reason' => $op === 'unchanged' ? 'same' : 'gone',
            'detail' => '',
            'learners' => $learners,
            'cmid' => in_array($params['kind'], kinds::ACTIVITIES, true) ? (int)$current->id : 0,
            'errorcode' => '',
            'message' => '',
        ];
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return deploy::result();
    }
}
