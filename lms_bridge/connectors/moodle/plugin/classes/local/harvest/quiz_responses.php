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

namespace local_coursebridge\local\harvest;

use stdClass;

/**
 * What was answered to each question of quiz attempts, read in bulk from the question engine's tables.
 *
 * Loading each attempt through the engine takes one query per question and step; here it is four for 200 attempts.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class quiz_responses {
    /** @var stdClass[] question id → its names and answers */
    private static array $questions = [];

    /**
     * Reads the questions of attempts.
     *
     * @param int[] $usages question usages of the attempts
     * @return array[] usage → list of questions as the protocol has them
     */
    public function of(array $usages): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($usages);
        $sql = "SELECT id, questionusageid, slot, questionid, maxmark, responsesummary
                  FROM {question_attempts}
                 WHERE questionusageid {$in}
              ORDER BY questionusageid, slot";
        $attempts = $DB->get_records_sql($sql, $params);
        $this->load_questions(array_unique(array_column($attempts, 'questionid')));
        $steps = $this->steps($usages);
        $told = [];
        foreach ($attempts as $attempt) {
            $told[$attempt->questionusageid][] = $this->told($attempt, $steps[$attempt->id] ?? []);
        }
        return $told;
    }

    /**
     * One question of an attempt as the protocol has it.
     *
     * @param stdClass $attempt row of question_attempts
     * @param stdClass[] $steps in order, each with its data
     * @return array
     */
    private function told(stdClass $attempt, array $steps): array {
        $question = self::$questions[$attempt->questionid] ?? null;
        $last = end($steps) ?: null;
        $answered = array_filter($steps, fn(stdClass $step): bool => $this->holds_answer($step));
        $response = $this->response($question, $steps, end($answered) ?: null);
        $told = [
            'slot' => (int)$attempt->slot,
            'question' => (string)($question->idnumber ?? ''),
            'name' => (string)($question->name ?? ''),
            'version' => (int)($question->version ?? 0),
            'type' => (string)($question->qtype ?? ''),
            'state' => (string)($last->state ?? ''),
            'fraction' => $last && $last->fraction !== null ? (float)$last->fraction : null,
            'points' => (float)$attempt->maxmark,
            'response' => $response ?? [],
            'answered' => $answered ? (int)end($answered)->timecreated : null,
            'first_answered' => $answered ? (int)reset($answered)->timecreated : null,
        ];
        if ($response === null && (string)$attempt->responsesummary !== '') {
            $told['text'] = $attempt->responsesummary;
        }
        return $told;
    }

    /**
     * Whether somebody gave an answer in a step.
     *
     * @param stdClass $step
     * @return bool
     */
    private function holds_answer(stdClass $step): bool {
        foreach ($step->data as $name => $value) {
            if ($name === 'answer' ? $value !== '' && $value !== '-1' : (str_starts_with($name, 'choice') && $value)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the keys of what was chosen; null where the question has no keys.
     *
     * @param stdClass|null $question
     * @param stdClass[] $steps
     * @param stdClass|null $step with the last answer
     * @return string[]|null
     */
    private function response(?stdClass $question, array $steps, ?stdClass $step): ?array {
        if (!$question || !in_array($question->qtype, ['multichoice', 'truefalse'], true)) {
            return null;
        }
        if (!$step) {
            return [];
        }
        if ($question->qtype === 'truefalse') {
            return [$question->truth[$step->data['answer'] ? 0 : 1]];
        }
        $order = explode(',', reset($steps)->data['_order'] ?? '');
        $chosen = [];
        foreach ($step->data as $name => $value) {
            if ($name === 'answer') {
                $chosen[] = $order[(int)$value] ?? null;
            } else if ($value && preg_match('/^choice(\d+)$/', $name, $found)) {
                $chosen[] = $order[(int)$found[1]] ?? null;
            }
        }
        $keys = array_map(fn(?string $answer): string => (string)($question->keys[$answer] ?? '?'), $chosen);
        sort($keys);
        return $keys;
    }

    /**
     * Reads the steps of attempts with the data that hold answers.
     *
     * @param int[] $usages
     * @return array[] question attempt → steps in order
     */
    private function steps(array $usages): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($usages, SQL_PARAMS_NAMED);
        $sql = "SELECT s.id, s.questionattemptid, s.state, s.fraction, s.timecreated
                  FROM {question_attempt_steps} s
                  JOIN {question_attempts} qa ON qa.id = s.questionattemptid
                 WHERE qa.questionusageid {$in}
              ORDER BY s.questionattemptid, s.sequencenumber";
        $steps = $DB->get_records_sql($sql, $params);
        foreach ($steps as $step) {
            $step->data = [];
        }
        $sql = "SELECT d.id, d.attemptstepid, d.name, d.value
                  FROM {question_attempt_step_data} d
                  JOIN {question_attempt_steps} s ON s.id = d.attemptstepid
                  JOIN {question_attempts} qa ON qa.id = s.questionattemptid
                 WHERE qa.questionusageid {$in}
                       AND (d.name IN ('_order', 'answer') OR " . $DB->sql_like('d.name', ':choice') . ')';
        $recordset = $DB->get_recordset_sql($sql, $params + ['choice' => 'choice%']);
        foreach ($recordset as $data) {
            if (isset($steps[$data->attemptstepid])) {
                $steps[$data->attemptstepid]->data[$data->name] = (string)$data->value;
            }
        }
        $recordset->close();
        $sorted = [];
        foreach ($steps as $step) {
            $sorted[$step->questionattemptid][] = $step;
        }
        return $sorted;
    }

    /**
     * Reads names, versions and keys of questions that are not known yet.
     *
     * @param int[] $ids
     */
    private function load_questions(array $ids): void {
        global $DB;
        $missing = array_diff($ids, array_keys(self::$questions));
        if (!$missing) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal($missing);
        $sql = "SELECT q.id, q.name, q.qtype, q.questiontext, v.version, e.idnumber
                  FROM {question} q
             LEFT JOIN {question_versions} v ON v.questionid = q.id
             LEFT JOIN {question_bank_entries} e ON e.id = v.questionbankentryid
                 WHERE q.id {$in}";
        foreach ($DB->get_records_sql($sql, $params) as $question) {
            $question->keys = [];
            // A native true/false question shows words of its own; ours name the keys of true and false in the stem.
            $named = preg_match('/data-cb-choices="(\S+) (\S+)"/', $question->questiontext, $found);
            $question->truth = $named ? [$found[1], $found[2]] : ['true', 'false'];
            unset($question->questiontext);
            self::$questions[$question->id] = $question;
        }
        $answers = $DB->get_records_select('question_answers', "question {$in}", $params, 'question, id', 'id, question, answer');
        foreach ($answers as $answer) {
            $keys = &self::$questions[$answer->question]->keys;
            $marked = preg_match('/data-cb-choice="([^"]*)"/', $answer->answer, $found);
            $keys[$answer->id] = $marked ? html_entity_decode($found[1]) : (string)(count($keys) + 1);
        }
    }
}
