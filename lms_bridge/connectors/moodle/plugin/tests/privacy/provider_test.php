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

namespace local_coursebridge\privacy;

use context_system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_coursebridge\external\get_state;
use local_coursebridge\local\shadow;

/**
 * What is kept of people, and how it is forgotten here and where it went.
 *
 * @package    local_coursebridge
 * @category   test
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_coursebridge\privacy\provider
 */
final class provider_test extends \core_privacy\tests\provider_testcase {
    /**
     * Every table that has a person in it is named, and where data go.
     */
    public function test_everything_kept_of_people_is_named(): void {
        $metadata = provider::get_metadata(new collection('local_coursebridge'))->get_collection();
        $named = array_map(fn($item) => $item->get_name(), $metadata);
        $this->assertSame(['local_coursebridge_exchange', 'local_coursebridge_gone', 'bridge'], $named);
    }

    /**
     * The service account's calls are exported, and forgotten with an erasure for the bridge.
     */
    public function test_a_forgotten_account_leaves_an_erasure_and_no_calls(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setAdminUser();
        $admin = get_admin();
        get_state::execute(1);
        $contexts = provider::get_contexts_for_userid((int)$admin->id);
        $this->assertEquals([context_system::instance()->id], $contexts->get_contextids());
        $users = new userlist(context_system::instance(), 'local_coursebridge');
        provider::get_users_in_context($users);
        $this->assertEquals([$admin->id], $users->get_userids());
        $approved = new approved_contextlist($admin, 'local_coursebridge', $contexts->get_contextids());
        provider::export_user_data($approved);
        $data = writer::with_context(context_system::instance())->get_data([get_string('pluginname', 'local_coursebridge')]);
        $this->assertSame('get_state', $data->exchanges[0]['function']);
        provider::delete_data_for_user($approved);
        $this->assertFalse($DB->record_exists('local_coursebridge_exchange', ['userid' => $admin->id]));
        $this->assertTrue($DB->record_exists('local_coursebridge_gone', ['userid' => $admin->id, 'reason' => 'privacy']));
    }

    /**
     * Whoever is enrolled where data were harvested is found, and can be forgotten in a list; others keep theirs.
     */
    public function test_learners_of_harvested_courses_are_found_and_forgotten_in_a_list(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course(['idnumber' => 'q']);
        $one = $this->getDataGenerator()->create_and_enrol($course);
        $other = $this->getDataGenerator()->create_and_enrol($course);
        $stranger = $this->getDataGenerator()->create_user();
        $this->assertSame([], provider::get_contexts_for_userid((int)$one->id)->get_contextids(), 'Nothing was harvested yet.');
        shadow::compare([(int)$course->id]);
        $system = context_system::instance();
        $this->assertEquals([$system->id], provider::get_contexts_for_userid((int)$one->id)->get_contextids());
        $this->assertSame([], provider::get_contexts_for_userid((int)$stranger->id)->get_contextids());
        $users = new userlist($system, 'local_coursebridge');
        provider::get_users_in_context($users);
        $this->assertEqualsCanonicalizing([$one->id, $other->id], $users->get_userids());
        provider::delete_data_for_users(new approved_userlist($system, 'local_coursebridge', [(int)$one->id]));
        $this->assertSame([$one->id], $DB->get_fieldset('local_coursebridge_gone', 'userid', ['stream' => 'erasure']));
    }

    /**
     * Deleting everything of a context empties the log of calls of the whole site, and of no course.
     */
    public function test_the_calls_of_all_are_forgotten_with_the_site_and_not_with_a_course(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course();
        get_state::execute(1);
        provider::delete_data_for_all_users_in_context(\context_course::instance($course->id));
        $this->assertSame(1, $DB->count_records('local_coursebridge_exchange'));
        provider::delete_data_for_all_users_in_context(context_system::instance());
        $this->assertSame(0, $DB->count_records('local_coursebridge_exchange'));
    }
}
