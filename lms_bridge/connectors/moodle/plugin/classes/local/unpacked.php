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

use context_user;
use core\lock\lock;
use core\lock\lock_config;
use stored_file;

/**
 * The big files of an uploaded package, each by itself in the draft area beside it.
 *
 * Several requests may make them at a time: who makes a file claims it first. All have a place in the area's root, since
 * two requests that made a folder at the same time would be in each other's way.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class unpacked {
    /** @var int between two tries to claim a file */
    private const PAUSE_MICROSECONDS = 4000;

    /** @var lock[] by path: what this request is about to make */
    private array $claimed = [];

    /**
     * Of one package in a draft area of the current user.
     *
     * @param int $draftitemid
     * @param string $package its name there
     */
    public function __construct(
        /** @var int */
        private readonly int $draftitemid,
        /** @var string */
        private readonly string $package,
    ) {
    }

    /**
     * Returns a file that is there.
     *
     * @param string $path in the package
     * @return stored_file|null
     */
    public function find(string $path): ?stored_file {
        ['contextid' => $contextid, 'filename' => $name] = $this->record($path);
        return get_file_storage()->get_file($contextid, 'user', 'draft', $this->draftitemid, '/', $name) ?: null;
    }

    /**
     * Describes a file that is to be there.
     *
     * @param string $path in the package
     * @return array
     */
    public function record(string $path): array {
        global $USER;
        $ending = pathinfo($path, PATHINFO_EXTENSION);
        return [
            'contextid' => context_user::instance($USER->id)->id,
            'component' => 'user',
            'filearea' => 'draft',
            'itemid' => $this->draftitemid,
            'filepath' => '/',
            'filename' => hash('sha256', "{$this->package}/{$path}") . (ctype_alnum($ending) ? ".{$ending}" : ''),
            'userid' => $USER->id,
        ];
    }

    /**
     * Claims a file, so that no other request makes it.
     *
     * @param string $path in the package
     * @param int $wait seconds
     * @return bool false: another request has claimed it
     */
    public function claim(string $path, int $wait): bool {
        if (isset($this->claimed[$path])) {
            return true;
        }
        $name = 'unpack:' . hash('sha256', json_encode($this->record($path)));
        $factory = lock_config::get_lock_factory('local_coursebridge');
        $until = microtime(true) + $wait;
        // Asked again and again: a factory that waits by itself sleeps longer than unpacking takes.
        while (!($lock = $factory->get_lock($name, 0)) && microtime(true) < $until) {
            usleep(self::PAUSE_MICROSECONDS);
        }
        if ($lock) {
            $this->claimed[$path] = $lock;
        }
        return (bool)$lock;
    }

    /**
     * Gives up a claim, if there is one.
     *
     * @param string $path
     */
    public function release(string $path): void {
        if (isset($this->claimed[$path])) {
            $this->claimed[$path]->release();
            unset($this->claimed[$path]);
        }
    }

    /**
     * Gives up all claims, also where making a file failed.
     */
    public function __destruct() {
        array_map($this->release(...), array_keys($this->claimed));
    }
}
