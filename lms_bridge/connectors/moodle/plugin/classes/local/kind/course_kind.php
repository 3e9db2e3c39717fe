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

use context_course;
use core_course_category;
use local_coursebridge\local\cards;
use local_coursebridge\local\competency_links;
use stdClass;

/**
 * The course itself: names, category, competencies, and the card that says what it is about.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class course_kind extends kind {
    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        return $this->site->course();
    }

    #[\Override]
    public function basis(stdClass $current): int {
        // A course's own time changes with every activity, so it tells nothing.
        return 0;
    }

    #[\Override]
    public function learners(stdClass $current): int {
        return count_enrolled_users(context_course::instance($current->id));
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $course = $this->record($wanted, $current);
        if ($current) {
            $course->id = $current->id;
            update_course($course);
        } else {
            $course->startdate = $wanted->startdate ?? usergetmidnight(time());
            $course->numsections = 0;
            $course->id = create_course($course)->id;
        }
        $this->site->look_again();
        competency_links::link_course($course->id, $wanted->competencies);
        if ($wanted->card) {
            cards::keep($course->id, $wanted->card);
        }
        return (int)$course->id;
    }

    #[\Override]
    public function hide(stdClass $current): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        course_change_visibility($current->id, false);
    }

    /**
     * The course as Moodle's functions want it.
     *
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return stdClass
     */
    private function record(stdClass $wanted, ?stdClass $current): stdClass {
        $record = (object)[
            'idnumber' => $wanted->idnumber,
            'fullname' => $wanted->fullname,
            'shortname' => $wanted->shortname,
            'summary' => $wanted->summary_html,
            'summaryformat' => FORMAT_HTML,
            'visible' => (int)$wanted->visible,
            'enablecompletion' => 1,
        ];
        if (get_string_manager()->translation_exists($wanted->lang, false)) {
            $record->lang = $wanted->lang;
        }
        if ($wanted->category) {
            $record->category = $this->category($wanted->category);
        } else if (!$current) {
            $record->category = core_course_category::get_default()->id;
        }
        return $record;
    }

    /**
     * Returns the category with this idnumber; it is made if there is none.
     *
     * @param stdClass $category
     * @return int
     */
    private function category(stdClass $category): int {
        global $DB;
        $id = $DB->get_field('course_categories', 'id', ['idnumber' => $category->idnumber], IGNORE_MULTIPLE);
        if ($id) {
            return (int)$id;
        }
        $name = $category->name === '' ? $category->idnumber : $category->name;
        return (int)core_course_category::create(['idnumber' => $category->idnumber, 'name' => $name])->id;
    }
}
