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

use context_system;

/**
 * The ready-made role for the account that the bridge works as.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class service_role {
    /** @var string short name of the role */
    public const SHORTNAME = 'coursebridge';

    /** @var string[] our own capabilities */
    public const OWN = [
        'local/coursebridge:connect',
        'local/coursebridge:deploy',
        'local/coursebridge:retire',
        'local/coursebridge:harvest',
    ];

    /** @var string[] what Moodle's own functions ask of whoever deploys */
    public const CORE = [
        'webservice/rest:use',
        'moodle/category:manage',
        'moodle/category:viewhiddencategories',
        'moodle/course:create',
        'moodle/course:view',
        'moodle/course:update',
        'moodle/course:visibility',
        'moodle/course:viewhiddencourses',
        'moodle/course:viewhiddensections',
        'moodle/course:viewhiddenactivities',
        'moodle/course:changeidnumber',
        'moodle/course:changeshortname',
        'moodle/course:changefullname',
        'moodle/course:changesummary',
        'moodle/course:changecategory',
        'moodle/course:sectionvisibility',
        'moodle/course:movesections',
        'moodle/course:manageactivities',
        'moodle/course:activityvisibility',
        'moodle/course:ignoreavailabilityrestrictions',
        'moodle/question:add',
        'moodle/question:editall',
        'moodle/question:useall',
        'moodle/question:viewall',
        'moodle/question:managecategory',
        'moodle/competency:competencymanage',
        'moodle/competency:competencyview',
        'moodle/competency:coursecompetencymanage',
        'moodle/competency:coursecompetencyview',
        'mod/page:addinstance',
        'mod/page:view',
        'mod/scorm:addinstance',
        'mod/quiz:addinstance',
        'mod/quiz:manage',
        'mod/quiz:view',
        'mod/feedback:addinstance',
        'mod/feedback:view',
        'mod/feedback:edititems',
        'mod/qbank:addinstance',
    ];

    /**
     * Makes the role if it is not there, and gives it what it lacks.
     *
     * What an administrator has forbidden stays forbidden.
     *
     * @return int id of the role
     */
    public static function ensure(): int {
        global $DB;
        $roleid = $DB->get_field('role', 'id', ['shortname' => self::SHORTNAME]);
        if (!$roleid) {
            $roleid = create_role(
                get_string('rolename', 'local_coursebridge'),
                self::SHORTNAME,
                get_string('roledescription', 'local_coursebridge')
            );
            set_role_contextlevels($roleid, [CONTEXT_SYSTEM, CONTEXT_COURSECAT, CONTEXT_COURSE]);
        }
        $context = context_system::instance();
        // During installation our own capabilities are not registered yet: Moodle does that right after.
        update_capabilities('local_coursebridge');
        foreach (array_merge(self::OWN, self::CORE) as $capability) {
            if (get_capability_info($capability)) {
                assign_capability($capability, CAP_ALLOW, $roleid, $context->id, false);
            }
        }
        return (int)$roleid;
    }

    /**
     * Deletes the role and with it its assignments.
     */
    public static function remove(): void {
        global $DB;
        $roleid = $DB->get_field('role', 'id', ['shortname' => self::SHORTNAME]);
        if ($roleid) {
            delete_role($roleid);
        }
    }
}
