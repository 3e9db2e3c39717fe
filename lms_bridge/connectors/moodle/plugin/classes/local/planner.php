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

use local_coursebridge\local\kind\kind;
use local_coursebridge\local\kind\section_kind;
use stdClass;

/**
 * What a document would do to the site. Writes nothing.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class planner {
    /** @var string[] kinds that a complete document does not retire when it leaves them out */
    private const KEPT = ['course', 'question', 'completion', 'framework'];

    /** @var string[] kinds that get a mark when they retire: learners go on seeing them and what they hold in them */
    public const MARKED = ['competency'];

    /** @var kind[] by name */
    private array $makers = [];

    /**
     * For one document.
     *
     * @param document $document
     * @param site $site
     */
    public function __construct(
        /** @var document */
        private readonly document $document,
        /** @var site */
        private readonly site $site,
    ) {
    }

    /**
     * Returns the plan: a line for each object of the document, then one for each that it no longer names.
     *
     * @return change[]
     */
    public function changes(): array {
        $assess = fn(stdClass $wanted): change => $this->maker($wanted->kind)->assess($wanted);
        $changes = array_map($assess, $this->document->objects);
        $gone = $this->gone();
        $waiting = $gone ? $this->undecided($changes) : [];
        foreach ($gone as $row) {
            $current = $this->maker($row->kind)->find($row->idnumber, $row);
            if (!$current || array_intersect($this->shown($row), $waiting)) {
                continue;
            }
            $change = $this->assess_gone($row, $current);
            if (self::awaits_decision($change)) {
                $waiting[] = (int)$row->itemid;
            }
            $changes[] = $change;
        }
        return $changes;
    }

    /**
     * Returns the ids of the activities that a person is to decide about: they stay where they are until then.
     *
     * @param change[] $changes
     * @return int[]
     */
    private function undecided(array $changes): array {
        $open = array_filter($changes, self::awaits_decision(...));
        return array_map(
            fn(change $change): int => (int)($this->site->registry->get($change->kind, $change->idnumber)->itemid ?? 0),
            array_values($open)
        );
    }

    /**
     * Whether a change is of an activity that a person is to decide about.
     *
     * @param change $change
     * @return bool
     */
    private static function awaits_decision(change $change): bool {
        return $change->op === 'decide' && in_array($change->kind, kinds::ACTIVITIES, true);
    }

    /**
     * Says which files must be uploaded before the plan can be carried out.
     *
     * @param change[] $changes
     * @return array[] each name, needed
     */
    public function files(array $changes): array {
        $unchanged = [];
        foreach ($changes as $change) {
            $unchanged[$change->name()] = $change->op === 'unchanged';
        }
        $needed = [];
        foreach ($this->document->objects as $object) {
            foreach (document::files_of($object) as $file) {
                foreach (document::names_of($file) as $name) {
                    $needed[$name] = ($needed[$name] ?? false) || !$unchanged["{$object->kind}:{$object->idnumber}"];
                }
            }
        }
        return array_map(fn($name): array => ['name' => (string)$name, 'needed' => $needed[$name]], array_keys($needed));
    }

    /**
     * Returns the rows of objects that were deployed and that a complete document no longer names, sections last: by then
     * nothing of ours is left in them. One that shows activities of somebody else stays.
     *
     * @return stdClass[]
     */
    public function gone(): array {
        if (!$this->document->complete) {
            return [];
        }
        $named = [];
        foreach ($this->document->objects as $object) {
            $named["{$object->kind}:{$object->idnumber}"] = true;
        }
        $all = $this->site->registry->all();
        $gone = array_filter($all, fn(stdClass $row): bool => $row->status !== 'retired'
            && !in_array($row->kind, self::KEPT, true) && !isset($named["{$row->kind}:{$row->idnumber}"])
            && !($row->kind === 'section' && $this->shows_of_others($row, $all)));
        usort($gone, fn(stdClass $one, stdClass $other): int => ($one->kind === 'section') <=> ($other->kind === 'section'));
        return $gone;
    }

    /**
     * Whether learners see activities in a section that were not deployed: a teacher put them there.
     *
     * @param stdClass $row of the section
     * @param stdClass[] $all rows of the registry
     * @return bool
     */
    private function shows_of_others(stdClass $row, array $all): bool {
        $ours = array_filter($all, fn(stdClass $one): bool => in_array($one->kind, kinds::ACTIVITIES, true));
        return (bool)array_diff($this->shown($row), array_map(intval(...), array_column($ours, 'itemid')));
    }

    /**
     * Returns the ids of the activities that learners see in a section.
     *
     * @param stdClass $row of the registry
     * @return int[] none for what is no section
     */
    public function shown(stdClass $row): array {
        $maker = $this->maker($row->kind);
        $section = $maker instanceof section_kind ? $maker->find($row->idnumber, $row) : null;
        return $section ? $maker->shown($section) : [];
    }

    /**
     * Says what is to be done with an object that is no longer named.
     *
     * @param stdClass $row
     * @param stdClass $current
     * @return change
     */
    public function assess_gone(stdClass $row, stdClass $current): change {
        $learners = $this->maker($row->kind)->learners($current);
        if ($learners && !in_array($row->kind, self::MARKED, true)) {
            return new change('decide', $row->kind, $row->idnumber, 'gone_with_data', '', $learners);
        }
        return new change('update', $row->kind, $row->idnumber, 'gone', '', $learners);
    }

    /**
     * Returns who makes objects of a kind.
     *
     * @param string $kind
     * @return kind
     */
    public function maker(string $kind): kind {
        return $this->makers[$kind] ??= kinds::maker($kind, $this->site);
    }
}
