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

/**
 * Pictures that travel in an archive; courses whose idnumber was cleared.
 *
 * @package    local_coursebridge
 * @category   test
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\local\uploads
 * @covers     \local_coursebridge\local\site
 */
final class transport_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
    }

    /**
     * Deploys a course with one page.
     *
     * @param array $page fields of the page
     * @param int $draft
     * @return string[] errorcodes of what failed
     */
    private function deploy(array $page = [], int $draft = 0): array {
        $objects = [
            ['kind' => 'course', 'idnumber' => 'q', 'fullname' => 'Quality', 'shortname' => 'q', 'version' => '1', 'card' => null],
            ['kind' => 'section', 'idnumber' => 'm1', 'name' => 'Module', 'position' => 1],
            ['kind' => 'page', 'idnumber' => 'q.page.l1', 'section' => 'm1', 'name' => 'Lesson'] + $page
                + ['content_html' => 'Text'],
        ];
        $objects = array_map(fn(array $one): array => $one + ['sha256' => hash('sha256', json_encode($one))], $objects);
        $answer = deploy::execute(1, json_encode(['format' => 'coursebridge-moodle', 'version' => 1,
            'scope' => ['course' => 'q'], 'complete' => true, 'objects' => $objects]), $draft);
        return array_values(array_filter(array_column($answer['results'], 'errorcode')));
    }

    /**
     * A page's picture is taken from an uploaded archive, once its hash is the one that the document names.
     */
    public function test_pictures_are_taken_from_an_uploaded_archive(): void {
        global $CFG, $DB, $USER;
        require_once($CFG->libdir . '/filelib.php');
        $path = make_request_directory() . '/package.zip';
        $archive = new \ZipArchive();
        $archive->open($path, \ZipArchive::CREATE);
        $archive->addFromString('assets/a.png', 'picture');
        $archive->close();
        $draft = file_get_unused_draft_itemid();
        get_file_storage()->create_file_from_pathname(['contextid' => \context_user::instance($USER->id)->id,
            'component' => 'user', 'filearea' => 'draft', 'itemid' => $draft, 'filepath' => '/', 'filename' => 'p.zip'], $path);
        $file = ['path' => '/assets/a.png', 'file' => 'a.png', 'sha256' => hash('sha256', 'picture'), 'size' => 7,
            'within' => ['file' => 'p.zip', 'entry' => 'assets/a.png']];
        $html = '<img src="@@PLUGINFILE@@/assets/a.png">';
        foreach ([['sha1' => sha1('another')], ['sha1' => sha1('picture')], []] as $number => $hash) {
            $page = ['content_html' => "{$html}{$number}", 'files' => [$file + $hash]];
            $this->assertSame($number ? [] : ['filecorrupt'], $this->deploy($page, $draft));
        }
        $context = \context_module::instance($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        $stored = get_file_storage()->get_file($context->id, 'mod_page', 'content', 0, '/assets/', 'a.png');
        $this->assertSame('picture', $stored->get_content());
        $this->assertCount(1, get_file_storage()->get_area_files($context->id, 'mod_page', 'content', 0, 'id', false));
        $this->assertSame([], get_file_storage()->get_area_files($context->id, 'mod_page', 'intro', 0, 'id', false));
    }

    /**
     * A course whose idnumber was cleared is not made a second time: its learners are in it.
     */
    public function test_a_course_whose_idnumber_was_cleared_is_refused_until_it_is_back(): void {
        global $DB;
        $this->deploy();
        $courses = $DB->count_records('course');
        $DB->set_field('course', 'idnumber', '', ['idnumber' => 'q']);
        try {
            $this->deploy();
            $this->fail('It must be refused.');
        } catch (\moodle_exception $refusal) {
            $this->assertSame('courserenamed', $refusal->errorcode);
        }
        $this->assertSame($courses, $DB->count_records('course'));
        $DB->set_field('course', 'idnumber', 'q', ['shortname' => 'q']);
        $this->assertSame([], $this->deploy());
        $this->assertSame($courses, $DB->count_records('course'));
    }
}
