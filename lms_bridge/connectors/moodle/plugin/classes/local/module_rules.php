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

use stdClass;

/**
 * What a course module keeps of completion and availability, as Moodle stores it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class module_rules {
    /** @var int[] tracking of the protocol → Moodle's number */
    private const TRACKING = [
        'none' => COMPLETION_TRACKING_NONE,
        'manual' => COMPLETION_TRACKING_MANUAL,
        'automatic' => COMPLETION_TRACKING_AUTOMATIC,
    ];

    /** @var int[] state of a condition → Moodle's number */
    private const STATES = [
        'incomplete' => COMPLETION_INCOMPLETE,
        'complete' => COMPLETION_COMPLETE,
        'pass' => COMPLETION_COMPLETE_PASS,
        'fail' => COMPLETION_COMPLETE_FAIL,
    ];

    /**
     * Returns the completion rules that the course module keeps.
     *
     * @param stdClass $wanted
     * @return array
     */
    public static function of_module(stdClass $wanted): array {
        $rules = $wanted->completion;
        $automatic = $rules->tracking === 'automatic';
        $graded = $automatic && ($rules->grade || $rules->pass_grade);
        return [
            'completion' => self::TRACKING[$rules->tracking],
            'completionview' => (int)($automatic && $rules->view),
            'completiongradeitemnumber' => $graded ? 0 : null,
            'completionpassgrade' => (int)($automatic && $rules->pass_grade),
        ];
    }

    /**
     * Returns the conditions as Moodle stores them, or ''.
     *
     * @param stdClass $wanted
     * @param site $site
     * @return string
     */
    public static function availability(stdClass $wanted, site $site): string {
        $conditions = [];
        foreach ($wanted->availability as $condition) {
            $cmid = $site->require_module_id($condition->completed);
            $conditions[] = ['type' => 'completion', 'cm' => $cmid, 'e' => self::STATES[$condition->state]];
        }
        if (!$conditions) {
            return '';
        }
        return json_encode(['op' => '&', 'c' => $conditions, 'showc' => array_fill(0, count($conditions), true)]);
    }
}
