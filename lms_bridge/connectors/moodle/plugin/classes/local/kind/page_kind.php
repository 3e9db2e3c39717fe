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

use context_module;
use stdClass;

/**
 * A page: one lesson's text and pictures.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class page_kind extends activity_kind {
    #[\Override]
    protected function modname(): string {
        return 'page';
    }

    #[\Override]
    protected function own_fields(stdClass $wanted, ?stdClass $current): array {
        global $CFG;
        require_once($CFG->libdir . '/resourcelib.php');
        require_once($CFG->dirroot . '/mod/page/locallib.php');
        $content = ['text' => $wanted->content_html, 'format' => FORMAT_HTML, 'itemid' => 0];
        return [
            'page' => $content,
            'content' => $wanted->content_html,
            'contentformat' => FORMAT_HTML,
            'display' => RESOURCELIB_DISPLAY_OPEN,
            'printintro' => 0,
            'printlastmodified' => 0,
        ];
    }

    #[\Override]
    protected function can_wait(stdClass $wanted): bool {
        return (bool)array_filter($wanted->files, $this->site->uploads->is_bulky(...));
    }

    #[\Override]
    protected function finish(stdClass $wanted, stdClass $cm): void {
        // Without a form page_add_instance() takes no files, and content_html keeps its placeholders as they are.
        $this->site->uploads->fill_area(
            $this->placed($wanted),
            context_module::instance($cm->id)->id,
            'mod_page',
            'content'
        );
    }
}
