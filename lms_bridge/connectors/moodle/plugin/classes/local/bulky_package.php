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
 * the big ones, light enough for that to cost nothing; the big ones then are put beside the others, read and written once,
 * by this request and at the same time by another that unpacks the package into the draft area.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class bulky_package {
    /** @var int bytes from which a file is big */
    private const BULKY_BYTES = 1 << 20;

    /** @var int bytes of a file that is held in memory, at most; a bigger one is written to a temporary file first */
    private const MEMORY_BYTES = 64 << 20;

    /** @var int bytes of big files from which it is worth it */
    private const WORTH_BYTES = 8 << 20;

    /** @var int seconds to wait for another request that is about to unpack a file */
    private const WAIT_SECONDS = 60;

    /** @var ZipArchive|null the package, once it is opened */
    private ?ZipArchive $archive = null;

    /**
     * Of a package in Moodle's file pool.
     *
     * @param stored_file $package
     * @param unpacked $unpacked
     * @param string[] $bulky paths in the package
     */
    private function __construct(
        /** @var stored_file */
        public readonly stored_file $package,
        /** @var unpacked */
        private readonly unpacked $unpacked,
        /** @var string[] */
        private readonly array $bulky,
    ) {
    }

    /**
     * Returns the package with its big files, or null where there are too few, or names that Moodle would change.
     *
     * @param stored_file $package
     * @param unpacked $unpacked where its big files are put, one by one
     * @return self|null
     */
    public static function of(stored_file $package, unpacked $unpacked): ?self {
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
            if (!$entry->is_directory && $entry->size >= self::BULKY_BYTES) {
                $bulky[$entry->pathname] = (int)$entry->size;
            }
        }
        $archive->close();
        return array_sum($bulky) >= self::WORTH_BYTES ? new self($package, $unpacked, array_keys($bulky)) : null;
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
        $bulky = array_flip($this->bulky);
        for ($index = 0; $index < $archive->numFiles; $index++) {
            $name = $archive->getNameIndex($index);
            if (!isset($bulky[$name]) && !str_ends_with($name, '/')) {
                $light->addFromString($name, $this->content($archive, $name));
                $light->setCompressionName($name, ZipArchive::CM_STORE);
            }
        }
        $light->close();
        return $path;
    }

    /**
     * Whether it has a big file of this path.
     *
     * @param string $path
     * @return bool
     */
    public function has(string $path): bool {
        return in_array($path, $this->bulky, true);
    }

    /**
     * Unpacks the big files, the last one first, while another request places them from the first one on.
     *
     * @return int how many this request unpacked
     * @throws moodle_exception filecorrupt
     */
    public function unpack(): int {
        $made = array_filter(array_reverse($this->bulky), fn(string $path): bool => $this->unpack_one($path, 0));
        return count($made);
    }

    /**
     * Returns a big file, unpacked.
     *
     * @param string $path
     * @return stored_file
     * @throws moodle_exception filecorrupt, busy
     */
    public function file(string $path): stored_file {
        $this->unpack_one($path, self::WAIT_SECONDS);
        return $this->unpacked->find($path) ?? throw new moodle_exception('busy', 'local_coursebridge', '', s($path));
    }

    /**
     * Puts the big files into a file area, under their paths in the package.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @throws moodle_exception filecorrupt, busy
     */
    public function place(int $contextid, string $component, string $filearea): void {
        foreach ($this->bulky as $path) {
            $this->unpack_one($path, 0);
        }
        foreach ($this->bulky as $path) {
            $folder = dirname($path);
            get_file_storage()->create_file_from_storedfile([
                'contextid' => $contextid,
                'component' => $component,
                'filearea' => $filearea,
                'itemid' => 0,
                'filepath' => $folder === '.' ? '/' : "/{$folder}/",
                'filename' => basename($path),
            ], $this->file($path));
        }
    }

    /**
     * Unpacks a file, unless it is unpacked or another request is about to do it.
     *
     * @param string $path
     * @param int $wait seconds for that other request
     * @return bool whether this request did it
     * @throws moodle_exception filecorrupt
     */
    private function unpack_one(string $path, int $wait): bool {
        global $DB;
        if ($this->unpacked->find($path) || !$this->unpacked->claim($path, $wait)) {
            return false;
        }
        try {
            // The other request may just have done it.
            $missing = !$this->unpacked->find($path);
            if ($missing) {
                $this->store($path);
            }
            return $missing;
        } finally {
            // What a transaction has made others do not see before it ends.
            if (!$DB->is_transaction_started()) {
                $this->unpacked->release($path);
            }
        }
    }

    /**
     * Lets other requests unpack what this one had claimed, once its transactions are over.
     */
    public function release(): void {
        array_map($this->unpacked->release(...), $this->bulky);
    }

    /**
     * Makes a file of the draft area of a file of the package.
     *
     * @param string $path
     * @throws moodle_exception filecorrupt
     */
    private function store(string $path): void {
        $archive = $this->archive ??= $this->open();
        $record = $this->unpacked->record($path);
        $entry = $archive->statName($path);
        if ($entry['size'] <= self::MEMORY_BYTES) {
            get_file_storage()->create_file_from_string($record, $this->content($archive, $path));
            return;
        }
        $temporary = make_request_directory() . '/entry';
        file_put_contents($temporary, $archive->getStream($path) ?: '');
        if (filesize($temporary) !== $entry['size'] || hash_file('crc32b', $temporary) !== sprintf('%08x', $entry['crc'])) {
            throw $this->corrupt($path);
        }
        get_file_storage()->create_file_from_pathname($record, $temporary);
        unlink($temporary);
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
            throw $this->corrupt($this->package->get_filename());
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
        $content = $archive->getFromName($name);
        // Of a file that is not compressed nobody has compared the checksum yet.
        if ($content === false || crc32($content) !== $archive->statName($name)['crc']) {
            throw $this->corrupt($name);
        }
        return $content;
    }

    /**
     * Says that a file did not arrive whole.
     *
     * @param string $name
     * @return moodle_exception
     */
    private function corrupt(string $name): moodle_exception {
        return new moodle_exception('filecorrupt', 'local_coursebridge', '', s($name));
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
