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

use local_coursebridge\local\change;
use local_coursebridge\local\site;
use stdClass;

/**
 * Makes the objects of one kind, and says beforehand what making one would do.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class kind {
    /**
     * For one course or framework.
     *
     * @param site $site
     */
    public function __construct(
        /** @var site */
        protected readonly site $site,
    ) {
    }

    /**
     * Finds the object on the site.
     *
     * @param string $idnumber
     * @param stdClass|null $known row of the registry
     * @return stdClass|null a record with id at least
     */
    abstract public function find(string $idnumber, ?stdClass $known): ?stdClass;

    /**
     * Returns what tells an edited object from the one that was deployed: a time or a version.
     *
     * @param stdClass $current
     * @return int
     */
    abstract public function basis(stdClass $current): int;

    /**
     * Makes the object, or brings it up to date.
     *
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return int what the registry keeps: the id of the course, section, course module, bank entry or competency
     */
    abstract public function make(stdClass $wanted, ?stdClass $current): int;

    /**
     * Whether something of an object that has just been made is still to come: see `complete`.
     *
     * @param stdClass $wanted
     * @return bool
     */
    public function lacks(stdClass $wanted): bool {
        return false;
    }

    /**
     * Does what can wait until the other objects are made. Until then learners do not see the object.
     *
     * @param stdClass $wanted
     * @param int $itemid what `make` returned
     */
    public function complete(stdClass $wanted, int $itemid): void {
    }

    /**
     * Counts the distinct people with data in the object.
     *
     * @param stdClass $current
     * @return int
     */
    public function learners(stdClass $current): int {
        return 0;
    }

    /**
     * Names the object's parts that hold learners' data: SCOs, questions, labels.
     *
     * @param stdClass $current
     * @return string[]
     */
    public function parts(stdClass $current): array {
        return [];
    }

    /**
     * Whether learners can see it.
     *
     * @param stdClass $current
     * @return bool
     */
    public function visible(stdClass $current): bool {
        return (bool)($current->visible ?? true);
    }

    /**
     * Lists what a person must decide about before the object may be made as wanted.
     *
     * @param stdClass $wanted
     * @param stdClass $current
     * @return array[] each [reason, detail, learners]
     */
    public function risks(stdClass $wanted, stdClass $current): array {
        return [];
    }

    /**
     * Hides the object. Nothing is deleted.
     *
     * @param stdClass $current
     */
    public function hide(stdClass $current): void {
    }

    /**
     * Says what is to be done so that the site has the object as wanted.
     *
     * @param stdClass $wanted
     * @return change
     */
    public function assess(stdClass $wanted): change {
        $known = $this->site->registry->get($wanted->kind, $wanted->idnumber);
        $current = $this->find($wanted->idnumber, $known);
        if (!$current) {
            return $this->told($wanted, 'create', $known ? 'deleted' : 'new');
        }
        $edited = $known && $this->basis($current) !== (int)$known->basis;
        $learners = $this->learners($current);
        if ($known && $known->sha256 === $wanted->sha256 && $known->status === 'ok') {
            return $this->told($wanted, 'unchanged', $edited ? 'edited' : 'same', '', $learners);
        }
        $risks = array_filter($this->risks($wanted, $current), fn(array $risk): bool => $risk[2] > 0);
        if ($risks) {
            return $this->decision($wanted, $risks);
        }
        return $this->told($wanted, 'update', $known ? 'changed' : 'adopt', $edited ? 'edited' : '', $learners);
    }

    /**
     * Puts several risks into one decision.
     *
     * @param stdClass $wanted
     * @param array[] $risks
     * @return change
     */
    private function decision(stdClass $wanted, array $risks): change {
        $first = array_shift($risks);
        $detail = $first[1];
        foreach ($risks as $risk) {
            $detail .= "; {$risk[0]}" . ($risk[1] === '' ? '' : ": {$risk[1]}");
        }
        $learners = max($first[2], 0, ...array_column($risks, 2));
        return $this->told($wanted, 'decide', $first[0], $detail, $learners);
    }

    /**
     * A line of the plan about an object.
     *
     * @param stdClass $wanted
     * @param string $op
     * @param string $reason
     * @param string $detail
     * @param int $learners
     * @return change
     */
    private function told(stdClass $wanted, string $op, string $reason, string $detail = '', int $learners = 0): change {
        return new change($op, $wanted->kind, $wanted->idnumber, $reason, $detail, $learners);
    }
}
