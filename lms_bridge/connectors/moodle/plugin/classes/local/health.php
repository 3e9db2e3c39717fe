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

    /** @var int bytes of an upload's form beside the file */
    private const FORM_BYTES = 65536;

    /** @var int seconds that a token should still be good for */
    public const TOKEN_SECONDS = 1209600;

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
        $token = self::token_until();
        return [
            self::check('rest', in_array('rest', $protocols, true), implode(', ', $protocols) ?: self::state(false), 'rest'),
            self::check('service', $service !== '', $service ?: self::state(false), self::state(true)),
            self::check('role', !$role, $role ? implode(', ', $role) : service_role::SHORTNAME, service_role::SHORTNAME),
            self::check(
                'token',
                $token > time() + self::TOKEN_SECONDS,
                self::until($token),
                get_string('want_token', 'local_coursebridge')
            ),
            self::check('cron', $cron['ok'], self::when($cron['last_run']), get_string('want_cron', 'local_coursebridge')),
            self::switch('completion', !empty($CFG->enablecompletion)),
            self::switch('availability', !empty($CFG->enableavailability)),
            self::switch('competencies', api::is_enabled()),
            self::check('max_input_vars', $inputvars >= self::INPUT_VARS, (string)$inputvars, '>= ' . self::INPUT_VARS),
            self::check('upload', $upload >= self::UPLOAD_BYTES, display_size($upload), '>= ' . display_size(self::UPLOAD_BYTES)),
            self::check('https', self::is_safe($CFG->wwwroot), self::scheme($CFG->wwwroot), 'https'),
            self::check(
                'lang_zh_cn',
                get_string_manager()->translation_exists('zh_cn', false),
                implode(', ', self::langs()),
                'zh_cn'
            ),
            self::check(
                'shadow',
                !$compared || $compared > time() - self::SHADOW_SECONDS,
                self::when($compared),
                get_string('want_shadow', 'local_coursebridge')
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
     * Bytes that one uploaded file may have: a request holds it and a form around it.
     *
     * @return int
     */
    public static function upload_bytes(): int {
        global $CFG;
        $limits = array_filter([
            get_real_size(ini_get('upload_max_filesize')),
            get_real_size(ini_get('post_max_size')) - self::FORM_BYTES,
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
     * Says how this address is spoken to.
     *
     * @param string $url
     * @return string
     */
    private static function scheme(string $url): string {
        $scheme = (string)parse_url($url, PHP_URL_SCHEME);
        return $scheme !== 'https' && self::is_safe($url) ? "$scheme, " . get_string('onemachine', 'local_coursebridge') : $scheme;
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
     * Returns until when a token of the ready-made service is good: 0 if there is none, PHP_INT_MAX if it has no end.
     *
     * @return int
     */
    private static function token_until(): int {
        global $DB;
        $sql = "SELECT t.id, t.validuntil
                  FROM {external_tokens} t
                  JOIN {external_services} s ON s.id = t.externalserviceid
                  JOIN {external_services_users} su ON su.externalserviceid = s.id AND su.userid = t.userid
                 WHERE s.shortname = :shortname AND t.tokentype = :tokentype";
        $params = ['shortname' => 'local_coursebridge', 'tokentype' => EXTERNAL_TOKEN_PERMANENT];
        $until = array_map(fn($end): int => (int)$end ?: PHP_INT_MAX, $DB->get_records_sql_menu($sql, $params));
        return $until ? max($until) : 0;
    }

    /**
     * Says until when.
     *
     * @param int $until
     * @return string
     */
    private static function until(int $until): string {
        return match ($until) {
            0 => get_string('none'),
            PHP_INT_MAX => get_string('nolimit', 'local_coursebridge'),
            default => self::when($until),
        };
    }

    /**
     * Says when; 0 is never.
     *
     * @param int $time
     * @return string
     */
    private static function when(int $time): string {
        return $time ? userdate($time, get_string('strftimedatetimeshort', 'langconfig')) : get_string('never');
    }

    /**
     * Says whether something is switched on.
     *
     * @param bool $on
     * @return string
     */
    private static function state(bool $on): string {
        return $on ? get_string('stateon', 'local_coursebridge') : get_string('stateoff', 'local_coursebridge');
    }

    /**
     * A check of a setting that is on or off.
     *
     * @param string $id
     * @param bool $on
     * @return array
     */
    private static function switch(string $id, bool $on): array {
        return self::check($id, $on, self::state($on), self::state(true));
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
        return ['id' => $id, 'ok' => $ok, 'found' => $found, 'want' => $want];
    }
}
