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
use local_coursebridge\external\unpack;

/**
 * A package with films in it is taken in as Moodle itself would.
 *
 * @package    local_coursebridge
 * @category   test
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\local\bulky_package
 * @covers     \local_coursebridge\local\kind\scorm_kind
 */
final class bulky_package_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
    }

    /**
     * Writes a package with films of 1 MiB.
     *
     * @param string[] $films path → one letter, of which the film consists
     * @return string path
     */
    private function package(array $films): string {
        global $CFG;
        $path = make_request_directory() . '/package.zip';
        copy($CFG->dirroot . '/mod/scorm/tests/packages/singlescobasic.zip', $path);
        $archive = new \ZipArchive();
        $archive->open($path);
        foreach ($films as $name => $letter) {
            $archive->addFromString($name, str_repeat($letter, 1 << 20));
        }
        $archive->close();
        return $path;
    }

    /**
     * Uploads a package.
     *
     * @param string $path
     * @return int draft area, in which it is called p.zip
     */
    private function upload(string $path): int {
        global $CFG, $USER;
        require_once($CFG->libdir . '/filelib.php');
        $draft = file_get_unused_draft_itemid();
        get_file_storage()->create_file_from_pathname(['contextid' => \context_user::instance($USER->id)->id,
            'component' => 'user', 'filearea' => 'draft', 'itemid' => $draft, 'filepath' => '/', 'filename' => 'p.zip'], $path);
        return $draft;
    }

    /**
     * Deploys a course of a package.
     *
     * @param string $path
     * @param string $name of the activity
     * @param array[] $more objects
     * @param int|null $draft where the package is already
     * @return string[] what was done, or what went wrong, by idnumber
     */
    private function deploy(string $path, string $name = 'Package', array $more = [], ?int $draft = null): array {
        $package = ['file' => 'p.zip', 'sha256' => hash_file('sha256', $path), 'sha1' => sha1_file($path)];
        $package['size'] = filesize($path);
        $objects = [
            ['kind' => 'course', 'idnumber' => 'q', 'fullname' => 'Quality', 'shortname' => 'q', 'version' => '1', 'card' => null],
            ['kind' => 'section', 'idnumber' => 'm1', 'name' => 'Module', 'position' => 1],
            ['kind' => 'scorm', 'idnumber' => 'q.scorm.p', 'section' => 'm1', 'name' => $name, 'package' => $package,
                'scos' => ['item_1']],
            ...$more,
        ];
        $hashed = fn(array $object): array => $object + ['sha256' => hash('sha256', json_encode($object))];
        $document = ['format' => 'coursebridge-moodle', 'version' => 1, 'scope' => ['course' => 'q'], 'complete' => true,
            'objects' => array_map($hashed, $objects)];
        $answer = deploy::execute(1, json_encode($document), $draft ?? $this->upload($path));
        $told = fn(array $result): string => $result['errorcode'] ?: $result['op'];
        return array_combine(array_column($answer['results'], 'idnumber'), array_map($told, $answer['results']));
    }

    /**
     * Checks that the activity holds the package and every file of it, as Moodle's own unpacking gives them.
     *
     * @param string $path
     */
    private function assert_taken_in(string $path): void {
        global $DB;
        $storage = get_file_storage();
        $cm = $DB->get_record('course_modules', ['idnumber' => 'q.scorm.p'], '*', MUST_EXIST);
        $context = \context_module::instance($cm->id);
        get_file_packer('application/zip')->extract_to_storage($path, $context->id, 'local_coursebridge', 'expected', 0, '/');
        $held = fn(string $component, string $area): array => array_map(
            fn(\stored_file $file): string => $file->get_filepath() . $file->get_filename() . ' ' . $file->get_contenthash()
                . ' ' . $file->get_mimetype(),
            array_values($storage->get_area_files($context->id, $component, $area, 0, 'filepath, filename'))
        );
        $this->assertSame($held('local_coursebridge', 'expected'), $held('mod_scorm', 'content'));
        $storage->delete_area_files($context->id, 'local_coursebridge', 'expected');
        $packages = array_values($storage->get_area_files($context->id, 'mod_scorm', 'package', 0, 'id', false));
        $scorm = $DB->get_record('scorm', ['id' => $cm->instance], '*', MUST_EXIST);
        $this->assertSame([sha1_file($path)], array_map(fn($file): string => $file->get_contenthash(), $packages));
        $this->assertSame([sha1_file($path), $packages[0]->get_filename()], [$scorm->sha1hash, $scorm->reference]);
    }

    /**
     * Every film is there, a new version brings its own, and the sign of the same package is understood.
     */
    public function test_films_are_taken_in_as_by_moodle_itself(): void {
        global $DB;
        $films = ['film.mp4' => 'a', 'assets/b.mp4' => 'b', 'assets/c/d.mp4' => 'c'];
        $films += array_combine(array_map(fn(int $n): string => "more/{$n}.mp4", range(0, 6)), str_split('defghij'));
        $first = $this->package($films);
        $this->assertSame('created', $this->deploy($first)['q.scorm.p']);
        $this->assert_taken_in($first);
        $scos = $DB->get_records_menu('scorm_scoes', [], 'id', 'id, identifier');
        unset($films['film.mp4']);
        $second = $this->package(['assets/b.mp4' => 'B'] + $films);
        $this->assertSame('updated', $this->deploy($second)['q.scorm.p']);
        $this->assert_taken_in($second);
        $this->assertSame($scos, $DB->get_records_menu('scorm_scoes', [], 'id', 'id, identifier'));
        $revision = $DB->get_field('scorm', 'revision', []);
        $this->assertSame('updated', $this->deploy($second, 'New name')['q.scorm.p']);
        $this->assert_taken_in($second);
        $this->assertSame($revision, $DB->get_field('scorm', 'revision', []));
        $small = $this->package(['film.mp4' => 'x']);
        $this->assertSame('updated', $this->deploy($small)['q.scorm.p']);
        $this->assert_taken_in($small);
    }

    /**
     * What another request has unpacked by then is made use of, and asking twice unpacks nothing twice.
     */
    public function test_a_request_of_its_own_unpacks_films_for_the_one_that_deploys(): void {
        global $DB;
        $films = array_combine(array_map(fn(int $n): string => "films/{$n}.mp4", range(0, 8)), str_split('abcdefghi'));
        $path = $this->package($films);
        $draft = $this->upload($path);
        $this->assertSame(9, unpack::execute(1, $draft, 'p.zip')['files']);
        $this->assertSame(0, unpack::execute(1, $draft, 'p.zip')['files']);
        $this->assertSame('created', $this->deploy($path, draft: $draft)['q.scorm.p']);
        $this->assert_taken_in($path);
        $this->assertSame(0, unpack::execute(1, $this->upload($this->package(['film.mp4' => 'a'])), 'p.zip')['files']);
        $this->expectExceptionMessage('other.zip');
        unpack::execute(1, $draft, 'other.zip');
    }

    /**
     * A film of a lesson is in the package, and both are shown once all is there.
     */
    public function test_a_lesson_shows_the_film_of_the_package(): void {
        global $DB;
        $films = array_combine(array_map(fn(int $n): string => "films/{$n}.mp4", range(0, 8)), str_split('abcdefghi'));
        $path = $this->package($films);
        $film = str_repeat('c', 1 << 20);
        $page = ['kind' => 'page', 'idnumber' => 'q.page.l1', 'section' => 'm1', 'name' => 'Lesson',
            'content_html' => '<video src="@@PLUGINFILE@@/films/2.mp4"></video>',
            'files' => [['path' => '/films/2.mp4', 'file' => '2.mp4', 'sha256' => hash('sha256', $film), 'sha1' => sha1($film),
                'size' => 1 << 20, 'within' => ['file' => 'p.zip', 'entry' => 'films/2.mp4']]]];
        $done = $this->deploy($path, more: [$page]);
        $this->assertSame(['created', 'created'], [$done['q.scorm.p'], $done['q.page.l1']]);
        $this->assert_taken_in($path);
        $this->assertSame(['1', '1'], $DB->get_fieldset_select('course_modules', 'visible', "idnumber LIKE 'q.%'"));
        $context = \context_module::instance($DB->get_field('course_modules', 'id', ['idnumber' => 'q.page.l1']));
        $stored = get_file_storage()->get_file($context->id, 'mod_page', 'content', 0, '/films/', '2.mp4');
        $this->assertSame(sha1($film), $stored->get_contenthash());
        $this->assertSame(['unchanged', 'unchanged'], array_slice(array_values($this->deploy($path, more: [$page])), -2));
        $page['files'][0] = ['sha1' => sha1('another')] + $page['files'][0];
        $this->assertSame('filecorrupt', $this->deploy($path, more: [$page])['q.page.l1']);
    }

    /**
     * A new activity whose films are damaged stays hidden, and a sound package makes it whole.
     */
    public function test_learners_do_not_see_an_activity_without_its_films(): void {
        global $DB;
        $films = array_combine(array_map(fn(int $n): string => "films/{$n}.mp4", range(0, 8)), str_split('abcdefghi'));
        $sound = $this->package($films);
        $damaged = make_request_directory() . '/package.zip';
        $archive = new \ZipArchive();
        copy($sound, $damaged);
        $archive->open($damaged);
        $archive->addFromString('films/4.mp4', $mark = random_bytes(1 << 20));
        $archive->setCompressionName('films/4.mp4', \ZipArchive::CM_STORE);
        $archive->close();
        $bytes = file_get_contents($damaged);
        file_put_contents($damaged, substr_replace($bytes, '!!!!', strpos($bytes, substr($mark, 5000, 50)), 4));
        $this->assertSame('filecorrupt', $this->deploy($damaged)['q.scorm.p']);
        $this->assertSame('0', $DB->get_field('course_modules', 'visible', ['idnumber' => 'q.scorm.p']));
        $this->assertSame('filecorrupt', $this->deploy($damaged)['q.scorm.p']);
        $this->assertSame('updated', $this->deploy($sound)['q.scorm.p']);
        $this->assertSame('1', $DB->get_field('course_modules', 'visible', ['idnumber' => 'q.scorm.p']));
        $this->assert_taken_in($sound);
        $this->assertSame('unchanged', $this->deploy($sound)['q.scorm.p']);
    }

    /**
     * A film too long for memory is taken in by way of a temporary file.
     */
    public function test_a_film_too_long_for_memory_is_taken_in(): void {
        $path = $this->package([]);
        $archive = new \ZipArchive();
        $archive->open($path);
        $archive->addFromString('film.mp4', str_repeat('f', 65 << 20));
        $archive->close();
        $this->assertSame('created', $this->deploy($path)['q.scorm.p']);
        $this->assert_taken_in($path);
    }
}
