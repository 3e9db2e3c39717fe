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

use context_module;
use stdClass;

/**
 * Course cards: what a course is about, as the bridge sent it, and since when each holds.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class cards {
    /** @var string */
    private const TABLE = 'local_coursebridge_card';

    /** @var string file of a package that holds its card */
    private const FILE = 'coursebridge.json';

    /**
     * Keeps a card, unless it is the one that holds now.
     *
     * @param int $courseid
     * @param stdClass $card
     */
    public static function keep(int $courseid, stdClass $card): void {
        global $DB;
        $json = json_encode($card, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
        $sha256 = hash('sha256', $json);
        if ($sha256 === self::current_hash($courseid)) {
            return;
        }
        $DB->insert_record(self::TABLE, (object)[
            'courseid' => $courseid,
            'sha256' => $sha256,
            'card' => $json,
            'timecreated' => time(),
        ]);
    }

    /**
     * Returns the hash of the card that holds now, or ''.
     *
     * @param int $courseid
     * @return string
     */
    public static function current_hash(int $courseid): string {
        global $DB;
        $newest = $DB->get_records(self::TABLE, ['courseid' => $courseid], 'timecreated DESC, id DESC', 'id, sha256', 0, 1);
        return $newest ? reset($newest)->sha256 : '';
    }

    /**
     * Returns the cards of courses, oldest first. A course without one has that of its SCORM package.
     *
     * @param int[] $courseids
     * @param string[] $known hashes that are left out
     * @return array[] each course, since, sha256, json
     */
    public static function of_courses(array $courseids, array $known): array {
        global $DB;
        $cards = [];
        foreach ($courseids as $courseid) {
            $kept = $DB->get_records(self::TABLE, ['courseid' => $courseid], 'timecreated, id');
            foreach ($kept as $card) {
                $cards[] = self::told($courseid, (int)$card->timecreated, $card->sha256, $card->card);
            }
            if (!$kept && ($json = self::from_package($courseid)) !== null) {
                $cards[] = self::told($courseid, 0, hash('sha256', $json), $json);
            }
        }
        return array_values(array_filter($cards, fn(array $card): bool => !in_array($card['sha256'], $known, true)));
    }

    /**
     * Reads the card in the first SCORM package of a course that has one, e.g. of a restored backup.
     *
     * @param int $courseid
     * @return string|null
     */
    private static function from_package(int $courseid): ?string {
        $storage = get_file_storage();
        foreach (get_fast_modinfo($courseid)->get_instances_of('scorm') as $cm) {
            $context = context_module::instance($cm->id);
            $file = $storage->get_file($context->id, 'mod_scorm', 'content', 0, '/', self::FILE);
            if ($file && $file->get_filesize() <= document::MAX_BYTES) {
                return $file->get_content();
            }
        }
        return null;
    }

    /**
     * A card as the protocol has it.
     *
     * @param int $course
     * @param int $since
     * @param string $sha256
     * @param string $json
     * @return array
     */
    private static function told(int $course, int $since, string $sha256, string $json): array {
        return ['course' => $course, 'since' => $since, 'sha256' => $sha256, 'json' => $json];
    }
}
