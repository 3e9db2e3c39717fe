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
use local_coursebridge\event\course_deployed;
use local_coursebridge\event\framework_deployed;
use local_coursebridge\local\deployer;
use local_coursebridge\local\document;
use local_coursebridge\local\exchange;
use local_coursebridge\local\protocol;
use local_coursebridge\local\site;
use local_coursebridge\local\uploads;

/**
 * Makes the objects of a document.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class deploy extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'document' => new external_value(PARAM_RAW, 'JSON: what the site should have'),
            'draftitemid' => new external_value(PARAM_INT, 'Draft area with the uploaded files; 0: none', VALUE_DEFAULT, 0),
            'allow' => new external_multiple_structure(
                new external_value(PARAM_RAW, 'KIND:IDNUMBER of a decision that may be carried out'),
                'What may be done to learners\' data',
                VALUE_DEFAULT,
                []
            ),
            'seconds' => new external_value(PARAM_INT, 'After this no further object is begun', VALUE_DEFAULT, 20),
        ]);
    }

    /**
     * Deploys.
     *
     * @param int $protocol
     * @param string $document
     * @param int $draftitemid
     * @param string[] $allow
     * @param int $seconds
     * @return array
     */
    public static function execute(
        int $protocol,
        string $document,
        int $draftitemid = 0,
        array $allow = [],
        int $seconds = 20
    ): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'document' => $document,
            'draftitemid' => $draftitemid,
            'allow' => $allow,
            'seconds' => $seconds,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:deploy', $context);
        protocol::require_spoken($params['protocol']);
        protocol::prepare_long_work();
        $parsed = new document($params['document']);
        $site = new site($parsed->scopetype, $parsed->scope, new uploads($params['draftitemid']));
        return exchange::log('deploy', $parsed->scope, function (exchange $exchange) use ($parsed, $site, $params): array {
            $answer = (new deployer($parsed, $site, $params['allow']))->run($params['seconds']);
            $exchange->rows = count($answer['results']);
            $exchange->bytes = strlen($params['document']);
            $exchange->outcome = exchange::counts($answer['results']);
            self::trigger_event($site, $exchange->outcome);
            return $answer;
        });
    }

    /**
     * Tells the site's log.
     *
     * @param site $site
     * @param string $outcome
     */
    private static function trigger_event(site $site, string $outcome): void {
        if ($site->scopetype === 'course' && $site->course()) {
            course_deployed::of((int)$site->course()->id, $site->scope, $outcome)->trigger();
        } else if ($site->scopetype === 'framework' && $site->framework()) {
            framework_deployed::of((int)$site->framework()->id, $site->scope, $outcome)->trigger();
        }
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'results' => new external_multiple_structure(self::result()),
            'complete' => new external_value(PARAM_BOOL, 'False: time was up, call again'),
            'remaining' => new external_value(PARAM_INT, 'Objects that time did not reach'),
            'exchange' => new external_value(PARAM_INT, 'Number in the log of exchanges'),
        ]);
    }

    /**
     * What was done with one object.
     *
     * @return external_single_structure
     */
    public static function result(): external_single_structure {
        return new external_single_structure([
            'kind' => new external_value(PARAM_ALPHA, 'Kind of object'),
            'idnumber' => new external_value(PARAM_RAW, 'ID number'),
            'op' => new external_value(PARAM_ALPHA, 'created, updated, unchanged, retired, skipped or failed'),
            'reason' => new external_value(PARAM_ALPHAEXT, 'Why'),
            'detail' => new external_value(PARAM_RAW, 'What about it'),
            'learners' => new external_value(PARAM_INT, 'People with data in the object'),
            'cmid' => new external_value(PARAM_INT, 'Course module, of an activity; else 0'),
            'errorcode' => new external_value(PARAM_RAW, 'Of what failed'),
            'message' => new external_value(PARAM_RAW, 'Of what failed'),
        ]);
    }
}
