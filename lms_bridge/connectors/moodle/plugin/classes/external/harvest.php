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
use local_coursebridge\event\data_harvested;
use local_coursebridge\local\cards;
use local_coursebridge\local\exchange;
use local_coursebridge\local\harvest\cursor;
use local_coursebridge\local\harvest\harvester;
use local_coursebridge\local\harvest\scope;
use local_coursebridge\local\protocol;

/**
 * Says what learners did.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class harvest extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'cursor' => new external_value(PARAM_RAW, 'Where the last page ended; empty: the beginning', VALUE_DEFAULT, ''),
            'mode' => new external_value(PARAM_ALPHA, 'changes, or sweep for every row by id', VALUE_DEFAULT, 'changes'),
            'courses' => self::strings('ID numbers; none: all that are ours', PARAM_RAW),
            'kinds' => self::strings('Kinds of rows; none: all', PARAM_ALPHAEXT),
            'maxrows' => new external_value(PARAM_INT, 'Rows of a page', VALUE_DEFAULT, 20000),
            'maxbytes' => new external_value(PARAM_INT, 'Bytes of a page', VALUE_DEFAULT, 8388608),
            'encoding' => new external_value(PARAM_ALPHA, 'plain or gzip', VALUE_DEFAULT, 'plain'),
            'knowncards' => self::strings('Hashes of course cards that the caller has', PARAM_ALPHANUM),
        ]);
    }

    /**
     * Reads a page.
     *
     * @param int $protocol
     * @param string $cursor
     * @param string $mode
     * @param string[] $courses
     * @param string[] $kinds
     * @param int $maxrows
     * @param int $maxbytes
     * @param string $encoding
     * @param string[] $knowncards
     * @return array
     */
    public static function execute(
        int $protocol,
        string $cursor = '',
        string $mode = 'changes',
        array $courses = [],
        array $kinds = [],
        int $maxrows = 20000,
        int $maxbytes = 8388608,
        string $encoding = 'plain',
        array $knowncards = []
    ): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'cursor' => $cursor,
            'mode' => $mode,
            'courses' => $courses,
            'kinds' => $kinds,
            'maxrows' => $maxrows,
            'maxbytes' => $maxbytes,
            'encoding' => $encoding,
            'knowncards' => $knowncards,
        ]);
        self::validate_context(context_system::instance());
        protocol::require_spoken($params['protocol']);
        $scope = new scope($params['courses']);
        if ($scope->courses) {
            // In each course, so that an account may be given single courses or categories only.
            $scope->require_capability();
        } else {
            require_capability('local/coursebridge:harvest', context_system::instance());
        }
        protocol::prepare_long_work();
        \core\session\manager::write_close();
        $named = implode(',', $params['courses']);
        return exchange::log('harvest', $named, fn(exchange $exchange): array => self::read($params, $scope, $exchange));
    }

    /**
     * Reads a page and tells the log of it.
     *
     * @param array $params
     * @param scope $scope
     * @param exchange $exchange
     * @return array
     */
    private static function read(array $params, scope $scope, exchange $exchange): array {
        $cursor = cursor::parse($params['cursor'], $params['mode'] === 'sweep' ? 'sweep' : 'changes');
        $harvester = new harvester($scope, harvester::streams($params['kinds']));
        $page = $harvester->page(
            $cursor,
            min(max(1, $params['maxrows']), harvester::MAX_ROWS),
            min(max(1, $params['maxbytes']), harvester::MAX_BYTES)
        );
        $exchange->rows = $page['count'];
        $exchange->bytes = strlen($page['rows']);
        $exchange->outcome = "{$cursor->mode} rows={$page['count']}" . ($page['more'] ? ' more' : '');
        if (!$page['more'] && $page['count']) {
            data_harvested::of($page['count'])->trigger();
        }
        $gzip = $params['encoding'] === 'gzip';
        return [
            'rows' => $gzip ? base64_encode(gzencode($page['rows'], 6)) : $page['rows'],
            'count' => $page['count'],
            'cursor' => $cursor->text(),
            'more' => $page['more'],
            'now' => time(),
            'started' => $cursor->started,
            'encoding' => $gzip ? 'gzip' : 'plain',
            'courses' => array_values(array_map(fn($course): array => (array)$course, $scope->courses)),
            'cards' => cards::of_courses($scope->ids(), $params['knowncards']),
            'missing' => $scope->missing,
            'future_rows' => $page['future'],
        ];
    }

    /**
     * A list of texts that may be left out.
     *
     * @param string $description
     * @param string $type
     * @return external_multiple_structure
     */
    private static function strings(string $description, string $type): external_multiple_structure {
        return new external_multiple_structure(new external_value($type, 'One'), $description, VALUE_DEFAULT, []);
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'rows' => new external_value(PARAM_RAW, 'One JSON object a line'),
            'count' => new external_value(PARAM_INT, 'Rows in this page'),
            'cursor' => new external_value(PARAM_RAW, 'Where the next page begins'),
            'more' => new external_value(PARAM_BOOL, 'Whether this run has another page'),
            'now' => new external_value(PARAM_INT, 'Clock of the site'),
            'started' => new external_value(PARAM_INT, 'Clock of the site when this run began'),
            'encoding' => new external_value(PARAM_ALPHA, 'plain or gzip'),
            'courses' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Course'),
                'idnumber' => new external_value(PARAM_RAW, 'ID number'),
                'shortname' => new external_value(PARAM_RAW, 'Short name'),
                'fullname' => new external_value(PARAM_RAW, 'Full name'),
                'visible' => new external_value(PARAM_BOOL, 'Whether learners see it'),
            ])),
            'cards' => new external_multiple_structure(new external_single_structure([
                'course' => new external_value(PARAM_INT, 'Course'),
                'since' => new external_value(PARAM_INT, 'Since when it holds'),
                'sha256' => new external_value(PARAM_ALPHANUM, 'Hash of the JSON'),
                'json' => new external_value(PARAM_RAW, 'The card'),
            ])),
            'missing' => new external_multiple_structure(new external_value(PARAM_RAW, 'ID number that no course has')),
            'future_rows' => new external_value(PARAM_INT, 'Rows dated after the clock of the site'),
            'exchange' => new external_value(PARAM_INT, 'Number in the log of exchanges'),
        ]);
    }
}
