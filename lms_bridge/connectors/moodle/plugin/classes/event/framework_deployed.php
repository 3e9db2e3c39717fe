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

namespace local_coursebridge\event;

use context_system;
use core\event\base;

/**
 * A competency framework was deployed, or brought up to date.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class framework_deployed extends base {
    /**
     * Makes the event.
     *
     * @param int $frameworkid
     * @param string $idnumber
     * @param string $outcome counts by what was done
     * @return self
     */
    public static function of(int $frameworkid, string $idnumber, string $outcome): self {
        return self::create([
            'context' => context_system::instance(),
            'objectid' => $frameworkid,
            'other' => ['idnumber' => $idnumber, 'outcome' => $outcome],
        ]);
    }

    #[\Override]
    protected function init() {
        $this->data['crud'] = 'u';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = 'competency_framework';
    }

    #[\Override]
    public static function get_name() {
        return get_string('eventframeworkdeployed', 'local_coursebridge');
    }

    #[\Override]
    public function get_description() {
        return "The user with id '{$this->userid}' deployed the competency framework with id '{$this->objectid}': "
            . "{$this->other['outcome']}.";
    }

    #[\Override]
    public static function get_objectid_mapping() {
        return \core\event\base::NOT_MAPPED;
    }

    #[\Override]
    public static function get_other_mapping() {
        return false;
    }
}
