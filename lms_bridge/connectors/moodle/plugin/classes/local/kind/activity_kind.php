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

use local_coursebridge\local\competency_links;
use local_coursebridge\local\late_completion;
use local_coursebridge\local\module_references;
use local_coursebridge\local\module_rules;
use moodle_exception;
use stdClass;

/**
 * What all activities have in common: course module, completion, availability, competencies, files of the intro.
 *
 * `completionunlocked` is never set, since it wipes and recalculates what learners have completed. Changed rules are
 * written to the course module as they are: nobody's state or time changes by that.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class activity_kind extends kind {
    /** @var true[] by idnumber: activities that are made but for `finish` */
    private array $unfinished = [];

    /**
     * The module's name, e.g. `page`.
     *
     * @return string
     */
    abstract protected function modname(): string;

    /**
     * Returns the fields of the module's own form, as far as the document decides them.
     *
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return array
     */
    abstract protected function own_fields(stdClass $wanted, ?stdClass $current): array;

    /**
     * Returns SQL that selects the `userid` of everybody with data in the activity, with `:instance`.
     *
     * @return string
     */
    protected function learners_sql(): string {
        return '';
    }

    /**
     * Does what remains once the module is there: questions, items, files.
     *
     * @param stdClass $wanted
     * @param stdClass $cm
     */
    protected function finish(stdClass $wanted, stdClass $cm): void {
    }

    /**
     * Whether `finish` takes long, and can wait until other objects are made, for what is made of it meanwhile.
     *
     * @param stdClass $wanted
     * @return bool
     */
    protected function can_wait(stdClass $wanted): bool {
        return false;
    }

    /**
     * Returns the completion rules that the module itself keeps: field → value.
     *
     * @param stdClass $wanted
     * @return array
     */
    protected function own_rules(stdClass $wanted): array {
        return [];
    }

    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        return ($known ? $this->site->module_by_id((int)$known->itemid) : null) ?? $this->site->module($idnumber);
    }

    #[\Override]
    public function basis(stdClass $current): int {
        return (int)$this->instance($current)->timemodified;
    }

    #[\Override]
    public function learners(stdClass $current): int {
        global $DB;
        $sql = 'SELECT userid FROM {course_modules_completion} WHERE coursemoduleid = :cmid AND completionstate <> 0';
        $own = $current->modname === $this->modname() ? $this->learners_sql() : '';
        $params = ['cmid' => $current->id];
        if ($own !== '') {
            $sql .= " UNION {$own}";
            $params['instance'] = $current->instance;
        }
        return $DB->count_records_sql("SELECT COUNT(DISTINCT userid) FROM ({$sql}) learners", $params);
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        global $DB;
        if ($current->modname !== $this->modname()) {
            return [['kind_changed', $current->modname, max(1, $this->learners($current))]];
        }
        $changed = array_keys($this->changed_rules($wanted, $current));
        $completed = $DB->count_records_select(
            'course_modules_completion',
            'coursemoduleid = :cmid AND completionstate <> 0',
            ['cmid' => $current->id]
        );
        return $changed ? [['completion_changed', implode(',', $changed), $completed]] : [];
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        global $CFG;
        require_once($CFG->dirroot . '/course/modlib.php');
        require_once($CFG->libdir . '/completionlib.php');
        if ($current && !$this->keeps($wanted, $current)) {
            $this->put_aside($current);
            $replaced = $current;
            $current = null;
        }
        $cmid = $current ? $this->update($wanted, $current) : $this->add($wanted);
        $cm = $this->site->module_by_id($cmid);
        if (!$this->lacks($wanted)) {
            $this->finish($wanted, $cm);
        }
        competency_links::link_module((int)$cm->course, $cmid, $wanted->competencies);
        $known = $this->site->registry->get($wanted->kind, $wanted->idnumber);
        $former = (int)($replaced->id ?? $known->itemid ?? 0);
        if ($former && $former !== $cmid) {
            module_references::replace((int)$cm->course, $former, $cmid);
        }
        rebuild_course_cache($cm->course, true);
        return $cmid;
    }

    #[\Override]
    public function lacks(stdClass $wanted): bool {
        return isset($this->unfinished[$wanted->idnumber]);
    }

    #[\Override]
    public function complete(stdClass $wanted, int $itemid): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $this->finish($wanted, $this->site->module_by_id($itemid));
        unset($this->unfinished[$wanted->idnumber]);
        if ($wanted->visible) {
            set_coursemodule_visible($itemid, 1);
        }
    }

    #[\Override]
    public function hide(stdClass $current): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        set_coursemodule_visible($current->id, 0);
    }

    /**
     * Whether the activity can become what is wanted; if not, it is put aside and another is made.
     *
     * @param stdClass $wanted
     * @param stdClass $current
     * @return bool
     */
    protected function keeps(stdClass $wanted, stdClass $current): bool {
        return $current->modname === $this->modname();
    }

    /**
     * Returns the row of the module's own table.
     *
     * @param stdClass $cm
     * @return stdClass
     */
    protected function instance(stdClass $cm): stdClass {
        global $DB;
        return $DB->get_record($cm->modname, ['id' => $cm->instance], '*', MUST_EXIST);
    }

    /**
     * Returns how many people have a grade in the activity.
     *
     * @param stdClass $cm
     * @return int
     */
    protected function graded(stdClass $cm): int {
        global $DB;
        $sql = "SELECT COUNT(DISTINCT g.userid)
                  FROM {grade_grades} g
                  JOIN {grade_items} i ON i.id = g.itemid
                 WHERE i.itemtype = 'mod' AND i.itemmodule = :modname AND i.iteminstance = :instance
                       AND g.rawgrade IS NOT NULL";
        return $DB->count_records_sql($sql, ['modname' => $cm->modname, 'instance' => $cm->instance]);
    }

    /**
     * Returns the files of an object by their paths.
     *
     * @param stdClass $wanted
     * @return stdClass[]
     */
    protected function placed(stdClass $wanted): array {
        return array_column($wanted->files, null, 'path');
    }

    /**
     * Puts the files that the intro shows into a draft area.
     *
     * @param stdClass $wanted
     * @return int
     */
    private function intro_draft(stdClass $wanted): int {
        $shown = fn(stdClass $file): bool => str_contains($wanted->intro_html, "@@PLUGINFILE@@{$file->path}");
        return $this->site->uploads->draft(array_filter($this->placed($wanted), $shown));
    }

    /**
     * Makes the activity.
     *
     * @param stdClass $wanted
     * @return int course module id
     */
    private function add(stdClass $wanted): int {
        global $DB;
        $course = $this->site->require_course();
        $section = $this->section($wanted);
        [, , , , $data] = prepare_new_moduleinfo_data($course, $this->modname(), $section->section);
        $data->coursemodule = '';
        $data->add = $this->modname();
        $data = $this->fill($data, $wanted, null);
        if ($this->can_wait($wanted)) {
            // Learners do not see it until it is whole.
            $data->visible = 0;
            $this->unfinished[$wanted->idnumber] = true;
        }
        $cmid = (int)add_moduleinfo($data, $course)->coursemodule;
        $DB->update_record('course_modules', (object)(module_rules::of_module($wanted) + ['id' => $cmid]));
        return $cmid;
    }

    /**
     * Brings the activity up to date.
     *
     * @param stdClass $wanted
     * @param stdClass $current
     * @return int course module id
     */
    private function update(stdClass $wanted, stdClass $current): int {
        $course = $this->site->require_course();
        $changed = $this->changed_rules($wanted, $current);
        $cm = get_coursemodule_from_id($this->modname(), $current->id, $course->id, true, MUST_EXIST);
        [$cm, , , $data] = get_moduleinfo_data($cm, $course);
        $data = $this->fill($data, $wanted, $current);
        foreach (module_rules::of_module($wanted) as $field => $value) {
            $cm->$field = $value;
        }
        update_moduleinfo($cm, $data, $course);
        $this->move($wanted, (int)$cm->id);
        if ($changed) {
            late_completion::of((int)$course->id, (int)$cm->id);
        }
        return (int)$cm->id;
    }

    /**
     * Fills in what every module's form has, and the module's own fields.
     *
     * @param stdClass $data
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return stdClass
     */
    private function fill(stdClass $data, stdClass $wanted, ?stdClass $current): stdClass {
        $data->name = $wanted->name;
        $data->cmidnumber = $wanted->idnumber;
        $data->visible = (int)$wanted->visible;
        $data->visibleoncoursepage = 1;
        $data->showdescription = (int)$wanted->show_intro;
        $itemid = $this->intro_draft($wanted);
        $data->introeditor = ['text' => $wanted->intro_html, 'format' => FORMAT_HTML, 'itemid' => $itemid];
        $data->availabilityconditionsjson = module_rules::availability($wanted, $this->site);
        $data->completionexpected = $data->completionexpected ?? 0;
        unset($data->completionunlocked);
        $fields = module_rules::of_module($wanted) + $this->own_rules($wanted) + $this->own_fields($wanted, $current);
        foreach ($fields as $field => $value) {
            $data->$field = $value;
        }
        return $data;
    }

    /**
     * Returns the rules that are not as wanted: field → what is wanted.
     *
     * @param stdClass $wanted
     * @param stdClass $current
     * @return array
     */
    private function changed_rules(stdClass $wanted, stdClass $current): array {
        $changed = [];
        foreach (module_rules::of_module($wanted) as $field => $value) {
            if ($current->$field != $value || ($current->$field === null) !== ($value === null)) {
                $changed[$field] = $value;
            }
        }
        $instance = $this->instance($current);
        foreach ($this->own_rules($wanted) as $field => $value) {
            if ((int)$instance->$field !== (int)$value) {
                $changed[$field] = $value;
            }
        }
        return $changed;
    }

    /**
     * Returns the section that the activity belongs to.
     *
     * @param stdClass $wanted
     * @return stdClass
     * @throws moodle_exception unknownsection
     */
    private function section(stdClass $wanted): stdClass {
        $known = $this->site->registry->get('section', $wanted->section);
        $section = (new section_kind($this->site))->find($wanted->section, $known);
        if (!$section) {
            throw new moodle_exception('unknownsection', 'local_coursebridge', '', s($wanted->section));
        }
        return $section;
    }

    /**
     * Moves the activity to its section, if it is in another.
     *
     * @param stdClass $wanted
     * @param int $cmid
     */
    private function move(stdClass $wanted, int $cmid): void {
        $section = $this->section($wanted);
        $cm = get_fast_modinfo($section->course)->get_cm($cmid);
        if ((int)$cm->section !== (int)$section->id) {
            moveto_module($cm, $section);
        }
    }

    /**
     * Takes an activity's idnumber and hides it, so that another can have its place. Its data stay.
     *
     * @param stdClass $cm
     */
    private function put_aside(stdClass $cm): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $number = 1;
        do {
            $idnumber = \core_text::substr($cm->idnumber, 0, 90) . '~' . $number++;
        } while ($this->site->module($idnumber));
        set_coursemodule_idnumber($cm->id, $idnumber);
        set_coursemodule_visible($cm->id, 0);
    }
}
