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
use Throwable;

/**
 * Makes the objects of a document, one transaction each, until all are there or time is up.
 *
 * An object's hash is the last thing that its transaction writes. Whatever happens, the site holds whole objects only,
 * and the same document again goes on with those that are not there yet.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class deployer {
    /** @var int seconds after which no further object is begun, at most */
    public const MAX_SECONDS = 120;

    /** @var int seconds to wait for another deploy of the same course */
    private const LOCK_SECONDS = 2;

    /** @var planner */
    private readonly planner $planner;

    /** @var array[] what was done */
    private array $results = [];

    /** @var array[] what is made but for a part that can wait: change, wanted, id */
    private array $late = [];

    /** @var int objects that time did not reach */
    private int $remaining = 0;

    /**
     * For one document.
     *
     * @param document $document
     * @param site $site
     * @param string[] $allow names of decisions that may be carried out
     */
    public function __construct(
        /** @var document */
        private readonly document $document,
        /** @var site */
        private readonly site $site,
        /** @var string[] */
        private readonly array $allow,
    ) {
        $this->planner = new planner($document, $site);
    }

    /**
     * Works until all is done or the time is up.
     *
     * @param int $seconds
     * @return array results, complete, remaining
     * @throws moodle_exception busy, courserenamed, duplicatecourse
     */
    public function run(int $seconds): array {
        $name = "{$this->document->scopetype}:" . hash('sha256', $this->document->scope);
        $lock = \core\lock\lock_config::get_lock_factory('local_coursebridge')->get_lock($name, self::LOCK_SECONDS);
        if (!$lock) {
            throw new moodle_exception('busy', 'local_coursebridge', '', s($this->document->scope));
        }
        try {
            if ($this->document->scopetype === 'course') {
                // None, or one: of several, or of one under another number, nothing is made at all.
                $this->site->course();
            }
            $this->work(microtime(true) + min(max(1, $seconds), self::MAX_SECONDS));
        } finally {
            $this->site->uploads->release();
            $lock->release();
        }
        return ['results' => $this->results, 'complete' => $this->remaining === 0, 'remaining' => $this->remaining];
    }

    /**
     * Works until a point in time.
     *
     * @param float $until
     */
    private function work(float $until): void {
        $begun = 0;
        foreach ($this->document->objects as $wanted) {
            if ($begun && microtime(true) > $until) {
                $this->remaining++;
                continue;
            }
            $begun += $this->take($wanted);
        }
        foreach ($this->late as [$change, $wanted, $itemid]) {
            $this->complete($change, $wanted, $itemid);
        }
        if ($this->remaining) {
            return;
        }
        foreach ($this->planner->gone() as $row) {
            $this->retire($row);
        }
        if ($this->document->scopetype === 'course' && $begun) {
            (new arrangement($this->site))->arrange($this->document->objects);
        }
    }

    /**
     * Makes one object, if it is to be made.
     *
     * @param stdClass $wanted
     * @return int 1 if anything was done
     */
    private function take(stdClass $wanted): int {
        try {
            $change = $this->planner->maker($wanted->kind)->assess($wanted);
            if ($change->op === 'unchanged') {
                $this->tell($change, 'unchanged');
                return 0;
            }
            if ($change->op === 'decide' && !in_array($change->name(), $this->allow, true)) {
                $this->tell($change, 'skipped');
                return 0;
            }
            $itemid = $this->in_transaction(fn(): int => $this->make($wanted));
            if ($this->planner->maker($wanted->kind)->lacks($wanted)) {
                $this->late[] = [$change, $wanted, $itemid];
            } else {
                $this->tell_made($change, $itemid);
            }
        } catch (Throwable $problem) {
            $this->fail($change ?? new change('update', $wanted->kind, $wanted->idnumber, ''), $problem);
        }
        return 1;
    }

    /**
     * Does what was left of an object until the others are made, and notes that it is there.
     *
     * @param change $change
     * @param stdClass $wanted
     * @param int $itemid
     */
    private function complete(change $change, stdClass $wanted, int $itemid): void {
        try {
            $this->in_transaction(function () use ($wanted, $itemid): int {
                $this->planner->maker($wanted->kind)->complete($wanted, $itemid);
                $this->note($wanted, $itemid);
                return $itemid;
            });
            $this->tell_made($change, $itemid);
        } catch (Throwable $problem) {
            $this->fail($change, $problem);
        }
    }

    /**
     * Makes an object and notes that it is there.
     *
     * @param stdClass $wanted
     * @return int
     */
    private function make(stdClass $wanted): int {
        $maker = $this->planner->maker($wanted->kind);
        $known = $this->site->registry->get($wanted->kind, $wanted->idnumber);
        $itemid = $maker->make($wanted, $maker->find($wanted->idnumber, $known));
        $this->note($wanted, $itemid, $maker->lacks($wanted) ? '' : $wanted->sha256);
        if ($known && (int)$known->itemid !== $itemid && in_array($wanted->kind, kinds::ACTIVITIES, true)) {
            $this->count_anew($wanted->idnumber);
        }
        return $itemid;
    }

    /**
     * Notes that an object is there as wanted.
     *
     * @param stdClass $wanted
     * @param int $itemid
     * @param string|null $sha256 '': it is not as wanted yet; null: the object's own
     */
    private function note(stdClass $wanted, int $itemid, ?string $sha256 = null): void {
        $maker = $this->planner->maker($wanted->kind);
        $reached = ['sha256' => $sha256 ?? $wanted->sha256, 'itemid' => $itemid];
        $this->site->registry->put($wanted->kind, $wanted->idnumber, $reached + [
            'version' => \core_text::substr($wanted->kind === 'course' ? $wanted->version : '', 0, 40),
            'basis' => 0,
        ]);
        $made = $maker->find($wanted->idnumber, $this->site->registry->get($wanted->kind, $wanted->idnumber));
        $this->site->registry->put($wanted->kind, $wanted->idnumber, $reached + ['basis' => $maker->basis($made)]);
    }

    /**
     * Makes an activity that took a former one's place count for the course as that did.
     *
     * @param string $idnumber
     */
    private function count_anew(string $idnumber): void {
        foreach ($this->document->objects as $wanted) {
            $row = $wanted->kind === 'completion' ? $this->site->registry->get('completion', $wanted->idnumber) : null;
            if (!$row || $row->sha256 !== $wanted->sha256) {
                continue;
            }
            $maker = new kind\completion_kind($this->site);
            if ($maker->count_anew($wanted, $idnumber)) {
                $basis = $maker->basis($this->site->require_course());
                $this->site->registry->put('completion', $wanted->idnumber, ['basis' => $basis]);
            }
        }
    }

    /**
     * Hides an object that the document no longer names.
     *
     * @param stdClass $row
     */
    private function retire(stdClass $row): void {
        $maker = $this->planner->maker($row->kind);
        $current = $maker->find($row->idnumber, $row);
        if (!$current) {
            $this->site->registry->forget($row->kind, $row->idnumber);
            return;
        }
        $change = $this->planner->assess_gone($row, $current);
        if ($change->op === 'decide' && !in_array($change->name(), $this->allow, true)) {
            $this->tell($change, 'skipped');
            return;
        }
        if ($this->planner->shown($row)) {
            // What waits in a section for a person's decision must not vanish with it.
            return;
        }
        try {
            $this->in_transaction(fn(): int => self::hide($this->site, $maker, $row, $current));
            $this->tell($change, 'retired');
        } catch (Throwable $problem) {
            $this->fail($change, $problem);
        }
    }

    /**
     * Hides an object and notes it.
     *
     * @param site $site
     * @param kind\kind $maker
     * @param stdClass $row
     * @param stdClass $current
     * @return int
     */
    public static function hide(site $site, kind\kind $maker, stdClass $row, stdClass $current): int {
        $maker->hide($current);
        $hidden = $maker->find($row->idnumber, $row) ?? $current;
        $site->registry->put($row->kind, $row->idnumber, ['status' => 'retired', 'basis' => $maker->basis($hidden)]);
        return (int)$row->itemid;
    }

    /**
     * Does all of something or nothing.
     *
     * @param callable $work
     * @return int
     */
    private function in_transaction(callable $work): int {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $result = $work();
            $transaction->allow_commit();
            return $result;
        } catch (Throwable $problem) {
            // Core may have left transactions of its own open; all of them go.
            $DB->force_transaction_rollback();
            $this->forget_caches();
            throw $problem;
        }
    }

    /**
     * Forgets what was cached of things that have been rolled back.
     */
    private function forget_caches(): void {
        \context_helper::reset_caches();
        \cache_helper::purge_by_definition('core', 'grade_categories');
        $this->site->look_again();
        $course = $this->document->scopetype === 'course' ? $this->site->course() : null;
        if ($course) {
            rebuild_course_cache($course->id, true);
            get_fast_modinfo(0, 0, true);
        }
    }

    /**
     * Notes that an object was made.
     *
     * @param change $change
     * @param int $itemid
     */
    private function tell_made(change $change, int $itemid): void {
        $cmid = in_array($change->kind, kinds::ACTIVITIES, true) ? $itemid : 0;
        $this->tell($change, $change->op === 'create' ? 'created' : 'updated', $cmid);
    }

    /**
     * Notes what was done.
     *
     * @param change $change
     * @param string $op
     * @param int $cmid
     */
    private function tell(change $change, string $op, int $cmid = 0): void {
        $result = ['op' => $op, 'cmid' => $cmid, 'errorcode' => '', 'message' => ''] + $change->told();
        $this->results[] = $result;
    }

    /**
     * Notes what failed.
     *
     * @param change $change
     * @param Throwable $problem
     */
    private function fail(change $change, Throwable $problem): void {
        $this->results[] = [
            'op' => 'failed',
            'cmid' => 0,
            'errorcode' => $problem instanceof moodle_exception ? $problem->errorcode : 'unexpected',
            'message' => \core_text::substr($problem->getMessage(), 0, 1000),
        ] + $change->told();
    }
}
