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

use stdClass;

/**
 * The fields of each kind of object: names, types and defaults; and the check of a document against them.
 *
 * A field is [type, default]; without a default it is required. Types: `string`, `text` (any length), `idnumber`,
 * `sha256`, `sha1`, `bool`, `int`, `number`, `strings` (a list), `object` (anything), `file`, `one of a|b`, or a list or
 * object of fields: `['list', fields]`, `['fields', fields]`. A type that begins with `?` allows null.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class schema {
    /** @var string[] how competencies count when an activity is done */
    public const OUTCOMES = ['none', 'evidence', 'complete'];

    /**
     * Returns the fields of a kind.
     *
     * @param string $kind
     * @return array name → [type, default]
     */
    public static function of_kind(string $kind): array {
        $fields = ['kind' => ['string'], 'idnumber' => ['idnumber'], 'sha256' => ['sha256']];
        return $fields + self::$kind();
    }

    /**
     * Checks a value and fills in defaults; unknown fields are left out.
     *
     * @param mixed $value
     * @param array $fields
     * @param string $place
     * @return stdClass
     */
    public static function check(mixed $value, array $fields, string $place): stdClass {
        if (!$value instanceof stdClass) {
            throw document::bad($place, 'an object is wanted');
        }
        $checked = new stdClass();
        foreach ($fields as $name => $field) {
            if (!property_exists($value, $name)) {
                if (!array_key_exists(1, $field)) {
                    throw document::bad("{$place}.{$name}", 'missing');
                }
                $checked->$name = $field[1];
                continue;
            }
            $checked->$name = self::check_one($value->$name, $field[0], "{$place}.{$name}");
        }
        return $checked;
    }

    /**
     * Checks one value.
     *
     * @param mixed $value
     * @param string|array $type
     * @param string $place
     * @return mixed
     */
    private static function check_one(mixed $value, string|array $type, string $place): mixed {
        if (is_array($type)) {
            return self::check_parts($value, $type, $place);
        }
        if (str_starts_with($type, '?')) {
            return $value === null ? null : self::check_one($value, substr($type, 1), $place);
        }
        if ($type === 'file') {
            return self::check_file($value, $place);
        }
        $good = match (true) {
            $type === 'string' => is_string($value) && \core_text::strlen($value) <= 1333,
            $type === 'text' => is_string($value),
            $type === 'idnumber' => is_string($value) && $value !== '' && \core_text::strlen($value) <= 100
                && trim($value) === $value,
            $type === 'sha256' => is_string($value) && preg_match('/^[0-9a-f]{64}$/D', $value),
            $type === 'sha1' => is_string($value) && preg_match('/^[0-9a-f]{40}$/D', $value),
            $type === 'filename' => is_string($value) && preg_match('/^[A-Za-z0-9._-]{1,120}$/D', $value),
            $type === 'path' => is_string($value) && preg_match('~^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$~D', $value),
            $type === 'bool' => is_bool($value),
            $type === 'int' => is_int($value) && $value >= 0,
            $type === 'number' => (is_int($value) || is_float($value)) && $value >= 0,
            $type === 'object' => $value instanceof stdClass,
            $type === 'strings' => is_array($value) && array_filter($value, 'is_string') === $value,
            $type === 'ints' => is_array($value) && array_filter($value, 'is_int') === $value,
            default => in_array($value, explode('|', $type), true),
        };
        if (!$good) {
            throw document::bad($place, "{$type} is wanted");
        }
        return $value;
    }

    /**
     * Checks a list of objects, or an object of fields.
     *
     * @param mixed $value
     * @param array $type
     * @param string $place
     * @return mixed
     */
    private static function check_parts(mixed $value, array $type, string $place): mixed {
        [$shape, $fields] = $type;
        if ($shape === 'fields') {
            return self::check($value, $fields, $place);
        }
        if ($shape === '?fields') {
            return $value === null ? null : self::check($value, $fields, $place);
        }
        if (!is_array($value)) {
            throw document::bad($place, 'a list is wanted');
        }
        $checked = [];
        foreach ($value as $number => $one) {
            $checked[] = self::check($one, $fields, "{$place}[{$number}]");
        }
        return $checked;
    }

    /**
     * Checks the name of an uploaded file, or of its parts.
     *
     * @param mixed $value
     * @param string $place
     * @return stdClass
     */
    private static function check_file(mixed $value, string $place): stdClass {
        $fields = ['sha256' => ['sha256'], 'sha1' => ['sha1', ''], 'size' => ['int', 0], 'parts' => ['strings', []]];
        $file = self::check($value, $fields, $place);
        if (!$file->parts) {
            $file->parts = [$value->file ?? ''];
        }
        foreach ($file->parts as $part) {
            self::check_one($part, 'filename', $place);
        }
        return $file;
    }

    /**
     * Fields of every activity.
     *
     * @return array
     */
    private static function activity(): array {
        return [
            'section' => ['idnumber'],
            'name' => ['string'],
            'intro_html' => ['text', ''],
            'show_intro' => ['bool', false],
            'visible' => ['bool', true],
            'completion' => [['fields', [
                'tracking' => ['none|manual|automatic', 'none'],
                'view' => ['bool', false],
                'grade' => ['bool', false],
                'pass_grade' => ['bool', false],
                'status' => ['strings', []],
                'submit' => ['bool', false],
                'score' => ['?int', null],
            ]], (object)['tracking' => 'none', 'view' => false, 'grade' => false, 'pass_grade' => false,
                'status' => [], 'submit' => false, 'score' => null]],
            'availability' => [['list', [
                'completed' => ['idnumber'],
                'state' => ['complete|pass|fail|incomplete', 'complete'],
            ]], []],
            'competencies' => [self::competency_links(), []],
            'files' => [['list', self::placed_file()], []],
        ];
    }

    /**
     * Links to competencies.
     *
     * @return array
     */
    private static function competency_links(): array {
        return ['list', [
            'framework' => ['idnumber'],
            'competency' => ['idnumber'],
            'outcome' => [implode('|', self::OUTCOMES), 'evidence'],
        ]];
    }

    /**
     * A file and its path in the object's file area.
     *
     * @return array
     */
    private static function placed_file(): array {
        return ['path' => ['path'], 'file' => ['filename', ''], 'parts' => ['strings', []],
            'within' => [['?fields', ['file' => ['filename'], 'entry' => ['string']]], null],
            'sha256' => ['sha256'], 'sha1' => ['sha1', ''], 'size' => ['int', 0]];
    }

    /**
     * Fields of a course.
     *
     * @return array
     */
    private static function course(): array {
        return [
            'fullname' => ['string'],
            'shortname' => ['string'],
            'summary_html' => ['text', ''],
            'category' => [['?fields', ['idnumber' => ['idnumber'], 'name' => ['string', '']]], null],
            'lang' => ['string', ''],
            'visible' => ['bool', true],
            'startdate' => ['?int', null],
            'version' => ['string', ''],
            'card' => ['?object', null],
            'competencies' => [self::competency_links(), []],
        ];
    }

    /**
     * Fields of a section.
     *
     * @return array
     */
    private static function section(): array {
        return [
            'name' => ['string'],
            'summary_html' => ['text', ''],
            'position' => ['int'],
            'visible' => ['bool', true],
        ];
    }

    /**
     * Fields of a question.
     *
     * @return array
     */
    private static function question(): array {
        return [
            'version' => ['int'],
            'type' => ['choice|multiple|true-false', 'choice'],
            'stem_html' => ['text'],
            'choices' => [['list', ['key' => ['string'], 'html' => ['text'], 'feedback_html' => ['text', '']]]],
            'answer' => ['strings'],
            'points' => ['number', 1],
            'category' => ['string', ''],
            'files' => [['list', self::placed_file()], []],
        ];
    }

    /**
     * Fields of a page.
     *
     * @return array
     */
    private static function page(): array {
        return self::activity() + ['content_html' => ['text']];
    }

    /**
     * Fields of a SCORM activity.
     *
     * @return array
     */
    private static function scorm(): array {
        return self::activity() + [
            'package' => ['file'],
            'scos' => ['strings', []],
            'grade_max' => ['number', 100],
            'grade_method' => ['scos|highest|average|sum', 'highest'],
            'what_grade' => ['highest|average|first|last', 'highest'],
            'attempts' => ['int', 0],
            'width' => ['?int', null],
            'height' => ['?int', null],
            'popup' => ['bool', false],
        ];
    }

    /**
     * Fields of a quiz.
     *
     * @return array
     */
    private static function quiz(): array {
        return self::activity() + [
            'questions' => [['list', ['id' => ['idnumber'], 'points' => ['number', 1]]]],
            'grade_max' => ['number', 100],
            'grade_pass' => ['number', 0],
            'attempts' => ['int', 0],
            'time_limit_s' => ['int', 0],
            'shuffle_answers' => ['bool', true],
            'review' => ['none|score|full', 'score'],
            'grade_method' => ['highest|average|first|last', 'highest'],
        ];
    }

    /**
     * Fields of a feedback.
     *
     * @return array
     */
    private static function feedback(): array {
        return self::activity() + [
            'items' => [['list', [
                'label' => ['idnumber'],
                'type' => ['rating|choice|text|info'],
                'text' => ['text'],
                'options' => [['list', ['key' => ['string'], 'text' => ['string'], 'value' => ['?int', null]]], []],
                'required' => ['bool', false],
                'max_chars' => ['int', 0],
            ]]],
        ];
    }

    /**
     * Fields of the course's completion criteria.
     *
     * @return array
     */
    private static function completion(): array {
        return ['activities' => ['strings'], 'aggregation' => ['all|any', 'all']];
    }

    /**
     * Fields of a competency framework.
     *
     * @return array
     */
    private static function framework(): array {
        return [
            'shortname' => ['string'],
            'description_html' => ['text', ''],
            'scale' => [['fields', [
                'name' => ['string'],
                'values' => ['strings'],
                'default' => ['int'],
                'proficient' => ['ints'],
            ]]],
            'taxonomies' => ['strings', []],
            'visible' => ['bool', true],
        ];
    }

    /**
     * Fields of a competency.
     *
     * @return array
     */
    private static function competency(): array {
        return [
            'parent' => ['?idnumber', null],
            'shortname' => ['string'],
            'description_html' => ['text', ''],
            'retired' => ['bool', false],
        ];
    }
}
