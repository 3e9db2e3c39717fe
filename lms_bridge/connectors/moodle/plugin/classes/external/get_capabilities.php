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

namespace local_coursebridge\external;

use context_system;
use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use local_coursebridge\local\deployer;
use local_coursebridge\local\document;
use local_coursebridge\local\harvest\harvester;
use local_coursebridge\local\health;
use local_coursebridge\local\kinds;
use local_coursebridge\local\protocol;
use local_coursebridge\local\service_role;

/**
 * The handshake.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_capabilities extends external_api {
    /** @var string[] what this plugin can do */
    private const FEATURES = ['page', 'scorm', 'quiz', 'feedback', 'completion', 'availability', 'competency', 'harvest',
        'chunked-upload', 'within', 'unpack', 'course-with-framework'];

    /**
     * Parameters: none, so that any bridge can ask.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([]);
    }

    /**
     * Tells what there is.
     *
     * @return array
     */
    public static function execute(): array {
        global $CFG, $DB, $SITE;
        require_once($CFG->libdir . '/upgradelib.php');
        $context = context_system::instance();
        self::validate_context($context);
        require_capability('local/coursebridge:connect', $context);
        $plugin = \core_plugin_manager::instance()->get_plugin_info('local_coursebridge');
        return [
            'protocols' => protocol::SPOKEN,
            'plugin_release' => (string)$plugin->release,
            'plugin_version' => (int)$plugin->versiondb,
            'moodle_release' => $CFG->release,
            'moodle_version' => (float)$CFG->version,
            'moodle_branch' => (string)$CFG->branch,
            'wwwroot' => $CFG->wwwroot,
            'site_name' => format_string($SITE->fullname),
            'now' => time(),
            'timezone' => \core_date::get_server_timezone(),
            'lang' => $CFG->lang,
            'database' => [
                'family' => $DB->get_dbfamily(),
                'vendor' => $DB->get_dbvendor(),
                'version' => (string)($DB->get_server_info()['version'] ?? ''),
            ],
            'php' => self::php(),
            'limits' => [
                'upload_bytes' => health::upload_bytes(),
                'document_bytes' => self::document_bytes(),
                'harvest_rows' => harvester::MAX_ROWS,
                'harvest_bytes' => harvester::MAX_BYTES,
                'deploy_seconds' => deployer::MAX_SECONDS,
            ],
            'cron' => health::cron(),
            'upgrade_pending' => moodle_needs_upgrading(false),
            'maintenance' => !empty($CFG->maintenance_enabled),
            'features' => self::FEATURES,
            'modules' => self::modules(),
            'completion_enabled' => !empty($CFG->enablecompletion),
            'availability_enabled' => !empty($CFG->enableavailability),
            'competencies_enabled' => \core_competency\api::is_enabled(),
            'may' => self::may($context),
            'checks' => health::checks(),
        ];
    }

    /**
     * Settings of PHP that bound a request.
     *
     * @return array
     */
    private static function php(): array {
        return [
            'version' => PHP_VERSION,
            'memory_limit_bytes' => (int)get_real_size(ini_get('memory_limit')),
            'max_execution_time_s' => (int)ini_get('max_execution_time'),
            'max_input_vars' => (int)ini_get('max_input_vars'),
            'post_max_bytes' => (int)get_real_size(ini_get('post_max_size')),
            'upload_max_bytes' => (int)get_real_size(ini_get('upload_max_filesize')),
        ];
    }

    /**
     * Bytes that a document may have: a request must hold it, percent-encoded.
     *
     * @return int
     */
    private static function document_bytes(): int {
        $post = (int)get_real_size(ini_get('post_max_size'));
        return $post > 0 ? min(document::MAX_BYTES, intdiv($post, 3)) : document::MAX_BYTES;
    }

    /**
     * The modules that deploying makes use of.
     *
     * @return array[]
     */
    private static function modules(): array {
        global $DB;
        $modules = [];
        foreach ($DB->get_records_list('modules', 'name', kinds::ACTIVITIES, 'name') as $module) {
            $modules[] = [
                'name' => $module->name,
                'version' => (int)get_config("mod_{$module->name}", 'version'),
                'enabled' => (bool)$module->visible,
            ];
        }
        return $modules;
    }

    /**
     * What this account may do.
     *
     * @param context_system $context
     * @return array[]
     */
    private static function may(context_system $context): array {
        $known = array_filter(array_merge(service_role::OWN, service_role::CORE), 'get_capability_info');
        return array_values(array_map(fn(string $capability): array => [
            'capability' => $capability,
            'granted' => has_capability($capability, $context),
        ], $known));
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'protocols' => new external_multiple_structure(new external_value(PARAM_INT, 'Version of the protocol')),
            'plugin_release' => new external_value(PARAM_RAW, 'Release of this plugin'),
            'plugin_version' => new external_value(PARAM_INT, 'Version of this plugin'),
            'moodle_release' => new external_value(PARAM_RAW, 'Release of Moodle'),
            'moodle_version' => new external_value(PARAM_FLOAT, 'Version of Moodle'),
            'moodle_branch' => new external_value(PARAM_RAW, 'Branch of Moodle'),
            'wwwroot' => new external_value(PARAM_RAW, 'Address of the site'),
            'site_name' => new external_value(PARAM_RAW, 'Name of the site'),
            'now' => new external_value(PARAM_INT, 'Clock of the site'),
            'timezone' => new external_value(PARAM_RAW, 'Time zone of the site'),
            'lang' => new external_value(PARAM_RAW, 'Language of the site'),
            'database' => new external_single_structure([
                'family' => new external_value(PARAM_RAW, 'Family'),
                'vendor' => new external_value(PARAM_RAW, 'Vendor'),
                'version' => new external_value(PARAM_RAW, 'Version'),
            ]),
            'php' => new external_single_structure([
                'version' => new external_value(PARAM_RAW, 'Version'),
                'memory_limit_bytes' => new external_value(PARAM_INT, 'memory_limit'),
                'max_execution_time_s' => new external_value(PARAM_INT, 'max_execution_time'),
                'max_input_vars' => new external_value(PARAM_INT, 'max_input_vars'),
                'post_max_bytes' => new external_value(PARAM_INT, 'post_max_size'),
                'upload_max_bytes' => new external_value(PARAM_INT, 'upload_max_filesize'),
            ]),
            'limits' => new external_single_structure([
                'upload_bytes' => new external_value(PARAM_INT, 'Bytes of an upload'),
                'document_bytes' => new external_value(PARAM_INT, 'Bytes of a document'),
                'harvest_rows' => new external_value(PARAM_INT, 'Rows of a page'),
                'harvest_bytes' => new external_value(PARAM_INT, 'Bytes of a page'),
                'deploy_seconds' => new external_value(PARAM_INT, 'Seconds of a deploy'),
            ]),
            'cron' => new external_single_structure([
                'last_run' => new external_value(PARAM_INT, 'When it ran last; 0: never'),
                'ok' => new external_value(PARAM_BOOL, 'Whether that is recent enough'),
            ]),
            'upgrade_pending' => new external_value(PARAM_BOOL, 'Whether the site waits for an upgrade'),
            'maintenance' => new external_value(PARAM_BOOL, 'Whether the site is in maintenance mode'),
            'features' => new external_multiple_structure(new external_value(PARAM_RAW, 'What this plugin can do')),
            'modules' => new external_multiple_structure(new external_single_structure([
                'name' => new external_value(PARAM_PLUGIN, 'Name'),
                'version' => new external_value(PARAM_INT, 'Version'),
                'enabled' => new external_value(PARAM_BOOL, 'Whether it is enabled'),
            ])),
            'completion_enabled' => new external_value(PARAM_BOOL, 'Completion tracking'),
            'availability_enabled' => new external_value(PARAM_BOOL, 'Restrict access'),
            'competencies_enabled' => new external_value(PARAM_BOOL, 'Competencies'),
            'may' => new external_multiple_structure(new external_single_structure([
                'capability' => new external_value(PARAM_RAW, 'Capability'),
                'granted' => new external_value(PARAM_BOOL, 'Whether this account has it on the whole site'),
            ])),
            'checks' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_ALPHANUMEXT, 'Which check'),
                'ok' => new external_value(PARAM_BOOL, 'Whether all is well'),
                'found' => new external_value(PARAM_RAW, 'What was found'),
                'want' => new external_value(PARAM_RAW, 'What is wanted'),
            ])),
        ]);
    }
}
