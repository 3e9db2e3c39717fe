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
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_coursebridge\external\get_state;

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
        $named = array_map(fn($item) => $item->get_name(), provider::get_metadata(new collection('local_coursebridge'))->get_collection());
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
}
