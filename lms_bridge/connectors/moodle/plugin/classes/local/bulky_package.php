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

use file_archive;
use moodle_exception;
use stored_file;
use zip_archive;
use ZipArchive;

/**
 * A package with big files in it, e.g. films.
 *
 * Moodle takes a package in by writing each file twice and reading it three times. So it is given the package without
 * the big ones, light enough for that to cost nothing; the big ones then are put beside the others, read and written once.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class bulky_package {
    /** @var int bytes from which a file is big */
    private const BULKY_BYTES = 1 << 20;

    /** @var int bytes of a file that is held in memory, at most; a bigger one stays with the others */
    private const MEMORY_BYTES = 32 << 20;

    /** @var int bytes of big files from which it is worth it */
    private const WORTH_BYTES = 8 << 20;

    /**
     * Of a package in Moodle's file pool.
     *
     * @param stored_file $package
     * @param int[] $bulky path in the package → size in bytes
     */
    private function __construct(
        /** @var stored_file */
        public readonly stored_file $package,
        /** @var int[] */
        private readonly array $bulky,
    ) {
    }

    /**
     * Returns the package's big files, or null where there are too few, or names that Moodle would change.
     *
     * @param stored_file $package
     * @return self|null
     */
    public static function of(stored_file $package): ?self {
        $archive = new zip_archive();
        if (!$archive->open(self::path($package), file_archive::OPEN)) {
            return null;
        }
        $bulky = [];
        $names = [];
        foreach ($archive as $entry) {
            if ($entry->pathname !== $entry->original_pathname || isset($names[$entry->pathname])) {
                return null;
            }
            $names[$entry->pathname] = true;
            if (!$entry->is_directory && $entry->size >= self::BULKY_BYTES && $entry->size <= self::MEMORY_BYTES) {
                $bulky[$entry->pathname] = (int)$entry->size;
            }
        }
        $archive->close();
        return array_sum($bulky) >= self::WORTH_BYTES ? new self($package, $bulky) : null;
    }

    /**
     * Writes the package without its big files.
     *
     * @return string path of a file that lasts as long as the request
     * @throws moodle_exception filecorrupt
     */
    public function light(): string {
        $path = make_request_directory() . '/package.zip';
        $archive = $this->open();
        $light = new ZipArchive();
        $light->open($path, ZipArchive::CREATE | ZipArchive::EXCL);
        for ($index = 0; $index < $archive->numFiles; $index++) {
            $name = $archive->getNameIndex($index);
            if (!isset($this->bulky[$name]) && !str_ends_with($name, '/')) {
                $light->addFromString($name, $this->content($archive, $name));
                $light->setCompressionName($name, ZipArchive::CM_STORE);
            }
        }
        $light->close();
        return $path;
    }

    /**
     * Puts the big files into a file area, under their paths in the package.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @throws moodle_exception filecorrupt
     */
    public function place(int $contextid, string $component, string $filearea): void {
        $archive = $this->open();
        foreach (array_keys($this->bulky) as $name) {
            $folder = dirname($name);
            get_file_storage()->create_file_from_string([
                'contextid' => $contextid,
                'component' => $component,
                'filearea' => $filearea,
                'itemid' => 0,
                'filepath' => $folder === '.' ? '/' : "/{$folder}/",
                'filename' => basename($name),
            ], $this->content($archive, $name));
        }
    }

    /**
     * Opens the package.
     *
     * @return ZipArchive
     * @throws moodle_exception filecorrupt
     */
    private function open(): ZipArchive {
        $archive = new ZipArchive();
        if ($archive->open(self::path($this->package), ZipArchive::RDONLY) !== true) {
            throw new moodle_exception('filecorrupt', 'local_coursebridge', '', $this->package->get_filename());
        }
        return $archive;
    }

    /**
     * Returns the content of a file of the package.
     *
     * @param ZipArchive $archive
     * @param string $name
     * @return string
     * @throws moodle_exception filecorrupt
     */
    private function content(ZipArchive $archive, string $name): string {
        $size = $archive->statName($name)['size'] ?? -1;
        $content = $archive->getFromName($name);
        if ($content === false || strlen($content) !== $size) {
            throw new moodle_exception('filecorrupt', 'local_coursebridge', '', s($name));
        }
        return $content;
    }

    /**
     * Returns where Moodle keeps the package.
     *
     * @param stored_file $package
     * @return string
     */
    private static function path(stored_file $package): string {
        return get_file_storage()->get_file_system()->get_local_path_from_storedfile($package, true);
    }
}
