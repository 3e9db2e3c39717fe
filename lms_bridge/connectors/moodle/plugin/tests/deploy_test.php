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
use local_coursebridge\external\retire;

/**
 * Deploying, planning and harvesting a small course with learners in it.
 *
 * @package    local_coursebridge
 * @category   test
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\local\deployer
 * @covers     \local_coursebridge\local\planner
 * @covers     \local_coursebridge\local\harvest\harvester
 */
final class deploy_test extends \advanced_testcase {
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
     * A course with a page, a question and a quiz.
     *
     * @param array $page fields of the page
     * @param string $stem of the question
     * @param float $points of the question in the quiz
     * @return array[]
     */
    private function objects(array $page = [], string $stem = 'Stem', float $points = 1): array {
        $choices = [['key' => 'a', 'html' => 'One'], ['key' => 'b', 'html' => 'Two']];
        return [
            $this->object('course', 'q', ['fullname' => 'Quality', 'shortname' => 'q', 'version' => '1', 'card' => ['id' => 'q']]),
            $this->object('section', 'm1', ['name' => 'Module', 'position' => 1]),
            $this->object('question', 'q1', ['version' => 1, 'stem_html' => $stem, 'choices' => $choices, 'answer' => ['b']]),
            $this->object('page', 'q.page.l1', $page + ['section' => 'm1', 'name' => 'Lesson', 'content_html' => 'Text',
                'completion' => ['tracking' => 'automatic', 'view' => true]]),
            $this->object('quiz', 'q.pre.f', ['section' => 'm1', 'name' => 'Pre-test',
                'questions' => [['id' => 'q1', 'points' => $points]]]),
        ];
    }

    /**
     * A document.
     *
     * @param array[] $objects
     * @param bool $complete
     * @return string
     */
    private function document(array $objects, bool $complete = true): string {
        return json_encode(['format' => 'coursebridge-moodle', 'version' => 1, 'scope' => ['course' => 'q'],
            'complete' => $complete, 'objects' => $objects]);
    }

    /**
     * Deploys and returns what was done by name.
     *
     * @param array[] $objects
     * @param string[] $allow
     * @return string[]
     */
    private function deploy(array $objects, array $allow = []): array {
        $answer = deploy::execute(1, $this->document($objects), 0, $allow);
        $this->assertSame([], array_filter(array_column($answer['results'], 'message')));
        $this->assertTrue($answer['complete']);
        $names = array_map(fn(array $result): string => "{$result['kind']}:{$result['idnumber']}", $answer['results']);
        return array_combine($names, array_column($answer['results'], 'op'));
    }

