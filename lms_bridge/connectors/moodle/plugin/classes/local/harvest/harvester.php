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

use local_coursebridge\local\kinds;
use local_coursebridge\local\registry;
use local_coursebridge\local\shadow;

/**
 * Reads a page of what learners did: streams one after the other, until rows or bytes are enough.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class harvester {
    /** @var int rows of a page, at most */
    public const MAX_ROWS = 100000;

    /** @var int bytes of a page, at most */
    public const MAX_BYTES = 33554432;

    /** @var string rows, one a line */
    private string $lines = '';

    /** @var int */
    private int $count = 0;

    /** @var string[]|null idnumber under which an activity was deployed, by the id of its course module, once read */
    private ?array $deployed = null;

    /** @var int rows that are dated after the site's clock */
    private int $future = 0;

    /**
     * Over courses.
     *
     * @param scope $scope
     * @param stream[] $streams kind → stream
     */
    public function __construct(
        /** @var scope */
        private readonly scope $scope,
        /** @var stream[] */
        private readonly array $streams,
    ) {
    }

    /**
     * Returns the streams that are asked for, and tombstones.
     *
     * @param string[] $kinds none: all
     * @return stream[]
     */
    public static function streams(array $kinds): array {
        $streams = streams::all();
        if ($kinds) {
            $streams = array_intersect_key($streams, array_flip($kinds));
        }
        return $streams + ['tombstone' => new tombstones(array_keys($streams))];
    }

    /**
     * Reads a page.
     *
     * @param cursor $cursor moved on
     * @param int $maxrows
     * @param int $maxbytes
     * @return array rows (text), count, more, future
     */
    public function page(cursor $cursor, int $maxrows, int $maxbytes): array {
        $kinds = array_keys($this->streams);
        if (!$cursor->running) {
            shadow::compare($this->scope->ids(), 5);
        }
        $cursor->begin($this->scope->ids(), $kinds, $this->vanished($cursor->known));
        while ($cursor->passes && $this->count < $maxrows && strlen($this->lines) < $maxbytes) {
            if (!$this->chunk($cursor, $this->streams[$kinds[$cursor->stream]], $maxrows, $maxbytes)) {
                $cursor->enter_stream($cursor->stream + 1, $kinds);
            }
        }
        $more = (bool)$cursor->passes;
        if (!$more) {
            $cursor->end($kinds);
        }
        return ['rows' => $this->lines, 'count' => $this->count, 'more' => $more, 'future' => $this->future];
    }

    /**
     * Returns those courses that are no longer there.
     *
     * @param int[] $courseids
     * @return int[]
     */
    private function vanished(array $courseids): array {
        global $DB;
        $unnamed = array_diff($courseids, $this->scope->ids());
        $there = $unnamed ? array_keys($DB->get_records_list('course', 'id', $unnamed, '', 'id')) : [];
        return array_values(array_diff($unnamed, $there));
    }

    /**
     * Reads some rows of a stream.
     *
     * @param cursor $cursor
     * @param stream $stream
     * @param int $maxrows
     * @param int $maxbytes
     * @return bool whether there may be more
     */
    private function chunk(cursor $cursor, stream $stream, int $maxrows, int $maxbytes): bool {
        $limit = $stream->chunk();
        $sweep = $cursor->mode === 'sweep' && !$stream instanceof tombstones;
        $read = $stream->read($cursor->passes[0]['courses'], $cursor->after, $sweep, $limit);
        foreach ($read as [$time, $id, $row]) {
            if ($row !== null) {
                $this->write($this->named($row));
                $this->future += (int)($time > $cursor->started);
            }
            $cursor->after = [$time, $id];
            if ($this->count >= $maxrows || strlen($this->lines) >= $maxbytes) {
                return true;
            }
        }
        return count($read) === $limit;
    }

    /**
     * Names a row's activity as it was deployed, whatever idnumber somebody gave it since.
     *
     * @param array $row
     * @return array
     */
    private function named(array $row): array {
        global $DB;
        if ($this->deployed === null) {
            [$in, $params] = $DB->get_in_or_equal(kinds::ACTIVITIES);
            $where = "scopetype = 'course' AND kind {$in}";
            $this->deployed = $DB->get_records_select_menu(registry::TABLE, $where, $params, 'id', 'itemid, idnumber');
        }
        $idnumber = isset($row['activity']) ? ($this->deployed[$row['cm'] ?? 0] ?? null) : null;
        return $idnumber === null ? $row : array_replace($row, ['activity' => $idnumber]);
    }

    /**
     * Adds a row to the page.
     *
     * @param array $row
     */
    private function write(array $row): void {
        $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PRESERVE_ZERO_FRACTION;
        $this->lines .= json_encode($row, $flags) . "\n";
        $this->count++;
    }
}
