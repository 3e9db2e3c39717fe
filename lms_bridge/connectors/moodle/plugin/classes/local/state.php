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
 * What the site has, whether it was deployed by us or not.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class state {
    /**
     * Of courses.
     *
     * @param string[] $idnumbers none: all that were deployed
     * @return array courses, objects
     */
    public static function of_courses(array $idnumbers): array {
        global $DB;
        if (!$idnumbers) {
            $idnumbers = $DB->get_fieldset_select(registry::TABLE, 'DISTINCT scope', 'scopetype = :type', ['type' => 'course']);
        }
        $courses = [];
        $objects = [];
        foreach (array_unique($idnumbers) as $idnumber) {
            $site = new site('course', $idnumber, new uploads(0));
            $found = self::found($site);
            if (!$found) {
                continue;
            }
            $courses[] = $found;
            if (!$found['duplicates']) {
                $objects = array_merge($objects, self::deployed($site), self::foreign($site, get_course($found['id'])));
            }
        }
        return ['courses' => $courses, 'objects' => $objects];
    }

    /**
     * Of a framework.
     *
     * @param string $idnumber
     * @param string[] $courses idnumbers: which of them there are, without their objects
     * @return array courses, objects
     */
    public static function of_framework(string $idnumber, array $courses): array {
        $sites = array_map(fn(string $course): site => new site('course', $course, new uploads(0)), array_unique($courses));
        return [
            'courses' => array_values(array_filter(array_map(self::found(...), $sites))),
            'objects' => self::deployed(new site('framework', $idnumber, new uploads(0))),
        ];
    }

    /**
     * A course as the protocol has it, the first of its idnumber; null: there is none.
     *
     * @param site $site
     * @return array|null
     */
    private static function found(site $site): ?array {
        global $DB;
        $found = $DB->get_records('course', ['idnumber' => $site->scope], 'id');
        $course = reset($found);
        return $course ? self::course($course, $site, count($found) - 1) : null;
    }

    /**
     * A course as the protocol has it.
     *
     * @param stdClass $course
     * @param site $site
     * @param int $duplicates
     * @return array
     */
    private static function course(stdClass $course, site $site, int $duplicates): array {
        return [
            'id' => (int)$course->id,
            'idnumber' => $course->idnumber,
            'shortname' => $course->shortname,
            'fullname' => $course->fullname,
            'visible' => (bool)$course->visible,
            'version' => $site->registry->get('course', $site->scope)->version ?? '',
            'card_sha256' => cards::current_hash((int)$course->id),
            'duplicates' => $duplicates,
        ];
    }

    /**
     * What we deployed and is still there.
     *
     * @param site $site
     * @return array[]
     */
    private static function deployed(site $site): array {
        $objects = [];
        foreach ($site->registry->all() as $row) {
            $maker = kinds::maker($row->kind, $site);
            $current = $maker->find($row->idnumber, $row);
            if ($current) {
                $objects[] = [
                    'course' => $site->scope,
                    'kind' => $row->kind,
                    'idnumber' => $row->idnumber,
                    'sha256' => $row->sha256,
                    'status' => $row->status,
                    'parts' => $maker->parts($current),
                    'learners' => $maker->learners($current),
                    'cmid' => in_array($row->kind, kinds::ACTIVITIES, true) ? (int)$current->id : 0,
                    'visible' => $maker->visible($current),
                    'edited' => $maker->basis($current) !== (int)$row->basis,
                    'timemodified' => (int)$row->timemodified,
                ];
            }
        }
        return $objects;
    }

    /**
     * Activities with an idnumber that we did not deploy, e.g. of a restored backup.
     *
     * @param site $site
     * @param stdClass $course
     * @return array[]
     */
    private static function foreign(site $site, stdClass $course): array {
        $ours = array_column($site->registry->all(), 'itemid', 'idnumber');
        $objects = [];
        foreach (get_fast_modinfo($course)->get_cms() as $cm) {
            if ((string)$cm->idnumber === '' || isset($ours[$cm->idnumber]) || !in_array($cm->modname, kinds::ACTIVITIES, true)) {
                continue;
            }
            $maker = kinds::maker($cm->modname, $site);
            $current = $site->module_by_id((int)$cm->id);
            if ($current) {
                $objects[] = [
                    'course' => $site->scope,
                    'kind' => $cm->modname,
                    'idnumber' => $cm->idnumber,
                    'sha256' => '',
                    'status' => 'foreign',
                    'parts' => $maker->parts($current),
                    'learners' => $maker->learners($current),
                    'cmid' => (int)$cm->id,
                    'visible' => (bool)$cm->visible,
                    'edited' => false,
                    'timemodified' => 0,
                ];
            }
        }
        return $objects;
    }
}
