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

use core_competency\api;
use core_competency\competency;
use moodle_exception;
use stdClass;

/**
 * A competency: an item of the map. Updated in place, marked when it retires, never deleted.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class competency_kind extends kind {
    /** @var string before the name of a retired item, in both languages whatever the site's */
    public const RETIRED_MARK = '[停用 retired] ';

    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        global $DB;
        $framework = $this->site->framework();
        if (!$framework) {
            return null;
        }
        return $DB->get_record('competency', ['competencyframeworkid' => $framework->id, 'idnumber' => $idnumber]) ?: null;
    }

    #[\Override]
    public function basis(stdClass $current): int {
        // A parent's own time changes with its children: what was written is what counts.
        return (int)(crc32("{$current->shortname}\n{$current->description}") >> 1);
    }

    #[\Override]
    public function learners(stdClass $current): int {
        global $DB;
        $sql = 'SELECT COUNT(DISTINCT userid) FROM {competency_usercomp} WHERE competencyid = :competency';
        return $DB->count_records_sql($sql, ['competency' => $current->id]);
    }

    #[\Override]
    public function visible(stdClass $current): bool {
        return !str_starts_with($current->shortname, self::RETIRED_MARK);
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        $framework = $this->site->framework();
        if (!$framework) {
            throw new moodle_exception('unknownframework', 'local_coursebridge', '', s($this->site->scope));
        }
        $parentid = $wanted->parent === null ? 0 : $this->parent($wanted);
        $record = (object)[
            'shortname' => $this->name($wanted->shortname, $wanted->retired),
            'idnumber' => $wanted->idnumber,
            'description' => $wanted->description_html,
            'descriptionformat' => FORMAT_HTML,
            'competencyframeworkid' => (int)$framework->id,
            'parentid' => $parentid,
        ];
        if (!$current) {
            return (int)api::create_competency($record)->get('id');
        }
        $record->id = $current->id;
        api::update_competency($record);
        if ((int)$current->parentid !== $parentid) {
            api::set_parent_competency($current->id, $parentid);
        }
        return (int)$current->id;
    }

    #[\Override]
    public function hide(stdClass $current): void {
        $competency = new competency($current->id);
        $competency->set('shortname', $this->name($current->shortname, true));
        $competency->update();
    }

    /**
     * Returns the id of the parent.
     *
     * @param stdClass $wanted
     * @return int
     */
    private function parent(stdClass $wanted): int {
        $parent = $this->find($wanted->parent, null);
        if (!$parent) {
            $named = s("{$this->site->scope}: {$wanted->parent}");
            throw new moodle_exception('unknowncompetency', 'local_coursebridge', '', $named);
        }
        return (int)$parent->id;
    }

    /**
     * A name with or without the mark of what is retired, of at most 100 characters.
     *
     * @param string $name
     * @param bool $retired
     * @return string
     */
    private function name(string $name, bool $retired): string {
        $name = str_starts_with($name, self::RETIRED_MARK) ? substr($name, strlen(self::RETIRED_MARK)) : $name;
        return \core_text::substr(($retired ? self::RETIRED_MARK : '') . $name, 0, 100);
    }
}
