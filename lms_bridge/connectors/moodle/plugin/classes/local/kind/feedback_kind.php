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

namespace local_coursebridge\local\kind;

use stdClass;

/**
 * A feedback: the survey, not anonymous, with the ids of its questions in the labels.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class feedback_kind extends activity_kind {
    /** @var int longest answer that a one-line field takes */
    private const LINE_CHARS = 255;

    #[\Override]
    protected function modname(): string {
        return 'feedback';
    }

    #[\Override]
    protected function learners_sql(): string {
        return 'SELECT userid FROM {feedback_completed} WHERE feedback = :instance';
    }

    #[\Override]
    public function parts(stdClass $current): array {
        return array_keys($this->items($current));
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        $risks = parent::risks($wanted, $current);
        if ($current->modname !== 'feedback') {
            return $risks;
        }
        $dropped = [];
        foreach ($this->items($current) as $label => $item) {
            $kept = array_filter($wanted->items, fn(stdClass $one): bool => $one->label === $label);
            if (!$kept || !$this->same_answers(reset($kept), $item)) {
                $dropped[$item->id] = $label;
            }
        }
        if ($dropped) {
            $risks[] = ['items_dropped', implode(',', $dropped), $this->answered(array_keys($dropped))];
        }
        return $risks;
    }

    #[\Override]
    protected function own_fields(stdClass $wanted, ?stdClass $current): array {
        global $CFG;
        require_once($CFG->dirroot . '/mod/feedback/lib.php');
        return [
            'anonymous' => FEEDBACK_ANONYMOUS_NO,
            'multiple_submit' => 0,
            'email_notification' => 0,
            'autonumbering' => 0,
            'publish_stats' => 0,
            'site_after_submit' => '',
            'page_after_submit' => '',
            'page_after_submitformat' => FORMAT_HTML,
            'page_after_submit_editor' => ['text' => '', 'format' => FORMAT_HTML, 'itemid' => 0],
            'timeopen' => 0,
            'timeclose' => 0,
        ];
    }

    #[\Override]
    protected function own_rules(stdClass $wanted): array {
        return ['completionsubmit' => (int)($wanted->completion->tracking === 'automatic' && $wanted->completion->submit)];
    }

    #[\Override]
    protected function finish(stdClass $wanted, stdClass $cm): void {
        global $DB;
        $items = $this->items($cm);
        foreach ($wanted->items as $number => $one) {
            $record = $this->record($one, (int)$cm->instance, $number + 1);
            $item = $items[$one->label] ?? null;
            if ($item && !$this->same_answers($one, $item)) {
                feedback_delete_item($item->id, false);
                $item = null;
            }
            if ($item) {
                $DB->update_record('feedback_item', (object)($record + ['id' => $item->id]));
            } else {
                $DB->insert_record('feedback_item', (object)($record + ['dependitem' => 0, 'dependvalue' => '', 'template' => 0]));
            }
            unset($items[$one->label]);
        }
        foreach ($items as $item) {
            feedback_delete_item($item->id, false);
        }
    }

    /**
     * Returns the items of a feedback by label, in order. One without a label goes by its number.
     *
     * @param stdClass $cm
     * @return stdClass[]
     */
    private function items(stdClass $cm): array {
        global $DB;
        $items = [];
        foreach ($DB->get_records('feedback_item', ['feedback' => $cm->instance], 'position, id') as $item) {
            $items[$item->label === '' ? "#{$item->id}" : $item->label] = $item;
        }
        return $items;
    }

    /**
     * Whether answers given to an item still mean the same. Moodle keeps the place of the option that was chosen: its
     * type, the number of its options and their values are as wanted, and none of the texts has gone to another place.
     *
     * @param stdClass $wanted
     * @param stdClass $item
     * @return bool
     */
    private function same_answers(stdClass $wanted, stdClass $item): bool {
        $record = $this->record($wanted, (int)$item->feedback, 0);
        if (in_array($record['typ'], ['textfield', 'textarea'], true)) {
            return in_array($item->typ, ['textfield', 'textarea'], true);
        }
        return $record['typ'] === $item->typ
            && substr_count($record['presentation'], '|') === substr_count($item->presentation, '|')
            && self::values($record['presentation']) === self::values($item->presentation)
            && !$this->moved(self::options($item->presentation), self::options($record['presentation']));
    }

    /**
     * Whether a text of one list stands at another place in the other.
     *
     * @param string[] $before
     * @param string[] $after
     * @return bool
     */
    private function moved(array $before, array $after): bool {
        foreach ($before as $place => $text) {
            if (($after[$place] ?? null) !== $text && in_array($text, $after, true)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the numbers behind a stored item's options.
     *
     * @param string $presentation
     * @return string[]
     */
    private static function values(string $presentation): array {
        return preg_match_all('/(?:^|>>>>>|\|)(\d+)####/', $presentation, $found) ? $found[1] : [];
    }

    /**
     * Returns the texts of a stored item's options.
     *
     * @param string $presentation
     * @return string[]
     */
    private static function options(string $presentation): array {
        $options = explode('|', preg_replace('/^[a-z]>>>>>/', '', $presentation));
        return array_map(fn(string $option): string => trim(preg_replace('/^\s*-?\d+####/', '', $option)), $options);
    }

    /**
     * Counts the people with an answer to one of these items.
     *
     * @param int[] $itemids
     * @return int
     */
    private function answered(array $itemids): int {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($itemids);
        $sql = "SELECT COUNT(DISTINCT c.id)
                  FROM {feedback_value} v
                  JOIN {feedback_completed} c ON c.id = v.completed
                 WHERE v.item {$in}";
        return $DB->count_records_sql($sql, $params);
    }

    /**
     * An item as Moodle stores it.
     *
     * @param stdClass $one
     * @param int $feedbackid
     * @param int $position
     * @return array
     */
    private function record(stdClass $one, int $feedbackid, int $position): array {
        [$type, $presentation, $options] = match ($one->type) {
            'rating' => ['multichoicerated', 'r>>>>>' . $this->rated($one), 'h'],
            'choice' => ['multichoice', 'r>>>>>' . $this->plain($one), 'h'],
            'text' => $one->max_chars > 0 && $one->max_chars <= self::LINE_CHARS
                ? ['textfield', "60|{$one->max_chars}", '']
                : ['textarea', '60|5', ''],
            'info' => ['label', $one->text, ''],
        };
        return [
            'feedback' => $feedbackid,
            'name' => $one->type === 'info' ? 'label' : $one->text,
            'label' => $one->label,
            'typ' => $type,
            'presentation' => $presentation,
            'hasvalue' => (int)($one->type !== 'info'),
            'position' => $position,
            'required' => (int)$one->required,
            'options' => $options,
        ];
    }

    /**
     * Options with a number behind each.
     *
     * @param stdClass $one
     * @return string
     */
    private function rated(stdClass $one): string {
        $lines = array_map(
            fn(int $number, stdClass $option): string => ($option->value ?? $number + 1) . '####' . $this->line($option->text),
            array_keys($one->options),
            $one->options
        );
        return implode('|', $lines);
    }

    /**
     * Options by text.
     *
     * @param stdClass $one
     * @return string
     */
    private function plain(stdClass $one): string {
        return implode('|', array_map(fn(stdClass $option): string => $this->line($option->text), $one->options));
    }

    /**
     * A text that can be one option: what Moodle takes for separators becomes its full-width likeness.
     *
     * @param string $text
     * @return string
     */
    private function line(string $text): string {
        return trim(strtr($text, ['|' => '｜', '####' => '＃＃', '>>>>>' => '》', '<<<<<' => '《', "\r" => ' ', "\n" => ' ']));
    }
}
