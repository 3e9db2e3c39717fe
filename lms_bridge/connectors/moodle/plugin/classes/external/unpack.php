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
use local_coursebridge\local\exchange;
use local_coursebridge\local\protocol;
use local_coursebridge\local\uploads;
use moodle_exception;

/**
 * Unpacks the big files of an uploaded package, beside a deploy that makes use of them.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class unpack extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'protocol' => new external_value(PARAM_INT, 'Version of the protocol'),
            'draftitemid' => new external_value(PARAM_INT, 'Draft area with the package'),
            'file' => new external_value(PARAM_FILE, 'Name of the package there'),
        ]);
    }

    /**
     * Unpacks.
     *
     * @param int $protocol
     * @param int $draftitemid
     * @param string $file
     * @return array
     */
    public static function execute(int $protocol, int $draftitemid, string $file): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'protocol' => $protocol,
            'draftitemid' => $draftitemid,
            'file' => $file,
        ]);
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:deploy', $context);
        protocol::require_spoken($params['protocol']);
        protocol::prepare_long_work();
        return exchange::log('unpack', '', function (exchange $exchange) use ($params): array {
            $uploads = new uploads($params['draftitemid']);
            $package = $uploads->find($params['file']);
            if (!$package) {
                throw new moodle_exception('filemissing', 'local_coursebridge', '', s($params['file']));
            }
            $exchange->bytes = $package->get_filesize();
            $exchange->rows = (int)$uploads->bulky($params['file'])?->unpack();
            return ['files' => $exchange->rows];
        });
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'files' => new external_value(PARAM_INT, 'Files that this call unpacked'),
            'exchange' => new external_value(PARAM_INT, 'Number in the log of exchanges'),
        ]);
    }
}