    /**
     * Enrols a learner who has seen the page.
     *
     * @return \stdClass
     */
    private function learner(): \stdClass {
        global $DB;
        $course = $DB->get_record('course', ['idnumber' => 'q']);
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $cm = get_fast_modinfo($course)->get_cm($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        (new \completion_info($course))->set_module_viewed($cm, $learner->id);
        return $learner;
    }

    /**
     * The second time nothing is done.
     */
    public function test_deploying_again_changes_nothing(): void {
        global $DB;
        $first = $this->deploy($this->objects());
        $this->assertSame(['created'], array_values(array_unique($first)));
        $modules = $DB->count_records('course_modules');
        $second = $this->deploy($this->objects());
        $this->assertSame(['unchanged'], array_values(array_unique($second)));
        $this->assertSame($modules, $DB->count_records('course_modules'));
    }

    /**
     * Only what has changed is made anew, and nobody's completion changes.
     */
    public function test_a_changed_lesson_keeps_what_learners_completed(): void {
        global $DB;
        $this->deploy($this->objects());
        $learner = $this->learner();
        $before = $DB->get_record('course_modules_completion', ['userid' => $learner->id], '*', MUST_EXIST);
        $DB->set_field('course_modules_completion', 'timemodified', 12345, ['id' => $before->id]);
        $done = $this->deploy($this->objects(['content_html' => 'New text']));
        $this->assertSame(['page:q.page.l1' => 'updated'], array_filter($done, fn(string $op): bool => $op !== 'unchanged'));
        $after = $DB->get_record('course_modules_completion', ['id' => $before->id], '*', MUST_EXIST);
        $this->assertEquals([1, 12345], [$after->completionstate, $after->timemodified]);
        $this->assertSame('New text', $DB->get_field('page', 'content', ['name' => 'Lesson']));
    }

    /**
     * Who is half way through a package has no grade, and a new version gives none.
     */
    public function test_a_new_version_of_a_package_gives_no_grade_to_who_is_half_way(): void {
        global $CFG, $DB, $USER;
        require_once($CFG->dirroot . '/mod/scorm/locallib.php');
        $path = $CFG->dirroot . '/mod/scorm/tests/packages/singlescobasic.zip';
        $draft = file_get_unused_draft_itemid();
        get_file_storage()->create_file_from_pathname(['contextid' => \context_user::instance($USER->id)->id,
            'component' => 'user', 'filearea' => 'draft', 'itemid' => $draft, 'filepath' => '/', 'filename' => 'p.zip'], $path);
        $package = ['file' => 'p.zip', 'sha256' => hash_file('sha256', $path), 'size' => filesize($path)];
        $scorm = fn(string $name): array => array_merge($this->objects(), [$this->object(
            'scorm',
            'q.scorm.p',
            ['section' => 'm1', 'name' => $name, 'package' => $package, 'scos' => ['item_1']]
        )]);
        deploy::execute(1, $this->document($scorm('Package')), $draft);
        $learner = $this->learner();
        $activity = $DB->get_record('scorm', ['name' => 'Package'], '*', MUST_EXIST);
        $sco = $DB->get_field('scorm_scoes', 'id', ['scorm' => $activity->id, 'identifier' => 'item_1']);
        scorm_insert_track($learner->id, $activity->id, $sco, 1, 'cmi.core.lesson_location', 'p3');
        $results = array_column(deploy::execute(1, $this->document($scorm('New name')), $draft)['results'], 'op', 'idnumber');
        $this->assertSame('updated', $results['q.scorm.p']);
        $item = $DB->get_record('grade_items', ['itemmodule' => 'scorm', 'iteminstance' => $activity->id], '*', MUST_EXIST);
        $this->assertEquals(['New name', 0], [$item->itemname, $item->locked]);
        $this->assertFalse($DB->record_exists_select('grade_grades', 'itemid = ? AND rawgrade IS NOT NULL', [$item->id]));
    }

    /**
     * Changed rules are for a person to decide; allowed, they take nothing from those who had completed.
     */
    public function test_changed_completion_rules_must_be_allowed_by_name(): void {
        global $DB;
        $this->deploy($this->objects());
        $learner = $this->learner();
        $changed = $this->objects(['completion' => ['tracking' => 'manual']]);
        $plan = array_column(plan::execute(1, $this->document($changed))['changes'], null, 'idnumber')['q.page.l1'];
        $this->assertSame(['decide', 'completion_changed', 1], [$plan['op'], $plan['reason'], $plan['learners']]);
        $this->assertSame('skipped', $this->deploy($changed)['page:q.page.l1']);
        $tracking = fn(): int => (int)$DB->get_field('course_modules', 'completion', ['idnumber' => 'q.page.l1']);
        $this->assertSame(COMPLETION_TRACKING_AUTOMATIC, $tracking());
        $this->assertSame('updated', $this->deploy($changed, ['page:q.page.l1'])['page:q.page.l1']);
        $this->assertSame(COMPLETION_TRACKING_MANUAL, $tracking());
        $this->assertEquals(1, $DB->get_field('course_modules_completion', 'completionstate', ['userid' => $learner->id]));
    }

    /**
     * A page that is no longer named is hidden, once it is allowed, and never deleted.
     */
    public function test_what_is_no_longer_named_is_hidden_and_kept(): void {
        global $DB;
        $this->deploy($this->objects());
        $this->learner();
        $without = array_values(array_filter($this->objects(), fn(array $object): bool => $object['kind'] !== 'page'));
        $this->assertSame('skipped', $this->deploy($without)['page:q.page.l1']);
        $this->assertSame('retired', $this->deploy($without, ['page:q.page.l1'])['page:q.page.l1']);
        $this->assertEquals(0, $DB->get_field('course_modules', 'visible', ['idnumber' => 'q.page.l1']));
        $this->assertSame('updated', $this->deploy($this->objects())['page:q.page.l1']);
        $this->assertEquals(1, $DB->get_field('course_modules', 'visible', ['idnumber' => 'q.page.l1']));
    }

    /**
     * Retiring asks as well.
     */
    public function test_retiring_what_learners_have_data_in_must_be_allowed(): void {
        $this->deploy($this->objects());
        $this->learner();
        try {
            retire::execute(1, 'q', 'page', 'q.page.l1');
            $this->fail('It was retired.');
        } catch (\moodle_exception $refused) {
            $this->assertSame('wouldloselearnerdata', $refused->errorcode);
        }
        $this->assertSame('retired', retire::execute(1, 'q', 'page', 'q.page.l1', true)['op']);
    }

    /**
     * An attempted quiz keeps its questions: with other ones it is put aside, with its attempts.
     */
    public function test_other_questions_after_attempts_make_another_quiz(): void {
        global $DB;
        $this->deploy($this->objects());
        $learner = $this->learner();
        $attempt = $this->attempt($learner, 'b');
        $changed = $this->objects([], 'Stem', 3);
        $this->assertSame('skipped', $this->deploy($changed)['quiz:q.pre.f']);
        $this->assertSame('updated', $this->deploy($changed, ['quiz:q.pre.f'])['quiz:q.pre.f']);
        $former = $DB->get_record('course_modules', ['idnumber' => 'q.pre.f~1'], '*', MUST_EXIST);
        $attempted = $DB->get_field('quiz_attempts', 'quiz', ['id' => $attempt]);
        $this->assertEquals([0, $attempted], [$former->visible, $former->instance]);
    }

    /**
     * The keys that were chosen come back, whatever the order in which the answers were shown.
     */
    public function test_a_harvest_brings_keys_of_answers_and_no_names(): void {
        $this->deploy($this->objects());
        $learner = $this->learner();
        $attempt = $this->attempt($learner, 'b');
        $this->setAdminUser();
        $page = harvest::execute(1, '', 'changes', ['q']);
        $rows = array_map(fn(string $line): array => json_decode($line, true), explode("\n", trim($page['rows'])));
        $kinds = array_column($rows, null, 'kind');
        $this->assertSame((string)$attempt, $kinds['quiz_attempt']['id']);
        $question = $kinds['quiz_attempt']['questions'][0];
        $this->assertSame(
            ['q1', 'q1.1', ['b'], 'gradedright'],
            [$question['question'], $question['name'], $question['response'], $question['state']]
        );
        $this->assertTrue($kinds['enrolment']['learner']);
        $this->assertSame('complete', $kinds['module_completion']['state']);
        $this->assertStringNotContainsString($learner->lastname, $page['rows']);
        $this->assertStringNotContainsString($learner->email, $page['rows']);
        $this->assertSame(['id' => 'q'], json_decode($page['cards'][0]['json'], true));
    }

    /**
     * Pages of one row give what one page gives.
     */
    public function test_pages_of_one_row_lose_nothing(): void {
        $this->deploy($this->objects());
        $this->learner();
        $this->learner();
        $this->setAdminUser();
        $all = explode("\n", trim(harvest::execute(1, '', 'changes', ['q'])['rows']));
        foreach (['changes', 'sweep'] as $mode) {
            $lines = [];
            $cursor = '';
            do {
                $page = harvest::execute(1, $cursor, $mode, ['q'], [], 1);
                $lines = array_merge($lines, array_filter(explode("\n", $page['rows'])));
                $cursor = $page['cursor'];
            } while ($page['more']);
            $this->assertEqualsCanonicalizing($all, $lines);
        }
    }

    /**
     * What is deleted, by whatever means, comes as a tombstone; who is deleted, as an erasure.
     */
    public function test_what_is_gone_is_told(): void {
        global $DB;
        $this->deploy($this->objects());
        $learner = $this->learner();
        $this->setAdminUser();
        $first = harvest::execute(1, '', 'changes', ['q']);
        $completion = $DB->get_record('course_modules_completion', ['userid' => $learner->id]);
        $DB->delete_records('course_modules_completion', ['id' => $completion->id]);
        delete_user($learner);
        $second = harvest::execute(1, $first['cursor'], 'changes', ['q']);
        $rows = array_map(fn(string $line): array => json_decode($line, true), explode("\n", trim($second['rows'])));
        $gone = array_column(array_filter($rows, fn(array $row): bool => !empty($row['deleted'])), 'id', 'kind');
        $this->assertSame((string)$completion->id, $gone['module_completion']);
        $this->assertArrayHasKey('enrolment', $gone);
        $erasures = array_values(array_filter($rows, fn(array $row): bool => $row['kind'] === 'erasure'));
        $this->assertSame([(int)$learner->id, 'user_deleted'], [$erasures[0]['userid'], $erasures[0]['reason']]);
    }

    /**
     * Nobody without the capability gets anything.
     */
    public function test_a_learner_is_refused(): void {
        $this->deploy($this->objects());
        $this->setUser($this->learner());
        $calls = [
            fn() => plan::execute(1, $this->document([])),
            fn() => deploy::execute(1, $this->document([])),
            fn() => retire::execute(1, 'q', 'page', 'q.page.l1', true),
            fn() => harvest::execute(1, '', 'changes', ['q']),
            fn() => external\get_state::execute(1),
            fn() => external\get_capabilities::execute(),
            fn() => external\unpack::execute(1, 1, 'p.zip'),
            fn() => external\get_exchanges::execute(1),
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('A learner was answered.');
            } catch (\required_capability_exception $refused) {
                $this->assertSame('nopermissions', $refused->errorcode);
            }
        }
    }

