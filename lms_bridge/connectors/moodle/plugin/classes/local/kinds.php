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

/**
 * Which kinds of objects there are, and who makes each.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class kinds {
    /** @var string[] kinds of activities */
    public const ACTIVITIES = ['page', 'scorm', 'quiz', 'feedback'];

    /** @var string[][] type of scope → its kinds */
    private const SCOPES = [
        'course' => ['course', 'section', 'question', 'page', 'scorm', 'quiz', 'feedback', 'completion'],
        'framework' => ['framework', 'competency'],
    ];

    /**
     * Returns the kinds of a type of scope.
     *
     * @param string $scopetype
     * @return string[]
     */
    public static function of_scope(string $scopetype): array {
        return self::SCOPES[$scopetype] ?? [];
    }

    /**
     * Returns who makes objects of a kind.
     *
     * @param string $kind
     * @param site $site
     * @return kind
     */
    public static function maker(string $kind, site $site): kind {
        $class = "\\local_coursebridge\\local\\kind\\{$kind}_kind";
        return new $class($site);
    }
}
