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
use local_coursebridge\external\get_state;
use local_coursebridge\external\plan;
use local_coursebridge\external\retire;

/**
 * Retiring a whole course and its framework: learners no longer see it, and lose nothing.
 *
 * @package    local_coursebridge
 * @category   test
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\external\retire
 * @covers     \local_coursebridge\local\competency_links
 */
final class retire_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
    }

    /**
     * A complete document of objects with their hashes.
     *
     * @param array $scope
     * @param array[] $objects
     * @return string
     */
    private function document(array $scope, array $objects): string {
        $objects = array_map(fn(array $one): array => $one + ['sha256' => hash('sha256', json_encode($one))], $objects);
        return json_encode(['format' => 'coursebridge-moodle', 'version' => 1, 'scope' => $scope, 'complete' => true,
            'objects' => $objects]);
    }

    /**
     * Deploys objects.
     *
     * @param array $scope
     * @param array[] $objects
     * @return string[] what was done, by kind
     */
    private function deploy(array $scope, array $objects): array {
        $answer = deploy::execute(1, $this->document($scope, $objects));
        $this->assertSame([], array_filter(array_column($answer['results'], 'message')));
        return array_column($answer['results'], 'op', 'kind');
    }

    /**
     * A framework of a few competencies.
     *
     * @param string[] $competencies
     * @return array[]
     */
    private function framework(array $competencies = ['a1']): array {
        $head = ['kind' => 'framework', 'idnumber' => 'map', 'shortname' => 'Map', 'scale' => ['name' => 'Mastery',
            'values' => ['No', 'Yes'], 'default' => 1, 'proficient' => [2]]];
        return array_merge([$head], array_map(fn(string $idnumber): array => ['kind' => 'competency', 'idnumber' => $idnumber,
            'parent' => null, 'shortname' => "Counts {$idnumber}"], $competencies));
    }

    /**
     * Deploys a framework of a few competencies.
     *
     * @param string[] $competencies
     * @return string[] what was done, by kind
     */
    private function deploy_framework(array $competencies = ['a1']): array {
        return $this->deploy(['framework' => 'map'], $this->framework($competencies));
    }

    /**
     * Deploys a course of one page, which is about the competency.
     *
     * @param string $version
     * @return string[]
     */
    private function deploy_course(string $version = '1'): array {
        $links = [['framework' => 'map', 'competency' => 'a1', 'outcome' => 'evidence']];
        return $this->deploy(['course' => 'q'], [
            ['kind' => 'course', 'idnumber' => 'q', 'fullname' => 'Quality', 'shortname' => 'q', 'version' => $version,
                'card' => null, 'competencies' => $links],
            ['kind' => 'section', 'idnumber' => 'm1', 'name' => 'Module', 'position' => 1],
            ['kind' => 'page', 'idnumber' => 'q.page.l1', 'section' => 'm1', 'name' => "Lesson {$version}",
                'content_html' => 'Text', 'competencies' => $links],
        ]);
    }

    /**
     * Retires.
     *
     * @param string $kind
     * @param string $idnumber
     * @param bool $allow
     * @return string what was done, or why not
     */
    private function retire(string $kind, string $idnumber, bool $allow = false): string {
        try {
            return retire::execute(1, $idnumber, $kind, $idnumber, $allow)['op'];
        } catch (\moodle_exception $refused) {
            return $refused->errorcode;
        }
    }

    /**
     * A course with learners is hidden when that is allowed; they stay in it, and the next push shows it again.
     */
    public function test_a_retired_course_keeps_its_learners_until_it_is_pushed_again(): void {
        global $DB;
        $this->deploy_framework();
        $this->deploy_course();
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->assertSame('wouldloselearnerdata', $this->retire('course', 'q'));
        $this->assertEquals(1, $DB->get_field('course', 'visible', ['id' => $course->id]));
        $this->assertSame('retired', $this->retire('course', 'q', true));
        $this->assertSame('unchanged', $this->retire('course', 'q', true));
        $this->assertEquals(0, $DB->get_field('course', 'visible', ['id' => $course->id]));
        $this->assertSame(1, count_enrolled_users(\context_course::instance($course->id)));
        [$state] = get_state::execute(1, ['q'])['objects'];
        $told = [$state['kind'], $state['status'], $state['learners'], $state['visible']];
        $this->assertSame(['course', 'retired', 1, false], $told);
        $this->assertSame('updated', $this->deploy_course()['course']);
        $this->assertEquals(1, $DB->get_field('course', 'visible', ['id' => $course->id]));
    }

    /**
     * A framework that was retired counts as retired by us, and not as edited by somebody.
     */
    public function test_a_retired_framework_is_not_taken_for_edited(): void {
        global $DB;
        $this->deploy_framework();
        $DB->set_field('competency_framework', 'timemodified', 1);
        $DB->set_field('local_coursebridge_object', 'basis', 1, ['kind' => 'framework']);
        $this->assertSame('retired', $this->retire('framework', 'map', true));
        $state = array_column(get_state::execute(1, [], 'map')['objects'], null, 'kind')['framework'];
        $this->assertSame(['retired', false, false], [$state['status'], $state['visible'], $state['edited']]);
    }

    /**
     * Before a push one call tells what the site has of the framework, and whether it has the course.
     */
    public function test_the_state_of_a_framework_tells_which_courses_there_are(): void {
        $this->deploy_framework(['a1', 'a2']);
        $this->assertSame([], get_state::execute(1, ['q'], 'map')['courses']);
        $this->deploy_course();
        $state = get_state::execute(1, ['q', 'another'], 'map');
        $this->assertSame(['q'], array_column($state['courses'], 'idnumber'));
        $this->assertEqualsCanonicalizing(['map', 'a1', 'a2'], array_column($state['objects'], 'idnumber'));
        $this->assertSame([], get_state::execute(1, [], 'map')['courses']);
        $this->assertContains('q', array_column(get_state::execute(1)['objects'], 'idnumber'));
    }

    /**
     * A course can still be pushed when its framework was retired: the links that are there stay, and none is added.
     */
    public function test_a_retired_framework_stops_no_push_of_its_courses(): void {
        global $DB;
        $this->deploy_framework();
        $this->deploy_course();
        $this->assertSame('retired', $this->retire('framework', 'map', true));
        $this->assertSame(['course' => 'updated', 'section' => 'unchanged', 'page' => 'updated'], $this->deploy_course('2'));
        $course = $DB->get_record('course', ['idnumber' => 'q'], '*', MUST_EXIST);
        $this->assertSame(1, $DB->count_records('competency_coursecomp', ['courseid' => $course->id]));
        $this->assertSame(1, $DB->count_records('competency_modulecomp'));
        $DB->delete_records('competency_modulecomp');
        $this->deploy_course('3');
        $this->assertSame(0, $DB->count_records('competency_modulecomp'));
    }

    /**
     * An item that left the map is marked though learners were rated on it: they lose nothing, and the plan says how many.
     */
    public function test_a_rated_item_that_left_the_map_is_marked_and_keeps_its_ratings(): void {
        global $DB;
        $this->deploy_framework(['a1', 'a2']);
        $rated = $DB->get_field('competency', 'id', ['idnumber' => 'a2'], MUST_EXIST);
        $learner = $this->getDataGenerator()->create_user();
        $evidence = \core_competency\api::grade_competency($learner->id, $rated, 2, 'Seen at work');
        $before = $DB->get_record('competency_usercomp', ['competencyid' => $rated], '*', MUST_EXIST);
        $changes = array_column(
            plan::execute(1, $this->document(['framework' => 'map'], $this->framework()))['changes'],
            null,
            'idnumber'
        );
        $this->assertSame(
            ['update', 'gone', 1],
            [$changes['a2']['op'], $changes['a2']['reason'], $changes['a2']['learners']]
        );
        $this->assertSame('retired', $this->deploy_framework()['competency']);
        $marked = $DB->get_field('competency', 'shortname', ['id' => $rated]);
        $this->assertSame('[停用 retired] Counts a2', $marked);
        $this->assertEquals($before, $DB->get_record('competency_usercomp', ['competencyid' => $rated]));
        $this->assertTrue($DB->record_exists('competency_evidence', ['id' => $evidence->get('id')]));
        $this->deploy_framework(['a1', 'a2']);
        $this->assertSame('Counts a2', $DB->get_field('competency', 'shortname', ['id' => $rated]));
        $this->assertEquals($before, $DB->get_record('competency_usercomp', ['competencyid' => $rated]));
        $retired = retire::execute(1, 'map', 'competency', 'a2');
        $this->assertSame(['retired', 1], [$retired['op'], $retired['learners']]);
    }
}
