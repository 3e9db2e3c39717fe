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

use core_competency\api;
use stdClass;

/**
 * Whether the site is fit for the bridge: each check says what was found and what is wanted.
 *
 * What to do about it is a text in the language of whoever looks: `check_<id>_remedy`.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class health {
    /** @var int seconds after which cron counts as stopped */
    private const CRON_SECONDS = 900;

    /** @var int variables of a request */
    private const INPUT_VARS = 1000;

    /** @var int bytes of an upload */
    private const UPLOAD_BYTES = 67108864;

    /** @var int seconds after which the list of ids counts as stale */
    private const SHADOW_SECONDS = 7200;

    /**
     * Runs all checks.
     *
     * @return array[] each id, ok, found, want
     */
    public static function checks(): array {
        global $CFG;
        $cron = self::cron();
        $inputvars = (int)ini_get('max_input_vars');
        $upload = self::upload_bytes();
        $compared = (int)get_config('local_coursebridge', shadow::COMPARED);
        $protocols = empty($CFG->enablewebservices) ? [] : explode(',', (string)($CFG->webserviceprotocols ?? ''));
        $service = self::service();
        $role = self::role_misses();
        return [
            self::check('rest', in_array('rest', $protocols, true), implode(',', $protocols), 'rest'),
            self::check('service', $service !== '', $service, 'enabled'),
            self::check('role', !$role, $role ? implode(', ', $role) : service_role::SHORTNAME, service_role::SHORTNAME),
            self::check('cron', $cron['ok'], $cron['last_run'] ? userdate($cron['last_run']) : '-', '< 15 min'),
            self::check('completion', !empty($CFG->enablecompletion), (string)(int)!empty($CFG->enablecompletion), '1'),
            self::check('availability', !empty($CFG->enableavailability), (string)(int)!empty($CFG->enableavailability), '1'),
            self::check('competencies', api::is_enabled(), (string)(int)api::is_enabled(), '1'),
            self::check('max_input_vars', $inputvars >= self::INPUT_VARS, (string)$inputvars, '>= ' . self::INPUT_VARS),
            self::check('upload', $upload >= self::UPLOAD_BYTES, display_size($upload), '>= ' . display_size(self::UPLOAD_BYTES)),
            self::check('https', self::is_safe($CFG->wwwroot), parse_url($CFG->wwwroot, PHP_URL_SCHEME), 'https'),
            self::check('lang_zh_cn', get_string_manager()->translation_exists('zh_cn', false), implode(',', self::langs()), 'zh_cn'),
            self::check(
                'shadow',
                !$compared || $compared > time() - self::SHADOW_SECONDS,
                $compared ? userdate($compared) : '-',
                '< 2 h'
            ),
        ];
    }

    /**
     * Says when cron ran last.
     *
     * @return array last_run, ok
     */
    public static function cron(): array {
        $last = (int)get_config('tool_task', 'lastcronstart');
        return ['last_run' => $last, 'ok' => $last > time() - self::CRON_SECONDS];
    }

    /**
     * Bytes that one upload may have.
     *
     * @return int
     */
    public static function upload_bytes(): int {
        global $CFG;
        $limits = array_filter([
            get_real_size(ini_get('upload_max_filesize')),
            get_real_size(ini_get('post_max_size')),
            (int)($CFG->maxbytes ?? 0),
        ], fn($limit): bool => $limit > 0);
        return (int)min($limits ?: [PHP_INT_MAX]);
    }

    /**
     * Returns the name of the ready-made service, if it is there and enabled; else ''.
     *
     * @return string
     */
    private static function service(): string {
        global $DB;
        return (string)$DB->get_field('external_services', 'name', ['shortname' => 'local_coursebridge', 'enabled' => 1]);
    }

    /**
     * Returns what the ready-made role lacks of our capabilities; the role's name if it is not there.
     *
     * @return string[]
     */
    private static function role_misses(): array {
        global $DB;
        $roleid = $DB->get_field('role', 'id', ['shortname' => service_role::SHORTNAME]);
        if (!$roleid) {
            return [service_role::SHORTNAME];
        }
        $key = ['roleid' => $roleid, 'contextid' => \context_system::instance()->id, 'permission' => CAP_ALLOW];
        return array_values(array_diff(service_role::OWN, $DB->get_fieldset('role_capabilities', 'capability', $key)));
    }

    /**
     * Whether a token may travel to this address: by https, or on one machine.
     *
     * @param string $url
     * @return bool
     */
    private static function is_safe(string $url): bool {
        $host = trim((string)parse_url($url, PHP_URL_HOST), '[]');
        return parse_url($url, PHP_URL_SCHEME) === 'https' || in_array($host, ['localhost', '127.0.0.1', '::1'], true);
    }

    /**
     * Returns the installed languages.
     *
     * @return string[]
     */
    private static function langs(): array {
        return array_keys(get_string_manager()->get_list_of_translations(true));
    }

    /**
     * One check.
     *
     * @param string $id
     * @param bool $ok
     * @param string $found
     * @param string $want
     * @return array
     */
    private static function check(string $id, bool $ok, string $found, string $want): array {
        return ['id' => $id, 'ok' => $ok, 'found' => $found === '' ? '-' : $found, 'want' => $want];
    }
}
