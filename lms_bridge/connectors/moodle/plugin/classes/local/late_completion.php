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

use completion_info;

/**
 * Completion of an activity whose rules have changed, for those who had not completed it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class late_completion {
    /**
     * Completes the activity for those who have not, and meet the rules as they are now. Nobody loses a state.
     *
     * @param int $courseid
     * @param int $cmid
     */
    public static function of(int $courseid, int $cmid): void {
        global $DB;
        $course = get_course($courseid);
        rebuild_course_cache($course->id, true);
        $cm = get_fast_modinfo($course)->get_cm($cmid);
        $completion = new completion_info($course);
        if ($completion->is_enabled($cm) !== COMPLETION_TRACKING_AUTOMATIC) {
            return;
        }
        $sql = 'SELECT userid FROM {course_modules_completion} WHERE coursemoduleid = :cmid AND completionstate = 0';
        foreach ($DB->get_fieldset_sql($sql, ['cmid' => $cmid]) as $userid) {
            $completion->update_state($cm, COMPLETION_COMPLETE, $userid);
        }
    }
}
