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

/**
 * Which streams there are, in the order in which they are read.
 *
 * Tombstones come last: a row that is read again after it was deleted would be told deleted after.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class streams {
    /**
     * Returns all streams of rows.
     *
     * @return stream[] kind → stream
     */
    public static function all(): array {
        $streams = [];
        $classes = [enrolments::class, module_completions::class, course_completions::class, grades::class,
            scorm_attempts::class, quiz_attempts::class, feedback_answers::class, competency_ratings::class];
        foreach ($classes as $class) {
            $stream = new $class();
            $streams[$stream->kind()] = $stream;
        }
        return $streams;
    }
}
