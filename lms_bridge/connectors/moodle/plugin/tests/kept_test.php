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

use local_coursebridge\external\deploy;
use local_coursebridge\external\harvest;
use local_coursebridge\external\plan;

/**
 * What learners and teachers have in a course is not turned, hidden or forgotten by a deploy that nobody was asked about.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\local\deployer
 * @covers     \local_coursebridge\local\planner
 */
final class kept_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
    }

    /**
     * An object with the hash of its fields.
     *
     * @param string $kind
     * @param string $idnumber
     * @param array $fields
     * @return array
     */
    private function object(string $kind, string $idnumber, array $fields): array {
        $object = ['kind' => $kind, 'idnumber' => $idnumber] + $fields;
        return $object + ['sha256' => hash('sha256', json_encode($object))];
    }

    /**
     * A course of two sections.
     *
     * @param array $page fields of the page
     * @param array $more objects
     * @return array[]
     */
    private function objects(array $page = [], array $more = []): array {
        return array_merge([
            $this->object('course', 'q', ['fullname' => 'Quality', 'shortname' => 'q', 'version' => '1']),
            $this->object('section', 'm1', ['name' => 'Module', 'position' => 1]),
            $this->object('section', 'm2', ['name' => 'End', 'position' => 2]),
            $this->object('page', 'q.page.l1', $page + ['section' => 'm2', 'name' => 'Lesson', 'content_html' => 'Text',
                'completion' => ['tracking' => 'automatic', 'view' => true]]),
        ], $more);
    }

    /**
     * A document.
     *
     * @param array[] $objects
     * @return string
     */
    private function document(array $objects): string {
        return json_encode(['format' => 'coursebridge-moodle', 'version' => 1, 'scope' => ['course' => 'q'],
            'complete' => true, 'objects' => $objects]);
    }

    /**
     * Deploys.
     *
     * @param array[] $objects
     * @param string[] $allow
     */
    private function deploy(array $objects, array $allow = []): void {
        $answer = deploy::execute(1, $this->document($objects), 0, $allow);
        $this->assertSame([], array_filter(array_column($answer['results'], 'message')));
    }

    /**
     * Returns the plan's lines that are not `unchanged`, by name.
     *
     * @param array[] $objects
     * @return string[] name → op and reason
     */
    private function plan(array $objects): array {
        $lines = [];
        foreach (plan::execute(1, $this->document($objects))['changes'] as $one) {
            if ($one['op'] !== 'unchanged' || $one['reason'] !== 'same') {
                $lines["{$one['kind']}:{$one['idnumber']}"] = "{$one['op']} {$one['reason']}";
            }
        }
        return $lines;
    }

    /**
     * A section that goes stays visible while an activity in it waits for a person's decision.
     */
    public function test_a_section_is_not_hidden_over_what_awaits_a_decision(): void {
        global $DB;
        $this->deploy($this->objects());
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $cm = get_fast_modinfo($course)->get_cm($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        (new \completion_info($course))->set_module_viewed($cm, $learner->id);
        $moved = $this->objects(['section' => 'm1', 'completion' => ['tracking' => 'manual']]);
        $moved = array_values(array_filter($moved, fn(array $object): bool => $object['idnumber'] !== 'm2'));
        $open = ['page:q.page.l1' => 'decide completion_changed'];
        $this->deploy($moved);
        $this->assertSame($open, $this->plan($moved));
        $this->assertEquals(1, $DB->get_field('course_sections', 'visible', ['course' => $course->id, 'name' => 'End']));
        $this->deploy($moved, ['page:q.page.l1']);
        $this->assertSame([], $this->plan($moved));
        $this->assertEquals(0, $DB->get_field('course_sections', 'visible', ['course' => $course->id, 'name' => 'End']));
    }

    /**
     * A section that goes together with an activity of its own stays until a person has decided about that one.
     */
    public function test_a_section_that_goes_waits_for_an_activity_that_goes(): void {
        global $DB;
        $this->deploy($this->objects());
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $cm = get_fast_modinfo($course)->get_cm($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        (new \completion_info($course))->set_module_viewed($cm, $learner->id);
        $without = array_slice($this->objects(), 0, 2);
        $this->assertSame(['page:q.page.l1' => 'decide gone_with_data'], $this->plan($without));
        $this->deploy($without);
        $this->assertEquals(1, $DB->get_field('course_sections', 'visible', ['course' => $course->id, 'name' => 'End']));
        $this->deploy($without, ['page:q.page.l1']);
        $this->assertSame([], $this->plan($without));
        $this->assertEquals(0, $DB->get_field('course_sections', 'visible', ['course' => $course->id, 'name' => 'End']));
    }

    /**
     * A section that goes takes nothing of a teacher's with it.
     */
    public function test_a_section_with_a_teachers_activity_stays(): void {
        global $DB;
        $this->deploy($this->objects());
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $this->getDataGenerator()->create_module('page', ['course' => $course->id, 'section' => 2]);
        $moved = array_values(array_filter(
            $this->objects(['section' => 'm1']),
            fn(array $object): bool => $object['idnumber'] !== 'm2'
        ));
        $this->deploy($moved);
        $this->assertSame([], $this->plan($moved));
        $this->assertEquals(1, $DB->get_field('course_sections', 'visible', ['course' => $course->id, 'name' => 'End']));
    }

    /**
     * An activity that was deleted by hand counts for the course again once it is made again.
     */
    public function test_an_activity_made_again_counts_for_the_course(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/course/lib.php');
        $objects = $this->objects([], [$this->object('completion', 'q', ['activities' => ['q.page.l1']])]);
        $this->deploy($objects);
        course_delete_module((int)$DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        $this->assertFalse($DB->record_exists('course_completion_criteria', []));
        $this->deploy($objects);
        $this->assertEquals(
            $DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']),
            $DB->get_field('course_completion_criteria', 'moduleinstance', [])
        );
        $this->assertSame([], $this->plan($objects));
    }

    /**
     * What learners do in an activity whose idnumber somebody changed by hand is told under the one it was deployed with.
     */
    public function test_an_activity_that_was_renumbered_by_hand_is_harvested_as_ours(): void {
        global $DB;
        $this->deploy($this->objects());
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $cm = get_fast_modinfo($course)->get_cm($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        (new \completion_info($course))->set_module_viewed($cm, $learner->id);
        set_coursemodule_idnumber($cm->id, 'by hand');
        $this->assertStringContainsString('"activity":"q.page.l1"', harvest::execute(1, '', 'changes', ['q'])['rows']);
    }

    /**
     * What was deployed to a course that is deleted is forgotten, also if somebody cleared its ID number before.
     */
    public function test_a_deleted_course_is_forgotten_and_made_anew(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/course/lib.php');
        $this->deploy($this->objects());
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        update_course((object)['id' => $course->id, 'idnumber' => '']);
        delete_course($course->id, false);
        $this->assertSame(0, $DB->count_records('local_coursebridge_object'));
        $this->assertSame(['course:q' => 'create new'], array_slice($this->plan($this->objects()), 0, 1));
        $this->deploy($this->objects());
        $this->assertSame([], $this->plan($this->objects()));
    }

    /**
     * An ID number that differs in capitals alone never takes another object's place, whatever the database thinks of it.
     */
    public function test_capitals_tell_objects_apart_or_one_is_refused(): void {
        global $DB;
        $twin = $this->object('page', 'Q.PAGE.L1', ['section' => 'm1', 'name' => 'Twin', 'content_html' => 'Other']);
        $answer = deploy::execute(1, $this->document($this->objects([], [$twin])))['results'];
        $told = array_column($answer, null, 'idnumber')['Q.PAGE.L1'];
        $same = $DB->get_dbfamily() === 'mysql';
        $this->assertSame($same ? ['failed', 'differsincase'] : ['created', ''], [$told['op'], $told['errorcode']]);
        $this->assertSame('Text', $DB->get_field('page', 'content', ['name' => 'Lesson']));
        foreach (['q/map', 'Q/MAP'] as $map) {
            $framework = $this->object('framework', $map, ['shortname' => $map, 'scale' => ['name' => 'Mastery',
                'values' => ['No', 'Yes'], 'default' => 1, 'proficient' => [2]]]);
            $document = json_decode($this->document([$framework]), true);
            try {
                $done = deploy::execute(1, json_encode(['scope' => ['framework' => $map]] + $document))['results'][0]['op'];
            } catch (\moodle_exception $refused) {
                $done = $refused->errorcode;
            }
            $this->assertSame($same && $map === 'Q/MAP' ? 'differsincase' : 'created', $done);
        }
        $this->assertSame(1, $DB->count_records('competency_framework', ['shortname' => 'q/map', 'idnumber' => 'q/map']));
    }

    /**
     * Options that change places would turn answers into others: a person decides. Other words at the same place do not.
     */
    public function test_options_that_change_places_must_be_allowed_by_name(): void {
        global $DB;
        $survey = fn(array $texts): array => $this->objects([], [$this->object('feedback', 'q.survey.s', ['section' => 'm1',
            'name' => 'Survey', 'items' => [['label' => 's1', 'type' => 'choice', 'text' => 'Years?',
            'options' => array_map(fn(string $text): array => ['key' => $text[0], 'text' => $text], $texts)]]])]);
        $this->deploy($survey(['None', 'One', 'Two']));
        $feedback = $DB->get_record('feedback', ['name' => 'Survey'], '*', MUST_EXIST);
        $completed = $DB->insert_record('feedback_completed', ['feedback' => $feedback->id, 'userid' => 2, 'timemodified' => 1,
            'anonymous_response' => 2]);
        $item = $DB->get_field('feedback_item', 'id', ['feedback' => $feedback->id]);
        $DB->insert_record('feedback_value', ['item' => $item, 'completed' => $completed, 'value' => '1']);
        $this->assertSame(['feedback:q.survey.s' => 'update changed'], $this->plan($survey(['No', 'One', 'Two'])));
        $this->assertSame(['feedback:q.survey.s' => 'decide items_dropped'], $this->plan($survey(['Two', 'One', 'None'])));
    }

    /**
     * A pass mark that turns somebody's verdict is for a person to decide; one that turns nobody's is not.
     */
    public function test_a_pass_mark_that_fails_who_had_passed_must_be_allowed_by_name(): void {
        global $CFG, $DB;
        require_once($CFG->libdir . '/gradelib.php');
        $choices = [['key' => 'a', 'html' => 'One'], ['key' => 'b', 'html' => 'Two']];
        $quiz = fn(float $pass): array => $this->objects([], [
            $this->object('question', 'q1', ['version' => 1, 'stem_html' => 'S', 'choices' => $choices, 'answer' => ['b']]),
            $this->object('quiz', 'q.post.f', ['section' => 'm1', 'name' => 'Post-test', 'grade_max' => 10, 'grade_pass' => $pass,
                'questions' => [['id' => 'q1', 'points' => 1]]]),
        ]);
        $this->deploy($quiz(6));
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $instance = $DB->get_field('quiz', 'id', ['name' => 'Post-test']);
        grade_update('mod/quiz', $course->id, 'mod', 'quiz', $instance, 0, ['userid' => $learner->id, 'rawgrade' => 7]);
        $this->assertSame(['quiz:q.post.f' => 'update changed'], $this->plan($quiz(7)));
        $this->assertSame(['quiz:q.post.f' => 'decide grading_changed'], $this->plan($quiz(8)));
    }
}
