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
 * The functions of the protocol (docs/moodle-protocol.md) and the service that holds them.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$functions = [
    'local_coursebridge_get_capabilities' => [
        'classname' => 'local_coursebridge\external\get_capabilities',
        'description' => 'Handshake: protocols, versions, limits, and what this account may do.',
        'type' => 'read',
        'capabilities' => 'local/coursebridge:connect',
    ],
    'local_coursebridge_get_state' => [
        'classname' => 'local_coursebridge\external\get_state',
        'description' => 'The objects that the site has, with their hashes and the number of learners with data.',
        'type' => 'read',
        'capabilities' => 'local/coursebridge:deploy',
    ],
    'local_coursebridge_plan' => [
        'classname' => 'local_coursebridge\external\plan',
        'description' => 'What deploying a document would do. Writes nothing.',
        'type' => 'read',
        'capabilities' => 'local/coursebridge:deploy',
    ],
    'local_coursebridge_deploy' => [
        'classname' => 'local_coursebridge\external\deploy',
        'description' => 'Make the objects of a document. Idempotent, and goes on where it was broken off.',
        'type' => 'write',
        'capabilities' => 'local/coursebridge:deploy',
    ],
    'local_coursebridge_unpack' => [
        'classname' => 'local_coursebridge\external\unpack',
        'description' => 'Unpack the big files of an uploaded package, while deploy makes use of them.',
        'type' => 'write',
        'capabilities' => 'local/coursebridge:deploy',
    ],
    'local_coursebridge_retire' => [
        'classname' => 'local_coursebridge\external\retire',
        'description' => 'Hide one object. Deletes nothing.',
        'type' => 'write',
        'capabilities' => 'local/coursebridge:retire',
    ],
    'local_coursebridge_harvest' => [
        'classname' => 'local_coursebridge\external\harvest',
        'description' => 'What learners did since a cursor, a page at a time.',
        'type' => 'read',
        'readonlysession' => true,
        'capabilities' => 'local/coursebridge:harvest',
    ],
    'local_coursebridge_get_exchanges' => [
        'classname' => 'local_coursebridge\external\get_exchanges',
        'description' => 'The last calls of this plugin, for support.',
        'type' => 'read',
        'capabilities' => 'local/coursebridge:connect',
    ],
];

$services = [
    'Coursebridge' => [
        // Core's own handshake: the release of the site, and what the token may call.
        'functions' => array_merge(array_keys($functions), ['core_webservice_get_site_info']),
        'shortname' => 'local_coursebridge',
        'restrictedusers' => 1,
        'enabled' => 1,
        'uploadfiles' => 1,
        'downloadfiles' => 0,
    ],
];
