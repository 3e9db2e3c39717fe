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
use ZipArchive;

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
    /** @var ZipArchive[] name → opened archive */
    private array $archives = [];

    /** @var array name → bulky_package, or null */
    private array $bulky = [];

    /** @var stored_file[] content hash of Moodle → a file of that content */
    private array $pool = [];

    /** @var string[] content hash of Moodle → SHA-256 that was made of the content */
    private array $hashes = [];

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
     * Returns an uploaded package with big files, which several requests unpack into the draft area; null: it is none.
     *
     * @param string $name
     * @param stored_file|null $package null: what was uploaded under that name
     * @return bulky_package|null
     */
    public function bulky(string $name, ?stored_file $package = null): ?bulky_package {
        if (!array_key_exists($name, $this->bulky)) {
            $package ??= $this->find($name);
            $this->bulky[$name] = $package ? bulky_package::of($package, new unpacked($this->draftitemid, $name)) : null;
        }
        return $this->bulky[$name];
    }

    /**
     * Lets other requests unpack what this one had claimed, once its transactions are over.
     */
    public function release(): void {
        array_map(fn(?bulky_package $bulky) => $bulky?->release(), $this->bulky);
    }

    /**
     * Whether a file is a big one of such a package.
     *
     * @param stdClass $file of the document
     * @return bool
     */
    public function is_bulky(stdClass $file): bool {
        return !empty($file->within) && (bool)$this->bulky($file->within->file)?->has($file->within->entry);
    }

    /**
     * Makes a file area hold exactly these files. What is there as it should be stays.
     *
     * @param array $files path → file of the document
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     */
    public function fill_area(array $files, int $contextid, string $component, string $filearea): void {
        $there = [];
        foreach (get_file_storage()->get_area_files($contextid, $component, $filearea, 0, 'id', false) as $stored) {
            $there[$stored->get_filepath() . $stored->get_filename()] = $stored;
        }
        $this->look_for($files);
        foreach ($files as $path => $file) {
            $current = $there[$path] ?? null;
            unset($there[$path]);
            if ($current && $file->sha1 !== '' && $current->get_contenthash() === $file->sha1) {
                continue;
            }
            $current?->delete();
            $this->place($file, [
                'contextid' => $contextid,
                'component' => $component,
                'filearea' => $filearea,
                'itemid' => 0,
                'filepath' => rtrim(dirname($path), '/') . '/',
                'filename' => basename($path),
            ]);
        }
        foreach ($there as $gone) {
            $gone->delete();
        }
    }

    /**
     * Looks in Moodle's file pool for contents that are there already: those need no copy.
     *
     * The pictures of lessons are there once their package has been taken in.
     *
     * @param stdClass[] $files of the document
     */
    private function look_for(array $files): void {
        global $DB;
        $storage = get_file_storage();
        $wanted = array_diff(array_filter(array_unique(array_column($files, 'sha1'))), array_keys($this->pool));
        foreach (array_chunk($wanted, 500) as $some) {
            [$in, $params] = $DB->get_in_or_equal($some);
            $sql = "SELECT * FROM {files} WHERE id IN (SELECT MIN(id) FROM {files} WHERE contenthash {$in} GROUP BY contenthash)";
            foreach ($DB->get_records_sql($sql, $params) as $record) {
                $stored = $storage->get_file_instance($record);
                if ($storage->get_file_system()->is_file_readable_locally_by_storedfile($stored)) {
                    $this->pool[$record->contenthash] = $stored;
                }
            }
        }
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
        if (isset($this->pool[$file->sha1])) {
            return get_file_storage()->create_file_from_storedfile($record, $this->pool[$file->sha1]);
        }
        if (!empty($file->within)) {
            return $this->place_from_archive($file, $record);
        }
        $names = document::names_of($file);
        $parts = array_map(fn(string $name): stored_file => $this->require_file($name), $names);
        $storage = get_file_storage();
        if (count($parts) === 1) {
            $this->check_stored($parts[0], $file, $names[0]);
            return $storage->create_file_from_storedfile($record, $parts[0]);
        }
        $path = make_request_directory() . '/joined';
        foreach ($parts as $part) {
            $source = $part->get_content_file_handle();
            file_put_contents($path, $source, FILE_APPEND);
            fclose($source);
        }
        if (hash_file('sha256', $path) !== $file->sha256) {
            throw new moodle_exception('filecorrupt', 'local_coursebridge', '', $names[0]);
        }
        return $storage->create_file_from_pathname($record, $path);
    }

    /**
     * Copies a file that travelled in an uploaded archive to where it is wanted.
     *
     * @param stdClass $file of the document
     * @param array $record of the new file
     * @return stored_file
     * @throws moodle_exception filemissing, filecorrupt
     */
    private function place_from_archive(stdClass $file, array $record): stored_file {
        if ($this->is_bulky($file)) {
            $unpacked = $this->bulky($file->within->file)->file($file->within->entry);
            $this->check_stored($unpacked, $file, $file->within->entry);
            return get_file_storage()->create_file_from_storedfile($record, $unpacked);
        }
        $source = $this->archive($file->within->file)->getStream($file->within->entry);
        if (!$source) {
            throw new moodle_exception('filemissing', 'local_coursebridge', '', s($file->within->entry));
        }
        $path = make_request_directory() . '/entry';
        $copied = file_put_contents($path, $source);
        fclose($source);
        $sound = $copied === $file->size && ($file->sha1 !== '' || hash_file('sha256', $path) === $file->sha256);
        $placed = $sound ? get_file_storage()->create_file_from_pathname($record, $path) : null;
        unlink($path);
        // The pool has just made its own hash of the content: nothing need be read a second time.
        if (!$placed || ($file->sha1 !== '' && $placed->get_contenthash() !== $file->sha1)) {
            throw new moodle_exception('filecorrupt', 'local_coursebridge', '', s($file->within->entry));
        }
        return $placed;
    }

    /**
     * Opens an uploaded archive; it stays open.
     *
     * @param string $name
     * @return ZipArchive
     * @throws moodle_exception filemissing, filecorrupt
     */
    private function archive(string $name): ZipArchive {
        if (!isset($this->archives[$name])) {
            $stored = $this->require_file($name);
            $path = get_file_storage()->get_file_system()->get_local_path_from_storedfile($stored, true);
            $archive = new ZipArchive();
            if ($archive->open($path, ZipArchive::RDONLY) !== true) {
                throw new moodle_exception('filecorrupt', 'local_coursebridge', '', $name);
            }
            $this->archives[$name] = $archive;
        }
        return $this->archives[$name];
    }

    /**
     * Returns an uploaded file.
     *
     * @param string $name
     * @return stored_file
     * @throws moodle_exception filemissing
     */
    private function require_file(string $name): stored_file {
        return $this->find($name) ?? throw new moodle_exception('filemissing', 'local_coursebridge', '', $name);
    }

    /**
     * Compares an uploaded file with the hash that the document names: with Moodle's own where the document has that.
     *
     * @param stored_file $stored
     * @param stdClass $file of the document
     * @param string $name
     * @throws moodle_exception filecorrupt
     */
    private function check_stored(stored_file $stored, stdClass $file, string $name): void {
        $known = $stored->get_contenthash();
        if ($file->sha1 === '' && !isset($this->hashes[$known])) {
            $handle = $stored->get_content_file_handle();
            $hash = hash_init('sha256');
            hash_update_stream($hash, $handle);
            fclose($handle);
            $this->hashes[$known] = hash_final($hash);
        }
        if ($file->sha1 === '' ? $this->hashes[$known] !== $file->sha256 : $known !== $file->sha1) {
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
