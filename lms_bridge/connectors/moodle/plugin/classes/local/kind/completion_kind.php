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

namespace local_coursebridge\local\kind;

use completion_aggregation;
use completion_criteria_activity;
use stdClass;

/**
 * The course's completion criteria: which activities must be done.
 *
 * Criteria are added and taken away one by one. Moodle's own form would delete everybody's course completion first.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class completion_kind extends kind {
    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        $course = $this->site->course();
        return $course && ($known || $this->criteria((int)$course->id)) ? $course : null;
    }

    #[\Override]
    public function basis(stdClass $current): int {
        return (int)(crc32(implode(',', array_keys($this->criteria((int)$current->id)))) >> 1);
    }

    #[\Override]
    public function learners(stdClass $current): int {
        global $DB;
        $sql = "SELECT COUNT(DISTINCT userid)
                  FROM (SELECT userid FROM {course_completions} WHERE course = :course1 AND timecompleted IS NOT NULL
                         UNION
                        SELECT userid FROM {course_completion_crit_compl} WHERE course = :course2) done";
        return $DB->count_records_sql($sql, ['course1' => $current->id, 'course2' => $current->id]);
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        if (!$this->differs($wanted, (int)$current->id)) {
            return [];
        }
        return [['criteria_changed', '', $this->learners($current)]];
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        global $CFG, $DB;
        require_once($CFG->libdir . '/completionlib.php');
        $course = $this->site->require_course();
        $wants = $this->wanted_modules($wanted);
        $criteria = $this->criteria((int)$course->id);
        foreach (array_diff(array_keys($criteria), $wants) as $cmid) {
            $DB->delete_records('course_completion_criteria', ['id' => $criteria[$cmid]->id]);
        }
        foreach (array_diff($wants, array_keys($criteria)) as $cmid) {
            $this->add((int)$course->id, $cmid);
        }
        foreach ([null, COMPLETION_CRITERIA_TYPE_ACTIVITY] as $type) {
            $aggregation = $this->aggregation((int)$course->id, $type)
                ?? new completion_aggregation(['course' => $course->id, 'criteriatype' => $type], false);
            $aggregation->setMethod($this->method($wanted));
            $aggregation->save();
        }
        return (int)$course->id;
    }

    /**
     * Makes an activity that was made again a criterion, as the one before was: Moodle deleted that one's with it.
     *
     * @param stdClass $wanted
     * @param string $idnumber of the activity
     * @return bool whether the criteria are as wanted now
     */
    public function count_anew(stdClass $wanted, string $idnumber): bool {
        $courseid = (int)$this->site->require_course()->id;
        $cmid = (int)$this->site->require_module_id($idnumber);
        if (in_array($idnumber, $wanted->activities, true) && !isset($this->criteria($courseid)[$cmid])) {
            $this->add($courseid, $cmid);
        }
        return !$this->differs($wanted, $courseid);
    }

    /**
     * Adds a criterion.
     *
     * @param int $courseid
     * @param int $cmid
     */
    private function add(int $courseid, int $cmid): void {
        global $CFG;
        require_once($CFG->dirroot . '/completion/criteria/completion_criteria_activity.php');
        $criterion = new completion_criteria_activity();
        $criterion->course = $courseid;
        $criterion->module = $this->site->module_by_id($cmid)->modname;
        $criterion->moduleinstance = $cmid;
        $criterion->insert();
    }

    /**
     * Whether the course has other criteria than wanted.
     *
     * @param stdClass $wanted
     * @param int $courseid
     * @return bool
     */
    private function differs(stdClass $wanted, int $courseid): bool {
        $has = array_keys($this->criteria($courseid));
        // An activity that is still to be made has no number: the criteria change by it.
        $wants = array_map(fn(string $idnumber): int => (int)($this->site->module($idnumber)->id ?? 0), $wanted->activities);
        sort($has);
        sort($wants);
        $method = $this->aggregation($courseid, null)->method ?? COMPLETION_AGGREGATION_ALL;
        return $has !== $wants || (int)$method !== $this->method($wanted);
    }

    /**
     * Returns how criteria are put together, or null while it is not set.
     *
     * @param int $courseid
     * @param int|null $type of criteria; null: of all types
     * @return completion_aggregation|null
     */
    private function aggregation(int $courseid, ?int $type): ?completion_aggregation {
        global $CFG;
        require_once($CFG->libdir . '/completionlib.php');
        return completion_aggregation::fetch(['course' => $courseid, 'criteriatype' => $type]) ?: null;
    }

    /**
     * Returns Moodle's number of a way to put criteria together.
     *
     * @param stdClass $wanted
     * @return int
     */
    private function method(stdClass $wanted): int {
        return $wanted->aggregation === 'any' ? COMPLETION_AGGREGATION_ANY : COMPLETION_AGGREGATION_ALL;
    }

    /**
     * Returns the course's criteria about activities.
     *
     * @param int $courseid
     * @return stdClass[] course module id → row
     */
    private function criteria(int $courseid): array {
        global $CFG, $DB;
        require_once($CFG->libdir . '/completionlib.php');
        $key = ['course' => $courseid, 'criteriatype' => COMPLETION_CRITERIA_TYPE_ACTIVITY];
        return $DB->get_records('course_completion_criteria', $key, 'moduleinstance', 'moduleinstance, id');
    }

    /**
     * Returns the course modules that must be done.
     *
     * @param stdClass $wanted
     * @return int[]
     */
    private function wanted_modules(stdClass $wanted): array {
        return array_map(fn(string $idnumber): int => $this->site->require_module_id($idnumber), $wanted->activities);
    }
}
