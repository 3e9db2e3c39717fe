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

namespace local_coursebridge\local\harvest;

use stdClass;

/**
 * Attempts at SCOs, each with all its elements as they are now.
 *
 * Moodle keeps one row per element and updates it in place, at a second's resolution. Pages go over these rows, and
 * each attempt that has one in the page is given whole, so that a run of interactions never comes apart.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class scorm_attempts extends stream {
    /** @var string elements that name the learner, say what they typed freely, or only let a player go on */
    private const LEFT_OUT = '/^cmi\.(core\.)?(student_id|student_name|learner_id|learner_name|lesson_location|location)$'
        . '|comments|^cmi\.(core\.)?suspend_data$/';

    /** @var bool[] attempts that this request has already given */
    private array $given = [];

    #[\Override]
    public function kind(): string {
        return 'scorm_attempt';
    }

    #[\Override]
    protected function fields(): string {
        return 'v.attemptid, v.scoid, a.userid, a.attempt, s.course AS courseid, sco.identifier, cm.id AS cmid, cm.idnumber';
    }

    #[\Override]
    protected function from(): string {
        return "FROM {scorm_scoes_value} v
                JOIN {scorm_attempt} a ON a.id = v.attemptid
                JOIN {scorm} s ON s.id = a.scormid
                JOIN {scorm_scoes} sco ON sco.id = v.scoid
                JOIN {modules} m ON m.name = 'scorm'
                JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = s.id
               WHERE s.course {courses}";
    }

    #[\Override]
    protected function id(): string {
        return 'v.id';
    }

    #[\Override]
    protected function modified(): string {
        return 'v.timemodified';
    }

    #[\Override]
    protected function course(): string {
        return 's.course';
    }

    #[\Override]
    public function chunk(): int {
        // An attempt has a hundred records and more, and is read whole for any of them: few chunks read it few times.
        return 20000;
    }

    #[\Override]
    public function ids_sql(): string {
        return "SELECT DISTINCT v.attemptid AS rowid, v.scoid AS subid, s.course AS courseid {$this->from()}";
    }

    #[\Override]
    public function exists_sql(): string {
        return 'EXISTS (SELECT 1 FROM {scorm_scoes_value} x WHERE x.attemptid = s.rowid AND x.scoid = s.subid)';
    }

    #[\Override]
    protected function rows(array $records): array {
        $last = [];
        foreach ($records as $rowid => $record) {
            $last["{$record->attemptid}.{$record->scoid}"] = $rowid;
        }
        $fresh = array_diff_key($last, $this->given);
        $elements = $this->elements(array_intersect_key($records, array_flip($fresh)));
        $rows = [];
        foreach ($fresh as $pair => $rowid) {
            $this->given[$pair] = true;
            $times = array_column($elements[$pair] ?? [], 1);
            $record = clone $records[$rowid];
            $record->modified = max((int)$record->modified, ...$times);
            $rows[$rowid] = $this->head($record, $pair) + [
                'cm' => (int)$record->cmid,
                'activity' => (string)$record->idnumber,
                'attempt' => (int)$record->attempt,
                'sco' => $record->identifier,
                'elements' => (object)($elements[$pair] ?? []),
            ];
        }
        return $rows;
    }

    /**
     * Reads all elements of attempts.
     *
     * @param stdClass[] $records
     * @return array[] attempt and SCO → element → [value, time]
     */
    private function elements(array $records): array {
        global $DB;
        if (!$records) {
            return [];
        }
        $elements = [];
        $names = $DB->get_records_menu('scorm_element', null, '', 'id, element');
        $wanted = array_filter($names, fn(string $name): bool => !preg_match(self::LEFT_OUT, $name));
        foreach (array_chunk(array_unique(array_column($records, 'attemptid')), 1000) as $attempts) {
            [$in, $params] = $DB->get_in_or_equal($attempts);
            $sql = "SELECT v.id, v.attemptid, v.scoid, v.elementid, v.value, v.timemodified
                      FROM {scorm_scoes_value} v
                     WHERE v.attemptid {$in}
                  ORDER BY v.id";
            $recordset = $DB->get_recordset_sql($sql, $params);
            foreach ($recordset as $value) {
                if (isset($wanted[$value->elementid])) {
                    $pair = "{$value->attemptid}.{$value->scoid}";
                    $elements[$pair][$wanted[$value->elementid]] = [$value->value, (int)$value->timemodified];
                }
            }
            $recordset->close();
        }
        return $elements;
    }
}
