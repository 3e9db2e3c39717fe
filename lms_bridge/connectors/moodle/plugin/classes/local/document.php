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
use stdClass;

/**
 * A document of the protocol, parsed and checked: what a site should have of one course or framework.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class document {
    /** @var string */
    public const FORMAT = 'coursebridge-moodle';

    /** @var int */
    public const VERSION = 1;

    /** @var int bytes of a document, at most */
    public const MAX_BYTES = 16777216;

    /** @var string `course` or `framework` */
    public readonly string $scopetype;

    /** @var string idnumber of the course or framework */
    public readonly string $scope;

    /** @var bool whether everything that belongs to the scope is named */
    public readonly bool $complete;

    /** @var stdClass[] objects in order, each with kind, idnumber, sha256 and the fields of its kind, defaults filled in */
    public readonly array $objects;

    /**
     * Parses a document.
     *
     * @param string $json
     * @throws moodle_exception baddocument
     */
    public function __construct(string $json) {
        if (strlen($json) > self::MAX_BYTES) {
            throw self::bad('', 'longer than ' . self::MAX_BYTES . ' bytes');
        }
        $data = json_decode($json, false, 64);
        if (!$data instanceof stdClass) {
            throw self::bad('', 'not a JSON object');
        }
        if (($data->format ?? null) !== self::FORMAT || ($data->version ?? null) !== self::VERSION) {
            throw self::bad('format', self::FORMAT . ' version ' . self::VERSION . ' wanted');
        }
        [$this->scopetype, $this->scope] = self::read_scope($data->scope ?? null);
        $this->complete = ($data->complete ?? false) === true;
        if (!is_array($data->objects ?? null)) {
            throw self::bad('objects', 'a list is wanted');
        }
        $this->objects = $this->read_objects($data->objects);
    }

    /**
     * Says what is wrong with a document.
     *
     * @param string $place e.g. `objects[3].package.sha256`
     * @param string $problem
     * @return moodle_exception
     */
    public static function bad(string $place, string $problem): moodle_exception {
        $told = (object)['place' => $place === '' ? '/' : $place, 'problem' => $problem];
        return new moodle_exception('baddocument', 'local_coursebridge', '', $told);
    }

    /**
     * Returns every file that the documents' objects name, by object.
     *
     * @param stdClass $object
     * @return stdClass[] with file or parts, sha256, size
     */
    public static function files_of(stdClass $object): array {
        $files = [];
        if (isset($object->package)) {
            $files[] = $object->package;
        }
        foreach ($object->files ?? [] as $file) {
            $files[] = $file;
        }
        return $files;
    }

    /**
     * Returns the names under which a file is uploaded: its own, those of its parts, or that of the archive it is in.
     *
     * @param stdClass $file
     * @return string[]
     */
    public static function names_of(stdClass $file): array {
        if (!empty($file->within)) {
            return [$file->within->file];
        }
        return !empty($file->parts) ? $file->parts : [$file->file];
    }

    /**
     * Reads what the document is about.
     *
     * @param mixed $scope
     * @return string[] type and idnumber
     */
    private static function read_scope(mixed $scope): array {
        foreach (['course', 'framework'] as $type) {
            $idnumber = $scope->$type ?? null;
            if (is_string($idnumber) && $idnumber !== '' && strlen($idnumber) <= 100) {
                return [$type, $idnumber];
            }
        }
        throw self::bad('scope', 'a course or a framework, at most 100 bytes, is wanted');
    }

    /**
     * Checks the objects and fills in defaults.
     *
     * @param array $objects
     * @return stdClass[]
     */
    private function read_objects(array $objects): array {
        $read = [];
        $names = [];
        foreach ($objects as $number => $object) {
            $place = "objects[{$number}]";
            $kind = $object->kind ?? null;
            if (!is_string($kind) || !in_array($kind, kinds::of_scope($this->scopetype), true)) {
                throw self::bad("{$place}.kind", 'no kind of this scope');
            }
            $checked = schema::check($object, schema::of_kind($kind), $place);
            $name = "{$kind}:{$checked->idnumber}";
            if (isset($names[$name])) {
                throw self::bad($place, "{$name} is there twice");
            }
            if (in_array($kind, ['course', 'framework', 'completion'], true) && $checked->idnumber !== $this->scope) {
                throw self::bad("{$place}.idnumber", 'must be that of the scope');
            }
            $names[$name] = true;
            $read[] = $checked;
        }
        return $read;
    }
}
