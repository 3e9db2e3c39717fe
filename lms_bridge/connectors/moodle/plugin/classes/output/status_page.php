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

namespace local_coursebridge\output;

use core\output\named_templatable;
use core_user;
use local_coursebridge\local\exchange;
use local_coursebridge\local\health;
use local_coursebridge\local\protocol;
use local_coursebridge\local\registry;
use moodle_url;
use renderable;
use renderer_base;
use stdClass;

/**
 * What the status page shows.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class status_page implements named_templatable, renderable {
    /** @var int exchanges that are shown */
    private const SHOWN = 50;

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_coursebridge/status';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $checks = array_map($this->check(...), health::checks());
        $failed = count(array_filter($checks, fn(array $check): bool => !$check['ok']));
        $plugin = \core_plugin_manager::instance()->get_plugin_info('local_coursebridge');
        $exchanges = $this->exchanges();
        $courses = $this->courses();
        return [
            'versions' => get_string('statusversions', 'local_coursebridge', (object)[
                'release' => $plugin->release,
                'version' => $plugin->versiondb,
                'protocols' => implode(', ', protocol::SPOKEN),
            ]),
            'checks' => $checks,
            'allwell' => $failed === 0,
            'summary' => $failed
                ? get_string('checksfailed', 'local_coursebridge', $failed)
                : get_string('checkspassed', 'local_coursebridge', count($checks)),
            'setupbutton' => $this->setup_button($output),
            'courses' => $courses,
            'hascourses' => (bool)$courses,
            'exchanges' => $exchanges,
            'hasexchanges' => (bool)$exchanges,
        ];
    }

    /**
     * The button that makes the site ready, for whoever may change its settings; else nothing.
     *
     * @param renderer_base $output
     * @return string
     */
    private function setup_button(renderer_base $output): string {
        if (!has_capability('moodle/site:config', \context_system::instance())) {
            return '';
        }
        $url = new moodle_url('/local/coursebridge/index.php', ['setup' => 1]);
        return $output->render(new \single_button($url, get_string('setup', 'local_coursebridge')));
    }

    /**
     * A check with its texts.
     *
     * @param array $check
     * @return array
     */
    private function check(array $check): array {
        return $check + [
            'name' => get_string("check_{$check['id']}", 'local_coursebridge'),
            'remedy' => get_string("check_{$check['id']}_remedy", 'local_coursebridge'),
        ];
    }

    /**
     * The courses and frameworks that were deployed.
     *
     * @return array[]
     */
    private function courses(): array {
        global $DB;
        $sql = "SELECT MIN(id) AS id, scopetype, scope, COUNT(1) AS objects, MAX(timemodified) AS timemodified
                  FROM {" . registry::TABLE . "}
              GROUP BY scopetype, scope
              ORDER BY scopetype, scope";
        return array_map(function (stdClass $row) use ($DB): array {
            $course = $row->scopetype === 'course'
                ? $DB->get_record('course', ['idnumber' => $row->scope], 'id, fullname', IGNORE_MULTIPLE)
                : null;
            return [
                'type' => get_string("scope_{$row->scopetype}", 'local_coursebridge'),
                'idnumber' => $row->scope,
                'name' => $course ? format_string($course->fullname) : s($this->framework_name($row)),
                'url' => $course ? (new moodle_url('/course/view.php', ['id' => $course->id]))->out(false) : '',
                'objects' => (int)$row->objects,
                'time' => userdate($row->timemodified, get_string('strftimedatetimeshort', 'langconfig')),
            ];
        }, array_values($DB->get_records_sql($sql)));
    }

    /**
     * Name of a framework that was deployed; '' if it is gone, or for a course.
     *
     * @param stdClass $row
     * @return string
     */
    private function framework_name(stdClass $row): string {
        global $DB;
        $key = ['idnumber' => $row->scope];
        return $row->scopetype === 'framework' ? (string)$DB->get_field('competency_framework', 'shortname', $key) : '';
    }

    /**
     * The last exchanges.
     *
     * @return array[]
     */
    private function exchanges(): array {
        global $DB;
        return array_map(function (stdClass $row): array {
            $user = core_user::get_user($row->userid);
            return [
                'time' => userdate($row->timecreated, get_string('strftimedatetimeshort', 'langconfig')),
                'function' => $row->functionname,
                'account' => $user ? $user->username : (string)$row->userid,
                'scope' => $row->scope,
                'outcome' => $row->outcome,
                'errorcode' => $row->errorcode,
                'failed' => $row->errorcode !== '',
                'rows' => (int)$row->rowcount,
                'size' => display_size($row->bytes),
                'seconds' => format_float($row->durationms / 1000, 2),
            ];
        }, array_values($DB->get_records(exchange::TABLE, null, 'id DESC', '*', 0, self::SHOWN)));
    }
}
