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

namespace local_coursebridge\task;

use core\task\scheduled_task;
use local_coursebridge\local\harvest\scope;
use local_coursebridge\local\shadow;

/**
 * Looks for rows that are gone, so that a harvest can tell of them.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class compare_shadow extends scheduled_task {
    #[\Override]
    public function get_name() {
        return get_string('taskcompareshadow', 'local_coursebridge');
    }

    #[\Override]
    public function execute() {
        shadow::compare((new scope([]))->ids(), 30);
    }
}
