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

namespace local_coursebridge\local\kind;

use context_system;
use core_competency\api;
use core_competency\competency_framework;
use stdClass;

/**
 * A competency framework: the map, with its scale and what each depth of it is called.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class framework_kind extends kind {
    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        return $this->site->framework();
    }

    #[\Override]
    public function basis(stdClass $current): int {
        return (int)$current->timemodified;
    }

    #[\Override]
    public function learners(stdClass $current): int {
        global $DB;
        $sql = "SELECT COUNT(DISTINCT u.userid)
                  FROM {competency_usercomp} u
                  JOIN {competency} c ON c.id = u.competencyid
                 WHERE c.competencyframeworkid = :framework";
        return $DB->count_records_sql($sql, ['framework' => $current->id]);
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        $framework = new competency_framework((int)$current->id);
        $same = $this->scale_has($framework->get_scale()->scale, $wanted->scale->values);
        if ($same || !$framework->has_user_competencies()) {
            return [];
        }
        return [['scale_in_use', $framework->get_scale()->name, max(1, $this->learners($current))]];
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        $scaleid = $this->scale($wanted, $current);
        $record = (object)[
            'shortname' => \core_text::substr($wanted->shortname, 0, 100),
            'idnumber' => $wanted->idnumber,
            'description' => $wanted->description_html,
            'descriptionformat' => FORMAT_HTML,
            'visible' => (int)$wanted->visible,
            'scaleid' => $scaleid,
            'scaleconfiguration' => $this->configuration($wanted, $scaleid),
            'taxonomies' => implode(',', $wanted->taxonomies),
            'contextid' => (int)($current->contextid ?? context_system::instance()->id),
        ];
        if ($current) {
            $record->id = $current->id;
            api::update_framework($record);
            $id = (int)$current->id;
        } else {
            $id = (int)api::create_framework($record)->get('id');
        }
        $this->site->look_again();
        return $id;
    }

    #[\Override]
    public function hide(stdClass $current): void {
        $framework = new competency_framework($current->id);
        $framework->set('visible', 0);
        $framework->update();
        $this->site->look_again();
    }

    /**
     * Returns the id of a scale with the wanted values: the framework's, another of the site, or a new one.
     *
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return int
     */
    private function scale(stdClass $wanted, ?stdClass $current): int {
        global $CFG, $DB, $USER;
        require_once($CFG->libdir . '/gradelib.php');
        $condition = 'courseid = 0 AND ' . $DB->sql_compare_text('name', 255) . ' = :name';
        $scales = $DB->get_records_select('scale', $condition, ['name' => $wanted->scale->name], 'id');
        if ($current) {
            $scales = $DB->get_records('scale', ['id' => $current->scaleid]) + $scales;
        }
        foreach ($scales as $scale) {
            if ($this->scale_has($scale->scale, $wanted->scale->values)) {
                return (int)$scale->id;
            }
        }
        $scale = new \grade_scale([
            'courseid' => 0,
            'userid' => $USER->id,
            'name' => $wanted->scale->name,
            'scale' => implode(',', array_map($this->value(...), $wanted->scale->values)),
            'description' => '',
            'descriptionformat' => FORMAT_HTML,
        ], false);
        return (int)$scale->insert();
    }

    /**
     * Whether a stored scale has these values.
     *
     * @param string $scale with commas between
     * @param string[] $values
     * @return bool
     */
    private function scale_has(string $scale, array $values): bool {
        return array_map('trim', explode(',', $scale)) === array_map($this->value(...), $values);
    }

    /**
     * A value without the comma that would make two of it.
     *
     * @param string $value
     * @return string
     */
    private function value(string $value): string {
        return trim(str_replace(',', '，', $value));
    }

    /**
     * Which values are the default and which are proficient.
     *
     * @param stdClass $wanted
     * @param int $scaleid
     * @return string
     */
    private function configuration(stdClass $wanted, int $scaleid): string {
        $configuration = [['scaleid' => (string)$scaleid]];
        foreach (array_keys($wanted->scale->values) as $index) {
            $number = $index + 1;
            $configuration[] = [
                'id' => $number,
                'scaledefault' => (int)($number === $wanted->scale->default),
                'proficient' => (int)in_array($number, $wanted->scale->proficient, true),
            ];
        }
        return json_encode($configuration);
    }
}
