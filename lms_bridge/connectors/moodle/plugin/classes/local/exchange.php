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

use moodle_exception;
use Throwable;

/**
 * The log of calls: who asked what, what came of it, how long it took. No learner is named in it.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class exchange {
    /** @var string */
    public const TABLE = 'local_coursebridge_exchange';

    /** @var int days that an exchange is kept */
    public const KEPT_DAYS = 90;

    /** @var float */
    private readonly float $started;

    /** @var string e.g. `created=3 unchanged=12` */
    public string $outcome = '';

    /** @var int */
    public int $rows = 0;

    /** @var int */
    public int $bytes = 0;

    /**
     * Begins to measure.
     *
     * @param string $function without the component
     * @param string $scope
     */
    private function __construct(
        /** @var string */
        private readonly string $function,
        /** @var string */
        private readonly string $scope,
    ) {
        $this->started = microtime(true);
    }

    /**
     * Does a call and logs it, whether it succeeds or not.
     *
     * @param string $function without the component
     * @param string $scope idnumber of the course or framework, or ''
     * @param callable $work takes the exchange, on which it notes rows, bytes and outcome; returns the answer
     * @return array the answer, with the exchange's id under `exchange`
     */
    public static function log(string $function, string $scope, callable $work): array {
        $exchange = new self($function, $scope);
        try {
            $answer = $work($exchange);
            $answer['exchange'] = $exchange->write('');
            return $answer;
        } catch (Throwable $problem) {
            $exchange->write($problem instanceof moodle_exception ? $problem->errorcode : 'unexpected');
            throw $problem;
        }
    }

    /**
     * Counts results by what was done.
     *
     * @param array[] $results
     * @return string
     */
    public static function counts(array $results): string {
        $counts = array_count_values(array_column($results, 'op'));
        ksort($counts);
        return implode(' ', array_map(fn(string $op, int $count): string => "{$op}={$count}", array_keys($counts), $counts));
    }

    /**
     * Writes the log.
     *
     * @param string $errorcode
     * @return int
     */
    private function write(string $errorcode): int {
        global $DB, $USER;
        return $DB->insert_record(self::TABLE, (object)[
            'timecreated' => time(),
            'userid' => $USER->id,
            'functionname' => $this->function,
            'scope' => \core_text::substr($this->scope, 0, 100),
            'outcome' => \core_text::substr($this->outcome, 0, 255),
            'errorcode' => \core_text::substr($errorcode, 0, 100),
            'rowcount' => $this->rows,
            'bytes' => $this->bytes,
            'durationms' => (int)round((microtime(true) - $this->started) * 1000),
        ]);
    }
}
