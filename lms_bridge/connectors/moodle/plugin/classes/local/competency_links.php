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

use core_competency\api;
use core_competency\course_competency;
use core_competency\course_module_competency;
use core_competency\competency;
use core_competency\competency_framework;
use moodle_exception;
use stdClass;

/**
 * Links of courses and activities to competencies.
 *
 * Links of a course are only added, since what learners were rated on hangs on them. Links to a framework that is hidden,
 * e.g. since it was retired, stay as they are: Moodle adds none.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class competency_links {
    /** @var int[] how a competency counts → Moodle's number */
    private const OUTCOMES = [
        'none' => course_competency::OUTCOME_NONE,
        'evidence' => course_competency::OUTCOME_EVIDENCE,
        'complete' => course_competency::OUTCOME_COMPLETE,
    ];

    /**
     * Links a course to competencies.
     *
     * @param int $courseid
     * @param stdClass[] $links
     */
    public static function link_course(int $courseid, array $links): void {
        if (!$links || !api::is_enabled()) {
            return;
        }
        foreach ($links as $link) {
            $competencyid = self::require_competency($link);
            if (self::is_hidden($competencyid)) {
                continue;
            }
            api::add_competency_to_course($courseid, $competencyid);
            $linked = course_competency::get_record(['courseid' => $courseid, 'competencyid' => $competencyid]);
            if ((int)$linked->get('ruleoutcome') !== self::OUTCOMES[$link->outcome]) {
                api::set_course_competency_ruleoutcome($linked, self::OUTCOMES[$link->outcome]);
            }
        }
    }

    /**
     * Makes the links of an activity exactly these.
     *
     * @param int $courseid
     * @param int $cmid
     * @param stdClass[] $links
     */
    public static function link_module(int $courseid, int $cmid, array $links): void {
        if (!api::is_enabled()) {
            return;
        }
        $wanted = [];
        foreach ($links as $link) {
            $wanted[self::require_competency($link)] = self::OUTCOMES[$link->outcome];
        }
        foreach (course_module_competency::get_records(['cmid' => $cmid]) as $linked) {
            if (!isset($wanted[$linked->get('competencyid')])) {
                api::remove_competency_from_course_module($cmid, $linked->get('competencyid'));
            }
        }
        foreach ($wanted as $competencyid => $outcome) {
            if (self::is_hidden($competencyid)) {
                continue;
            }
            api::add_competency_to_course($courseid, $competencyid);
            api::add_competency_to_course_module($cmid, $competencyid);
            $linked = course_module_competency::get_record(['cmid' => $cmid, 'competencyid' => $competencyid]);
            if ((int)$linked->get('ruleoutcome') !== $outcome) {
                api::set_course_module_competency_ruleoutcome($linked, $outcome);
            }
        }
    }

    /**
     * Whether the framework of a competency is hidden.
     *
     * @param int $competencyid
     * @return bool
     */
    private static function is_hidden(int $competencyid): bool {
        return !(new competency($competencyid))->get_framework()->get('visible');
    }

    /**
     * Returns the id of the competency that a link names.
     *
     * @param stdClass $link
     * @return int
     * @throws moodle_exception unknowncompetency
     */
    private static function require_competency(stdClass $link): int {
        $framework = competency_framework::get_record(['idnumber' => $link->framework]);
        $key = ['idnumber' => $link->competency, 'competencyframeworkid' => $framework ? $framework->get('id') : 0];
        $competency = $framework ? competency::get_record($key) : null;
        if (!$competency) {
            throw new moodle_exception('unknowncompetency', 'local_coursebridge', '', s("{$link->framework}: {$link->competency}"));
        }
        return (int)$competency->get('id');
    }
}
