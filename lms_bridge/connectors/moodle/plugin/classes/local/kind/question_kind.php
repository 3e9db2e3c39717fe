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

use local_coursebridge\local\document;
use local_coursebridge\local\question_bank_place;
use question_bank;
use stdClass;

/**
 * A question of the bank: a multiple-choice question, also where it is true or false, so that answers keep their keys.
 *
 * A changed question becomes a new version; attempts keep the version they were taken with.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class question_kind extends kind {
    #[\Override]
    public function find(string $idnumber, ?stdClass $known): ?stdClass {
        global $DB;
        if (!$this->site->course()) {
            return null;
        }
        $entry = $known ? $DB->get_record('question_bank_entries', ['id' => $known->itemid, 'idnumber' => $idnumber]) : null;
        return ($entry ?: null) ?? question_bank_place::entry($this->site->course(), $idnumber);
    }

    #[\Override]
    public function basis(stdClass $current): int {
        return (int)(question_bank_place::newest((int)$current->id)->version ?? 0);
    }

    #[\Override]
    public function learners(stdClass $current): int {
        global $DB;
        $sql = "SELECT COUNT(DISTINCT a.userid)
                  FROM {question_versions} v
                  JOIN {question_attempts} qa ON qa.questionid = v.questionid
                  JOIN {quiz_attempts} a ON a.uniqueid = qa.questionusageid
                 WHERE v.questionbankentryid = :entry AND a.preview = 0";
        return $DB->count_records_sql($sql, ['entry' => $current->id]);
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        global $CFG;
        require_once($CFG->libdir . '/questionlib.php');
        $this->check($wanted);
        $course = $this->site->require_course();
        $newest = $current ? question_bank_place::newest((int)$current->id) : null;
        $categoryid = $current->questioncategoryid ?? question_bank_place::category($course, $wanted->category)->id;
        $question = (object)['qtype' => 'multichoice'];
        if ($newest) {
            $question->id = $newest->id;
        }
        $form = $this->form($wanted, (int)$categoryid);
        $question = question_bank::get_qtype('multichoice')->save_question($question, $form);
        question_bank::notify_question_edited($question->id);
        return (int)($current->id ?? get_question_bank_entry($question->id)->id);
    }

    /**
     * Checks that the right answers are among the choices.
     *
     * @param stdClass $wanted
     */
    private function check(stdClass $wanted): void {
        $keys = array_column($wanted->choices, 'key');
        $known = array_intersect($wanted->answer, $keys) === $wanted->answer;
        if (count($keys) < 2 || count(array_unique($keys)) !== count($keys) || !$wanted->answer || !$known) {
            throw document::bad("question:{$wanted->idnumber}", 'keys of choices and answers do not fit');
        }
        if ($wanted->type !== 'multiple' && count($wanted->answer) !== 1) {
            throw document::bad("question:{$wanted->idnumber}", 'one answer is right');
        }
    }

    /**
     * The question as its editing form would give it.
     *
     * @param stdClass $wanted
     * @param int $categoryid
     * @return stdClass
     */
    private function form(stdClass $wanted, int $categoryid): stdClass {
        $empty = ['text' => '', 'format' => FORMAT_HTML];
        $form = (object)[
            'category' => (string)$categoryid,
            'name' => "{$wanted->idnumber}.{$wanted->version}",
            'idnumber' => $wanted->idnumber,
            'questiontext' => ['text' => $wanted->stem_html, 'format' => FORMAT_HTML, 'itemid' => $this->draft($wanted)],
            'generalfeedback' => $empty,
            'defaultmark' => $wanted->points,
            'penalty' => 0,
            'single' => (int)($wanted->type !== 'multiple'),
            'shuffleanswers' => (int)($wanted->type !== 'true-false'),
            'answernumbering' => 'abc',
            'showstandardinstruction' => 0,
            'shownumcorrect' => 0,
            'correctfeedback' => $empty,
            'partiallycorrectfeedback' => $empty,
            'incorrectfeedback' => $empty,
            'status' => \core_question\local\bank\question_version_status::QUESTION_STATUS_READY,
            'answer' => [],
            'fraction' => [],
            'feedback' => [],
        ];
        foreach ($wanted->choices as $choice) {
            $right = in_array($choice->key, $wanted->answer, true);
            $html = '<span data-cb-choice="' . s($choice->key) . '">' . $choice->html . '</span>';
            $form->answer[] = ['text' => $html, 'format' => FORMAT_HTML, 'itemid' => $this->draft($wanted)];
            $form->fraction[] = $this->fraction($wanted, $right);
            $form->feedback[] = ['text' => $choice->feedback_html, 'format' => FORMAT_HTML];
        }
        return $form;
    }

    /**
     * The part of the points that a choice gives. Of a multiple one, a wrong choice takes all of them.
     *
     * @param stdClass $wanted
     * @param bool $right
     * @return float
     */
    private function fraction(stdClass $wanted, bool $right): float {
        if ($wanted->type !== 'multiple') {
            return $right ? 1.0 : 0.0;
        }
        return $right ? round(1 / count($wanted->answer), 7) : -1.0;
    }

    /**
     * Puts the question's pictures into a draft area.
     *
     * @param stdClass $wanted
     * @return int
     */
    private function draft(stdClass $wanted): int {
        $files = [];
        foreach ($wanted->files as $file) {
            $files[$file->path] = $file;
        }
        return $files ? $this->site->uploads->draft($files) : 0;
    }
}
