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

use stdClass;

/**
 * The order of activities within their sections: that of the document. Activities that it does not name stay behind.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class arrangement {
    /**
     * Of one course.
     *
     * @param site $site
     */
    public function __construct(
        /** @var site */
        private readonly site $site,
    ) {
    }

    /**
     * Puts activities into the order in which they are named. A document of one object says nothing about order.
     *
     * @param stdClass[] $objects
     */
    public function arrange(array $objects): void {
        global $DB;
        $course = $this->site->course();
        $named = array_filter($objects, fn(stdClass $object): bool => in_array($object->kind, kinds::ACTIVITIES, true));
        if (!$course || count($named) < 2) {
            return;
        }
        $ids = array_filter(array_map(fn(stdClass $object): int => (int)($this->site->module($object->idnumber)->id ?? 0), $named));
        $places = array_flip(array_values($ids));
        $moved = false;
        foreach ($DB->get_records('course_sections', ['course' => $course->id], '', 'id, sequence') as $section) {
            $sequence = self::sorted((string)$section->sequence, $places);
            if ($sequence !== (string)$section->sequence) {
                $DB->set_field('course_sections', 'sequence', $sequence, ['id' => $section->id]);
                $moved = true;
            }
        }
        if ($moved) {
            rebuild_course_cache($course->id, true);
        }
    }

    /**
     * Sorts the named modules of a section among the places that they hold.
     *
     * @param string $sequence
     * @param int[] $places module id → place
     * @return string
     */
    private static function sorted(string $sequence, array $places): string {
        $ids = $sequence === '' ? [] : explode(',', $sequence);
        $named = array_values(array_filter($ids, fn(string $id): bool => isset($places[$id])));
        usort($named, fn(string $one, string $other): int => $places[$one] <=> $places[$other]);
        foreach ($ids as $index => $id) {
            if (isset($places[$id])) {
                $ids[$index] = array_shift($named);
            }
        }
        return implode(',', $ids);
    }
}
