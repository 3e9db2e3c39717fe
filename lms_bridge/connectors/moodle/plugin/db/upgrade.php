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
 * Steps from earlier versions.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Brings an earlier version's tables and role up to date.
 *
 * @param int $oldversion the version that was installed
 * @return bool
 */
function xmldb_local_coursebridge_upgrade(int $oldversion): bool {
    if ($oldversion < 2026112403) {
        // The role may have been deleted, or lack a capability that this version needs.
        \local_coursebridge\local\service_role::ensure();
        upgrade_plugin_savepoint(true, 2026112403, 'local', 'coursebridge');
    }
    return true;
}
