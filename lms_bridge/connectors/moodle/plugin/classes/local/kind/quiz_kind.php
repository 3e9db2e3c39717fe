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

use context_module;
use local_coursebridge\local\question_bank_place;
use mod_quiz\quiz_settings;
use moodle_exception;
use stdClass;

/**
 * A quiz from questions of the bank.
 *
 * Once somebody has attempted it, its questions cannot change: a person decides, and then the old quiz is hidden, with
 * all that learners did in it, and a new one takes its place.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class quiz_kind extends activity_kind {
    /** @var int[] */
    private const GRADE_METHODS = ['highest' => 1, 'average' => 2, 'first' => 3, 'last' => 4];

    /** @var string[][] what learners see after submitting */
    private const REVIEW = [
        'none' => [],
        'score' => ['marks', 'maxmarks', 'overallfeedback'],
        'full' => ['attempt', 'correctness', 'marks', 'maxmarks', 'specificfeedback', 'generalfeedback', 'rightanswer',
            'overallfeedback'],
    ];

    /** @var string[] times after submitting */
    private const AFTER = ['immediately', 'open', 'closed'];

    #[\Override]
    protected function modname(): string {
        return 'quiz';
    }

    #[\Override]
    protected function learners_sql(): string {
        return 'SELECT userid FROM {quiz_attempts} WHERE quiz = :instance AND preview = 0';
    }

    #[\Override]
    public function parts(stdClass $current): array {
        return array_column($this->slots($current), 'idnumber');
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        $risks = parent::risks($wanted, $current);
        if ($current->modname !== 'quiz') {
            return $risks;
        }
        $attempted = $this->attempted($current);
        if ($attempted && $this->slots_differ($wanted, $current)) {
            $before = array_column($this->slots($current), 'idnumber');
            $after = array_column($wanted->questions, 'id');
            $changed = array_merge(array_diff($before, $after), array_diff($after, $before));
            array_unshift($risks, ['questions_changed', implode(',', $changed), $attempted]);
        }
        $quiz = $this->instance($current);
        $grading = array_filter([
            'grade_max' => (float)$quiz->grade !== (float)$wanted->grade_max,
            'grade_method' => (int)$quiz->grademethod !== self::GRADE_METHODS[$wanted->grade_method],
        ]);
        if ($grading) {
            $risks[] = ['grading_changed', implode(',', array_keys($grading)), $this->graded($current)];
        }
        $risks[] = ['grading_changed', 'grade_pass', $this->judged_otherwise($current, (float)$wanted->grade_pass)];
        return $risks;
    }

    #[\Override]
    protected function keeps(stdClass $wanted, stdClass $current): bool {
        return parent::keeps($wanted, $current)
            && !($this->attempted($current) && $this->slots_differ($wanted, $current));
    }

    #[\Override]
    protected function own_fields(stdClass $wanted, ?stdClass $current): array {
        $fields = [
            'timelimit' => $wanted->time_limit_s,
            'attempts' => $wanted->attempts,
            'grademethod' => self::GRADE_METHODS[$wanted->grade_method],
            'grade' => $wanted->grade_max,
            'gradepass' => $wanted->grade_pass,
            'shuffleanswers' => (int)$wanted->shuffle_answers,
            'preferredbehaviour' => 'deferredfeedback',
            'quizpassword' => $current ? $this->instance($current)->password : '',
        ];
        foreach (self::REVIEW[$wanted->review] as $what) {
            foreach (self::AFTER as $when) {
                $fields["{$what}{$when}"] = 1;
            }
        }
        if ($current) {
            return $fields;
        }
        return $fields + [
            'timeopen' => 0, 'timeclose' => 0, 'overduehandling' => 'autosubmit', 'graceperiod' => 0,
            'canredoquestions' => 0, 'attemptonlast' => 0, 'decimalpoints' => 2, 'questiondecimalpoints' => -1,
            'questionsperpage' => 5, 'navmethod' => 'free', 'subnet' => '', 'browsersecurity' => '-',
            'delay1' => 0, 'delay2' => 0, 'showuserpicture' => 0, 'showblocks' => 0,
            'completionattemptsexhausted' => 0, 'completionminattempts' => 0, 'allowofflineattempts' => 0,
            'feedbackboundarycount' => -1,
        ];
    }

    #[\Override]
    protected function finish(stdClass $wanted, stdClass $cm): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        if ($this->slots_differ($wanted, $cm)) {
            $this->set_slots($wanted, $cm);
        }
        $calculator = quiz_settings::create($cm->instance)->get_grade_calculator();
        $calculator->recompute_quiz_sumgrades();
        $calculator->update_quiz_maximum_grade($wanted->grade_max);
    }

    /**
     * Returns the questions of a quiz in order.
     *
     * @param stdClass $cm
     * @return stdClass[] each with id (of the slot), idnumber, maxmark
     */
    private function slots(stdClass $cm): array {
        global $DB;
        $sql = "SELECT s.id, qbe.idnumber, s.maxmark
                  FROM {quiz_slots} s
             LEFT JOIN {question_references} r ON r.itemid = s.id AND r.component = 'mod_quiz' AND r.questionarea = 'slot'
                       AND r.usingcontextid = :contextid
             LEFT JOIN {question_bank_entries} qbe ON qbe.id = r.questionbankentryid
                 WHERE s.quizid = :quiz
              ORDER BY s.slot";
        $params = ['contextid' => context_module::instance($cm->id)->id, 'quiz' => $cm->instance];
        return array_values($DB->get_records_sql($sql, $params));
    }

    /**
     * Whether the quiz has other questions, another order or other points than wanted.
     *
     * @param stdClass $wanted
     * @param stdClass $cm
     * @return bool
     */
    private function slots_differ(stdClass $wanted, stdClass $cm): bool {
        $has = array_map(fn(stdClass $slot): array => [$slot->idnumber, (float)$slot->maxmark], $this->slots($cm));
        $wants = array_map(fn(stdClass $question): array => [$question->id, (float)$question->points], $wanted->questions);
        return $has !== $wants;
    }

    /**
     * Gives a quiz that nobody has attempted its questions anew.
     *
     * @param stdClass $wanted
     * @param stdClass $cm
     */
    private function set_slots(stdClass $wanted, stdClass $cm): void {
        global $DB;
        quiz_delete_previews($this->instance($cm));
        quiz_delete_references($cm->instance);
        $DB->delete_records('quiz_slots', ['quizid' => $cm->instance]);
        $DB->delete_records_select('quiz_sections', 'quizid = :quiz AND firstslot > 1', ['quiz' => $cm->instance]);
        $course = $this->site->require_course();
        $quiz = $this->instance($cm);
        $quiz->cmid = $cm->id;
        foreach ($wanted->questions as $question) {
            $entry = question_bank_place::entry($course, $question->id);
            if (!$entry) {
                throw new moodle_exception('unknownquestion', 'local_coursebridge', '', s($question->id));
            }
            quiz_add_quiz_question(question_bank_place::newest((int)$entry->id)->id, $quiz, 0, $question->points);
        }
    }

    /**
     * Counts who has a grade that another pass mark would turn from passed to failed, or from failed to passed.
     *
     * @param stdClass $cm
     * @param float $pass
     * @return int
     */
    private function judged_otherwise(stdClass $cm, float $pass): int {
        global $DB;
        $sql = "SELECT COUNT(DISTINCT g.userid)
                  FROM {grade_grades} g
                  JOIN {grade_items} i ON i.id = g.itemid
                 WHERE i.itemtype = 'mod' AND i.itemmodule = 'quiz' AND i.iteminstance = :instance AND i.itemnumber = 0
                       AND ((g.finalgrade >= i.gradepass AND g.finalgrade < :above)
                            OR (g.finalgrade < i.gradepass AND g.finalgrade >= :below))";
        return $DB->count_records_sql($sql, ['instance' => $cm->instance, 'above' => $pass, 'below' => $pass]);
    }

    /**
     * Counts who has attempted a quiz.
     *
     * @param stdClass $cm
     * @return int
     */
    private function attempted(stdClass $cm): int {
        global $DB;
        $sql = 'SELECT COUNT(DISTINCT userid) FROM {quiz_attempts} WHERE quiz = :quiz AND preview = 0';
        return $DB->count_records_sql($sql, ['quiz' => $cm->instance]);
    }
}
