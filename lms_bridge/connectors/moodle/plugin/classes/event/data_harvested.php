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
 * Learners' data were read to the end of a run.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class data_harvested extends base {
    /**
     * Makes the event.
     *
     * @param int $rows of the last page
     * @return self
     */
    public static function of(int $rows): self {
        return self::create(['context' => context_system::instance(), 'other' => ['rows' => $rows]]);
    }

    #[\Override]
    protected function init() {
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_OTHER;
    }

    #[\Override]
    public static function get_name() {
        return get_string('eventdataharvested', 'local_coursebridge');
    }

    #[\Override]
    public function get_description() {
        return "The user with id '{$this->userid}' harvested learners' data: {$this->other['rows']} rows.";
    }

    #[\Override]
    public static function get_other_mapping() {
        return false;
    }
}