    /**
     * An object that cannot be made leaves nothing of itself, and the others are made.
     */
    public function test_what_fails_is_undone_and_stops_nothing_else(): void {
        global $DB;
        $objects = $this->objects();
        $unknown = ['section' => 'm1', 'name' => 'Pre-test', 'questions' => [['id' => 'none']]];
        $objects[4] = $this->object('quiz', 'q.pre.f', $unknown);
        $objects[] = $this->object('page', 'q.page.l2', ['section' => 'm1', 'name' => 'Another', 'content_html' => 'Text']);
        $results = array_column(deploy::execute(1, $this->document($objects))['results'], null, 'idnumber');
        $this->assertSame(['failed', 'unknownquestion'], [$results['q.pre.f']['op'], $results['q.pre.f']['errorcode']]);
        $this->assertSame('created', $results['q.page.l2']['op']);
        $this->assertFalse($DB->record_exists('quiz', ['name' => 'Pre-test']));
        $this->assertSame('created', $this->deploy($this->objects())['quiz:q.pre.f']);
    }

    /**
     * Lets a learner answer the question and submit.
     *
     * @param \stdClass $learner
     * @param string $key
     * @return int attempt
     */
    private function attempt(\stdClass $learner, string $key): int {
        global $DB;
        $cm = $DB->get_record('course_modules', ['idnumber' => 'q.pre.f'], '*', MUST_EXIST);
        $this->setUser($learner);
        $quiz = \mod_quiz\quiz_settings::create($cm->instance, $learner->id);
        $usage = \question_engine::make_questions_usage_by_activity('mod_quiz', $quiz->get_context());
        $usage->set_preferred_behaviour('deferredfeedback');
        $attempt = quiz_create_attempt($quiz, 1, false, time(), false, $learner->id);
        quiz_start_new_attempt($quiz, $usage, $attempt, 1, time());
        quiz_attempt_save_started($quiz, $usage, $attempt);
        $taken = \mod_quiz\quiz_attempt::create($attempt->id);
        $taken->process_submitted_actions(time(), false, [1 => ['answer' => $key === 'a' ? 'One' : 'Two']]);
        $taken = \mod_quiz\quiz_attempt::create($attempt->id);
        if (method_exists($taken, 'process_grade_submission')) {
            $taken->process_submit(time(), false);
            $taken->process_grade_submission(time());
        } else {
            $taken->process_finish(time(), false);
        }
        $this->setAdminUser();
        return (int)$attempt->id;
    }
}
