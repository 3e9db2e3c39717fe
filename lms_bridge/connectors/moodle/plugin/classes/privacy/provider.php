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

use context;
use context_system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_coursebridge\local\exchange;
use local_coursebridge\local\shadow;

/**
 * What the plugin keeps and passes on of people, and how they are forgotten.
 *
 * A request to delete somebody's data also writes an erasure, which the next harvest passes on to where the data went.
 * Nothing but the number of the account stands in it, and it stays, since without it the data would outlive the request.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_database_table(exchange::TABLE, [
            'userid' => 'privacy:metadata:exchange:userid',
            'timecreated' => 'privacy:metadata:exchange:timecreated',
            'functionname' => 'privacy:metadata:exchange:functionname',
            'outcome' => 'privacy:metadata:exchange:outcome',
        ], 'privacy:metadata:exchange');
        $collection->add_database_table('local_coursebridge_gone', [
            'userid' => 'privacy:metadata:gone:userid',
            'reason' => 'privacy:metadata:gone:reason',
            'timecreated' => 'privacy:metadata:gone:timecreated',
        ], 'privacy:metadata:gone');
        $collection->add_external_location_link('bridge', [
            'userid' => 'privacy:metadata:bridge:userid',
            'enrolment' => 'privacy:metadata:bridge:enrolment',
            'completion' => 'privacy:metadata:bridge:completion',
            'attempts' => 'privacy:metadata:bridge:attempts',
            'answers' => 'privacy:metadata:bridge:answers',
            'ratings' => 'privacy:metadata:bridge:ratings',
        ], 'privacy:metadata:bridge');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contexts = new contextlist();
        $sql = "SELECT ctx.id
                  FROM {context} ctx
                 WHERE ctx.contextlevel = :level AND (
                       EXISTS (SELECT 1 FROM {" . exchange::TABLE . "} e WHERE e.userid = :userid1)
                    OR EXISTS (SELECT 1 FROM {user_enrolments} ue
                                 JOIN {enrol} en ON en.id = ue.enrolid
                                 JOIN {local_coursebridge_seen} s ON s.courseid = en.courseid
                                WHERE ue.userid = :userid2))";
        $contexts->add_from_sql($sql, ['level' => CONTEXT_SYSTEM, 'userid1' => $userid, 'userid2' => $userid]);
        return $contexts;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist) {
        if (!$userlist->get_context() instanceof context_system) {
            return;
        }
        $userlist->add_from_sql('userid', 'SELECT userid FROM {' . exchange::TABLE . '}', []);
        $sql = "SELECT ue.userid
                  FROM {user_enrolments} ue
                  JOIN {enrol} en ON en.id = ue.enrolid
                 WHERE EXISTS (SELECT 1 FROM {local_coursebridge_seen} s WHERE s.courseid = en.courseid)";
        $userlist->add_from_sql('userid', $sql, []);
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        $userid = $contextlist->get_user()->id;
        foreach ($contextlist->get_contexts() as $context) {
            if (!$context instanceof context_system) {
                continue;
            }
            $exchanges = array_map(fn($row): array => [
                'time' => transform::datetime($row->timecreated),
                'function' => $row->functionname,
                'scope' => $row->scope,
                'outcome' => $row->outcome,
            ], array_values($DB->get_records(exchange::TABLE, ['userid' => $userid], 'id')));
            if ($exchanges) {
                $path = [get_string('pluginname', 'local_coursebridge')];
                writer::with_context($context)->export_data($path, (object)['exchanges' => $exchanges]);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(context $context) {
        global $DB;
        if ($context instanceof context_system) {
            $DB->delete_records(exchange::TABLE);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        foreach ($contextlist->get_contexts() as $context) {
            if ($context instanceof context_system) {
                self::forget((int)$contextlist->get_user()->id);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist) {
        if ($userlist->get_context() instanceof context_system) {
            array_map(fn($userid) => self::forget((int)$userid), $userlist->get_userids());
        }
    }

    /**
     * Forgets somebody here, and tells where the data went to do the same.
     *
     * @param int $userid
     */
    private static function forget(int $userid): void {
        global $DB;
        $DB->delete_records(exchange::TABLE, ['userid' => $userid]);
        shadow::erase($userid, 'privacy');
    }
}
