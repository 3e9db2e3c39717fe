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
 * Makes a site ready for the bridge: web services, REST, the service account with its role, and a token.
 *
 * It does what an administrator would do on five pages, and may be called again: it makes what is missing. The token is
 * the only thing printed to standard output.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unrecognised] = cli_get_params(
    ['help' => false, 'username' => 'coursebridge', 'ip' => '', 'days' => 365],
    ['h' => 'help', 'u' => 'username']
);
if ($unrecognised) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unrecognised)), 2);
}
if ($options['help']) {
    cli_writeln(get_string('clisetuphelp', 'local_coursebridge'));
    exit(0);
}

\core\session\manager::set_user(get_admin());
$setup = new \local_coursebridge\local\setup(clean_param($options['username'], PARAM_USERNAME));
cli_writeln($setup->run((string)$options['ip'], max(1, (int)$options['days'])));
