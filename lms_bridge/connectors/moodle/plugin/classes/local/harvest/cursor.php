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

namespace local_coursebridge\local\harvest;

use local_coursebridge\local\shadow;
use moodle_exception;

/**
 * Where a harvest stands: opaque to whoever keeps it, and without personal data.
 *
 * A run has a pass over the courses that are new since the last run, from the beginning, and one over the others, from
 * where that run ended less an overlap. Within a pass the streams are read one after the other.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class cursor {
    /** @var int seconds that a run begins before the end of the last one */
    public const OVERLAP = 300;

    /** @var int site's clock when this run began */
    public int $started = 0;

    /** @var array[] passes still to be made; each courses (ids) and from (kind → time) */
    public array $passes = [];

    /** @var int number of the stream that is being read */
    public int $stream = 0;

    /** @var int[] time and id of the last row of that stream */
    public array $after = [0, 0];

    /** @var int[] kind → time up to which earlier runs have read */
    public array $reached = [];

    /** @var int[] ids of courses that earlier runs have read */
    public array $known = [];

    /** @var bool whether a run is under way */
    public bool $running = false;

    /**
     * Of a mode.
     *
     * @param string $mode changes or sweep
     */
    public function __construct(
        /** @var string */
        public readonly string $mode,
    ) {
    }

    /**
     * Reads what `text()` wrote.
     *
     * @param string $text '' for the beginning
     * @param string $mode
     * @return self
     * @throws moodle_exception cursorinvalid, cursorexpired
     */
    public static function parse(string $text, string $mode): self {
        $cursor = new self($mode);
        if ($text === '') {
            return $cursor;
        }
        $json = base64_decode(strtr($text, '-_', '+/'), true);
        $data = $json === false ? null : json_decode($json, true);
        if (!is_array($data) || ($data['v'] ?? null) !== 1 || ($data['m'] ?? null) !== $mode) {
            throw new moodle_exception('cursorinvalid', 'local_coursebridge');
        }
        $cursor->started = (int)($data['s'] ?? 0);
        $cursor->passes = array_map(
            fn(array $pass): array => ['courses' => array_map('intval', $pass['c']), 'from' => array_map('intval', $pass['f'])],
            $data['p'] ?? []
        );
        $cursor->stream = (int)($data['n'] ?? 0);
        $cursor->after = array_map('intval', $data['a'] ?? [0, 0]);
        $cursor->reached = array_map('intval', $data['r'] ?? []);
        $cursor->known = array_map('intval', $data['k'] ?? []);
        $cursor->running = (bool)($data['g'] ?? false);
        if ($cursor->started < shadow::oldest()) {
            throw new moodle_exception('cursorexpired', 'local_coursebridge');
        }
        return $cursor;
    }

    /**
     * Writes it down.
     *
     * @return string
     */
    public function text(): string {
        $passes = array_map(fn(array $pass): array => ['c' => $pass['courses'], 'f' => (object)$pass['from']], $this->passes);
        $json = json_encode(['v' => 1, 'm' => $this->mode, 's' => $this->started, 'p' => $passes, 'n' => $this->stream,
            'a' => $this->after, 'r' => (object)$this->reached, 'k' => $this->known, 'g' => $this->running]);
        return rtrim(strtr(base64_encode($json), '+/', '-_'), '=');
    }

    /**
     * Begins a run over courses, if none is under way.
     *
     * @param int[] $courseids
     * @param string[] $kinds
     * @param int[] $vanished courses that earlier runs have read and that are gone: their tombstones are still to be told
     */
    public function begin(array $courseids, array $kinds, array $vanished): void {
        if ($this->running) {
            return;
        }
        $this->started = time();
        $new = array_values(array_diff($courseids, $this->known));
        $old = array_values(array_merge(array_intersect($courseids, $this->known), $vanished));
        $from = [];
        foreach ($kinds as $kind) {
            // A kind that was not asked for before begins at the beginning.
            $from[$kind] = isset($this->reached[$kind]) ? max(0, $this->reached[$kind] - self::OVERLAP) : 0;
        }
        $this->passes = [];
        if ($new) {
            $this->passes[] = ['courses' => $new, 'from' => array_fill_keys($kinds, 0)];
        }
        if ($old) {
            $this->passes[] = ['courses' => $old, 'from' => $this->mode === 'sweep' ? array_fill_keys($kinds, 0) : $from];
        }
        $this->known = $courseids;
        $this->running = true;
        $this->enter_stream(0, $kinds);
    }

    /**
     * Goes to a stream of the current pass.
     *
     * @param int $number
     * @param string[] $kinds
     */
    public function enter_stream(int $number, array $kinds): void {
        $this->stream = $number;
        $kind = $kinds[$number] ?? '';
        $this->after = [$this->passes[0]['from'][$kind] ?? 0, 0];
        if ($number >= count($kinds)) {
            array_shift($this->passes);
            $this->stream = 0;
            $this->after = [$this->passes[0]['from'][$kinds[0] ?? ''] ?? 0, 0];
        }
    }

    /**
     * Ends the run: the next one begins where this one began.
     *
     * @param string[] $kinds
     */
    public function end(array $kinds): void {
        foreach ($kinds as $kind) {
            $this->reached[$kind] = $this->started;
        }
        $this->running = false;
        $this->stream = 0;
        $this->after = [0, 0];
    }
}
