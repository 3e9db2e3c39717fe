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

namespace local_coursebridge;

use core\event\course_deleted;
use core\event\user_deleted;
use local_coursebridge\local\registry;
use local_coursebridge\local\shadow;

/**
 * What is done when people or courses are deleted.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class observer {
    /**
     * Notes that a person is to be forgotten wherever their data were harvested to.
     *
     * @param user_deleted $event
     */
    public static function user_deleted(user_deleted $event): void {
        shadow::erase((int)$event->objectid, 'user_deleted');
    }

    /**
     * Forgets what was deployed to a course. Tombstones of its rows are written by the next comparison.
     *
     * @param course_deleted $event
     */
    public static function course_deleted(course_deleted $event): void {
        global $DB;
        // Its idnumber may have been changed since, and another course may have it.
        $deployed = ['scopetype' => 'course', 'kind' => 'course', 'itemid' => $event->objectid];
        $scopes = $DB->get_fieldset(registry::TABLE, 'scope', $deployed);
        $idnumber = $event->get_record_snapshot('course', $event->objectid)->idnumber;
        if ($idnumber !== '' && !$DB->record_exists('course', ['idnumber' => $idnumber])) {
            $scopes[] = $idnumber;
        }
        foreach (array_unique($scopes) as $scope) {
            $DB->delete_records(registry::TABLE, ['scopetype' => 'course', 'scope' => $scope]);
        }
        $DB->delete_records('local_coursebridge_card', ['courseid' => $event->objectid]);
    }
}
