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

use context_system;
use core_external\external_api;
use moodle_exception;

/**
 * What every function of the protocol does first: version, context, capability, a site that is fit for work.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class protocol {
    /** @var int[] versions that this plugin speaks */
    public const SPOKEN = [1];

    /**
     * Refuses a protocol that is not spoken.
     *
     * @param int $protocol
     * @throws moodle_exception protocolunsupported
     */
    public static function require_spoken(int $protocol): void {
        if (!in_array($protocol, self::SPOKEN, true)) {
            $told = (object)['asked' => $protocol, 'spoken' => implode(', ', self::SPOKEN)];
            throw new moodle_exception('protocolunsupported', 'local_coursebridge', '', $told);
        }
    }

    /**
     * Refuses to work while the site waits for an upgrade, and gives long work time and memory.
     *
     * @throws moodle_exception upgradepending
     */
    public static function prepare_long_work(): void {
        global $CFG;
        require_once($CFG->libdir . '/upgradelib.php');
        if (moodle_needs_upgrading(false)) {
            throw new moodle_exception('upgradepending', 'local_coursebridge');
        }
        \core_php_time_limit::raise(300);
        raise_memory_limit(MEMORY_EXTRA);
    }
}
