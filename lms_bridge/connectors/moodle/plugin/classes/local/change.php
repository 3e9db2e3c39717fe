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

/**
 * One line of a plan: an object and what is to be done with it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class change {
    /**
     * All of it.
     *
     * @param string $op create, update, unchanged or decide
     * @param string $kind
     * @param string $idnumber
     * @param string $reason a word of the protocol
     * @param string $detail
     * @param int $learners with data in the object
     */
    public function __construct(
        /** @var string */
        public readonly string $op,
        /** @var string */
        public readonly string $kind,
        /** @var string */
        public readonly string $idnumber,
        /** @var string */
        public readonly string $reason,
        /** @var string */
        public readonly string $detail = '',
        /** @var int */
        public readonly int $learners = 0,
    ) {
    }

    /**
     * The name by which a decision is allowed.
     *
     * @return string
     */
    public function name(): string {
        return "{$this->kind}:{$this->idnumber}";
    }

    /**
     * As the protocol has it.
     *
     * @return array
     */
    public function told(): array {
        return get_object_vars($this);
    }
}
