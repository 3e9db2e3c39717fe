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
use moodle_exception;
use stdClass;
use stored_file;

/**
 * The files that were uploaded for a deploy: the caller's draft area.
 *
 * Their content stays in Moodle's file pool, so placing one in an activity copies no bytes.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class uploads {
    /**
     * Of one draft area of the current user.
     *
     * @param int $draftitemid 0: there are none
     */
    public function __construct(
        /** @var int */
        private readonly int $draftitemid,
    ) {
    }

    /**
     * Puts uploaded files into a new draft area, from which Moodle's functions take them.
     *
     * @param array $files path → file of the document
     * @return int item id of the new draft area
     */
    public function draft(array $files): int {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $itemid = file_get_unused_draft_itemid();
        foreach ($files as $path => $file) {
            $this->place($file, $this->draft_record($itemid, dirname($path), basename($path)));
        }
        return $itemid;
    }

    /**
     * Returns the uploaded file with one of these names, or null.
     *
     * @param string $name
     * @return stored_file|null
     */
    public function find(string $name): ?stored_file {
        global $USER;
        if (!$this->draftitemid) {
            return null;
        }
        $context = context_user::instance($USER->id);
        return get_file_storage()->get_file($context->id, 'user', 'draft', $this->draftitemid, '/', $name) ?: null;
    }

    /**
     * Copies an uploaded file, its parts joined, to where it is wanted.
     *
     * @param stdClass $file of the document
     * @param array $record of the new file
     * @return stored_file
     * @throws moodle_exception filemissing, filecorrupt
     */
    private function place(stdClass $file, array $record): stored_file {
        $names = !empty($file->parts) ? $file->parts : [$file->file];
        $parts = [];
        foreach ($names as $name) {
            $parts[] = $this->find($name) ?? throw new moodle_exception('filemissing', 'local_coursebridge', '', $name);
        }
        $storage = get_file_storage();
        if (count($parts) === 1) {
            $this->check($parts[0]->get_content_file_handle(), $file->sha256, $names[0]);
            return $storage->create_file_from_storedfile($record, $parts[0]);
        }
        $path = make_request_directory() . '/joined';
        foreach ($parts as $part) {
            $source = $part->get_content_file_handle();
            file_put_contents($path, $source, FILE_APPEND);
            fclose($source);
        }
        $this->check(fopen($path, 'rb'), $file->sha256, $names[0]);
        return $storage->create_file_from_pathname($record, $path);
    }

    /**
     * Compares a file with the hash that the document names.
     *
     * @param resource $handle closed after
     * @param string $sha256
     * @param string $name
     */
    private function check($handle, string $sha256, string $name): void {
        $hash = hash_init('sha256');
        hash_update_stream($hash, $handle);
        fclose($handle);
        if (hash_final($hash) !== $sha256) {
            throw new moodle_exception('filecorrupt', 'local_coursebridge', '', $name);
        }
    }

    /**
     * Describes a file of a draft area.
     *
     * @param int $itemid
     * @param string $folder `/` or `/a/b`
     * @param string $name
     * @return array
     */
    private function draft_record(int $itemid, string $folder, string $name): array {
        global $USER;
        return [
            'contextid' => context_user::instance($USER->id)->id,
            'component' => 'user',
            'filearea' => 'draft',
            'itemid' => $itemid,
            'filepath' => rtrim(str_replace('\\', '/', $folder), '/') . '/',
            'filename' => $name,
            'userid' => $USER->id,
        ];
    }
}
