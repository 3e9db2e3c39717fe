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

namespace local_coursebridge\local;

use local_coursebridge\local\harvest\stream;
use local_coursebridge\local\harvest\streams;
use local_coursebridge\local\harvest\tombstones;
use Throwable;

/**
 * The list of ids that harvests know of. What is in it and no longer in Moodle's tables is gone, whatever removed it.
 *
 * Comparing is done by the database, a statement per stream and direction: it takes no memory here.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class shadow {
    /** @var int days that a tombstone is kept */
    public const KEPT_DAYS = 400;

    /** @var string settings: when the list was last compared */
    public const COMPARED = 'shadowcompared';

    /**
     * Compares the list with the tables. Another comparison under way is left to it.
     *
     * @param int[] $courseids courses whose new rows are taken into the list
     * @param int $wait seconds to wait for another comparison
     * @return bool whether it was done
     */
    public static function compare(array $courseids, int $wait = 0): bool {
        global $DB;
        $lock = \core\lock\lock_config::get_lock_factory('local_coursebridge')->get_lock('shadow', $wait);
        if (!$lock) {
            return false;
        }
        try {
            $transaction = $DB->start_delegated_transaction();
            foreach (streams::all() as $stream) {
                self::bury($stream);
                self::learn($stream, $courseids);
            }
            $transaction->allow_commit();
            set_config(self::COMPARED, time(), 'local_coursebridge');
        } catch (Throwable $problem) {
            // Else the log of calls could not be written, and would hide what went wrong.
            $DB->force_transaction_rollback();
            throw $problem;
        } finally {
            $lock->release();
        }
        return true;
    }

    /**
     * Notes that somebody is to be forgotten.
     *
     * @param int $userid
     * @param string $reason user_deleted or privacy
     * @param int $courseid 0: everywhere
     */
    public static function erase(int $userid, string $reason, int $courseid = 0): void {
        global $DB;
        $key = ['stream' => tombstones::ERASURE, 'userid' => $userid, 'courseid' => $courseid, 'reason' => $reason];
        $DB->insert_record('local_coursebridge_gone', (object)($key + ['timecreated' => time()]));
    }

    /**
     * Deletes tombstones of rows that are older than is promised. Erasures are kept.
     */
    public static function clean_up(): void {
        global $DB;
        $params = ['erasure' => tombstones::ERASURE, 'before' => self::oldest()];
        $DB->delete_records_select('local_coursebridge_gone', 'stream <> :erasure AND timecreated < :before', $params);
    }

    /**
     * The time from which on all tombstones are there.
     *
     * @return int
     */
    public static function oldest(): int {
        return time() - self::KEPT_DAYS * DAYSECS;
    }

    /**
     * Writes tombstones of what is gone.
     *
     * @param stream $stream
     */
    private static function bury(stream $stream): void {
        global $DB;
        $gone = "stream = :stream AND NOT {$stream->exists_sql()}";
        $sql = "INSERT INTO {local_coursebridge_gone} (stream, rowid, subid, courseid, userid, reason, timecreated)
                SELECT s.stream, s.rowid, s.subid, s.courseid, 0, 'deleted', " . time() . "
                  FROM {local_coursebridge_seen} s
                 WHERE s.{$gone}";
        $DB->execute($sql, ['stream' => $stream->kind()]);
        $sql = "DELETE FROM {local_coursebridge_seen}
                 WHERE id IN (SELECT id FROM (SELECT s.id FROM {local_coursebridge_seen} s WHERE s.{$gone}) dead)";
        $DB->execute($sql, ['stream' => $stream->kind()]);
    }

    /**
     * Takes new rows into the list.
     *
     * @param stream $stream
     * @param int[] $courseids
     */
    private static function learn(stream $stream, array $courseids): void {
        global $DB;
        if (!$courseids) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal($courseids, SQL_PARAMS_NAMED);
        $ids = str_replace('{courses}', $in, $stream->ids_sql());
        $sql = "INSERT INTO {local_coursebridge_seen} (stream, rowid, subid, courseid)
                SELECT '{$stream->kind()}', n.rowid, n.subid, n.courseid
                  FROM ({$ids}) n
                 WHERE NOT EXISTS (SELECT 1 FROM {local_coursebridge_seen} s
                                    WHERE s.stream = :stream AND s.rowid = n.rowid AND s.subid = n.subid)";
        $DB->execute($sql, $params + ['stream' => $stream->kind()]);
    }
}
