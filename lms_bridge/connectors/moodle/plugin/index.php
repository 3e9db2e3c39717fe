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

/**
 * The status page: health of the site, what was deployed, the last exchanges.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_coursebridge_status');

$context = \context_system::instance();
$token = null;
if (optional_param('setup', false, PARAM_BOOL)) {
    require_sesskey();
    require_capability('moodle/site:config', $context);
    $token = (new \local_coursebridge\local\setup('coursebridge'))->run('', 365);
}

$output = $PAGE->get_renderer('core');
echo $output->header();
echo $output->heading(get_string('statuspage', 'local_coursebridge'));
if ($token !== null) {
    echo $output->notification(
        get_string('setuptoken', 'local_coursebridge') . html_writer::tag('pre', s($token), ['class' => 'mb-0 user-select-all']),
        \core\output\notification::NOTIFY_SUCCESS
    );
}
echo $output->render_from_template(
    'local_coursebridge/status',
    (new \local_coursebridge\output\status_page())->export_for_template($output)
);
echo $output->footer();
