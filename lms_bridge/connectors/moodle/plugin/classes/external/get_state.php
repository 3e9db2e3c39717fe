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
use local_coursebridge\local\state;

/**
 * Says what the site has.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_state extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'courses' => new external_multiple_structure(
                new external_value(PARAM_RAW, 'ID number'),
                'Courses; none: all that were deployed',
                VALUE_DEFAULT,
                []
            ),
            'framework' => new external_value(PARAM_RAW, 'ID number: its objects instead of those of courses', VALUE_DEFAULT, ''),
        ]);
    }

    /**
     * Looks.
     *
     * @param int $protocol
     * @param string[] $courses
     * @param string $framework
     * @return array
     */
    public static function execute(int $protocol, array $courses = [], string $framework = ''): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'courses' => $courses,
            'framework' => $framework,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:deploy', $context);
        protocol::require_spoken($params['protocol']);
        $scope = $params['framework'] !== '' ? $params['framework'] : implode(',', $params['courses']);
        return exchange::log('get_state', $scope, function (exchange $exchange) use ($params): array {
            $answer = $params['framework'] !== ''
                ? state::of_framework($params['framework'], $params['courses'])
                : state::of_courses($params['courses']);
            $exchange->rows = count($answer['objects']);
            return $answer;
        });
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'courses' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Course'),
                'idnumber' => new external_value(PARAM_RAW, 'ID number'),
                'shortname' => new external_value(PARAM_RAW, 'Short name'),
                'fullname' => new external_value(PARAM_RAW, 'Full name'),
                'visible' => new external_value(PARAM_BOOL, 'Whether learners see it'),
                'version' => new external_value(PARAM_RAW, 'Course version that was deployed'),
                'card_sha256' => new external_value(PARAM_ALPHANUM, 'Hash of its card'),
                'duplicates' => new external_value(PARAM_INT, 'Other courses of the same ID number'),
            ])),
            'objects' => new external_multiple_structure(new external_single_structure([
                'course' => new external_value(PARAM_RAW, 'ID number of the course or framework'),
                'kind' => new external_value(PARAM_ALPHA, 'Kind of object'),
                'idnumber' => new external_value(PARAM_RAW, 'ID number'),
                'sha256' => new external_value(PARAM_ALPHANUM, 'Hash that was sent; empty: not deployed by us'),
                'status' => new external_value(PARAM_ALPHA, 'ok, retired or foreign'),
                'parts' => new external_multiple_structure(new external_value(PARAM_RAW, 'SCO, question or label')),
                'learners' => new external_value(PARAM_INT, 'People with data in it'),
                'cmid' => new external_value(PARAM_INT, 'Course module, of an activity; else 0'),
                'visible' => new external_value(PARAM_BOOL, 'Whether learners see it'),
                'edited' => new external_value(PARAM_BOOL, 'Whether it was edited since'),
                'timemodified' => new external_value(PARAM_INT, 'When it was deployed'),
            ])),
            'exchange' => new external_value(PARAM_INT, 'Number in the log of exchanges'),
        ]);
    }
}
