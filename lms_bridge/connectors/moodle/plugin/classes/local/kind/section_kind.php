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

use stdClass;

/**
 * A section of a course. Moodle gives sections no idnumber: the registry remembers which one is meant.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class section_kind extends kind {
    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        global $DB;
        $course = $this->site->course();
        if (!$course || !$known) {
            return null;
        }
        return $DB->get_record('course_sections', ['id' => $known->itemid, 'course' => $course->id]) ?: null;
    }

    #[\Override]
    public function basis(stdClass $current): int {
        return (int)$current->timemodified;
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/course/lib.php');
        $course = $this->site->require_course();
        $section = $current ?? $this->unclaimed($course, $wanted) ?? course_create_section($course, 0);
        course_update_section($course, $section, [
            'name' => $wanted->name,
            'summary' => $wanted->summary_html,
            'summaryformat' => FORMAT_HTML,
            'visible' => (int)$wanted->visible,
        ]);
        $now = (int)$DB->get_field('course_sections', 'section', ['id' => $section->id], MUST_EXIST);
        $last = (int)$DB->get_field('course_sections', 'MAX(section)', ['course' => $course->id]);
        $position = min(max(1, $wanted->position), $last);
        if ($now !== $position) {
            move_section_to($course, $now, $position);
        }
        return (int)$section->id;
    }

    /**
     * Returns the ids of the activities in it that learners can see.
     *
     * @param stdClass $current
     * @return int[]
     */
    public function shown(stdClass $current): array {
        global $DB;
        $key = ['section' => $current->id, 'visible' => 1, 'deletioninprogress' => 0];
        return array_map(intval(...), $DB->get_fieldset('course_modules', 'id', $key));
    }

    #[\Override]
    public function hide(stdClass $current): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        set_section_visible($current->course, $current->section, 0);
    }

    /**
     * Returns the section at the wanted position with the wanted name that is nobody's yet, e.g. of a restored course.
     *
     * @param stdClass $course
     * @param stdClass $wanted
     * @return stdClass|null
     */
    private function unclaimed(stdClass $course, stdClass $wanted): ?stdClass {
        global $DB;
        $key = ['course' => $course->id, 'section' => $wanted->position];
        $section = $DB->get_record('course_sections', $key);
        if (!$section || $section->name !== $wanted->name) {
            return null;
        }
        $taken = array_filter($this->site->registry->all(), fn(stdClass $row): bool => $row->kind === 'section'
            && (int)$row->itemid === (int)$section->id);
        return $taken ? null : $section;
    }
}
