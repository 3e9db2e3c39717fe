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
use core_external\util;
use stdClass;

/**
 * Makes a site ready for the bridge. Whatever is there already is left as it is.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class setup {
    /**
     * With the account of this name.
     *
     * @param string $username
     */
    public function __construct(
        /** @var string */
        private readonly string $username,
    ) {
    }

    /**
     * Does all of it.
     *
     * @param string $ip addresses that the token is good for; '' for any
     * @param int $days that a new token is good for
     * @return string the token
     */
    public function run(string $ip, int $days): string {
        global $CFG, $DB;
        set_config('enablewebservices', 1);
        $protocols = array_filter(explode(',', (string)($CFG->webserviceprotocols ?? '')));
        set_config('webserviceprotocols', implode(',', array_unique(array_merge($protocols, ['rest']))));
        $user = $this->account();
        role_assign(service_role::ensure(), $user->id, context_system::instance()->id);
        $service = $DB->get_record('external_services', ['shortname' => 'local_coursebridge'], '*', MUST_EXIST);
        $authorised = ['externalserviceid' => $service->id, 'userid' => $user->id];
        if (!$DB->record_exists('external_services_users', $authorised)) {
            $DB->insert_record('external_services_users', (object)($authorised + ['timecreated' => time()]));
        }
        return $this->token($service, $user, $ip, $days);
    }

    /**
     * Returns the account; it is made if there is none, without a way to log in but by token.
     *
     * @return stdClass
     */
    private function account(): stdClass {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/lib.php');
        $user = $DB->get_record('user', ['username' => $this->username, 'deleted' => 0, 'mnethostid' => $CFG->mnet_localhost_id]);
        if ($user) {
            return $user;
        }
        $id = user_create_user((object)[
            'username' => $this->username,
            'auth' => 'webservice',
            'confirmed' => 1,
            'mnethostid' => $CFG->mnet_localhost_id,
            'firstname' => 'Coursebridge',
            'lastname' => get_string('serviceaccount', 'local_coursebridge'),
            'email' => "{$this->username}@invalid.invalid",
            'policyagreed' => 1,
        ], false);
        return $DB->get_record('user', ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * Returns a token that is still good for long enough, or a new one.
     *
     * @param stdClass $service
     * @param stdClass $user
     * @param string $ip
     * @param int $days
     * @return string
     */
    private function token(stdClass $service, stdClass $user, string $ip, int $days): string {
        global $DB;
        $key = ['userid' => $user->id, 'externalserviceid' => $service->id, 'tokentype' => EXTERNAL_TOKEN_PERMANENT];
        foreach ($DB->get_records('external_tokens', $key) as $token) {
            $lasts = !$token->validuntil || $token->validuntil > time() + health::TOKEN_SECONDS;
            if ($lasts && (string)$token->iprestriction === $ip) {
                return $token->token;
            }
        }
        $context = context_system::instance();
        return util::generate_token(EXTERNAL_TOKEN_PERMANENT, $service, $user->id, $context, time() + $days * DAYSECS, $ip);
    }
}
