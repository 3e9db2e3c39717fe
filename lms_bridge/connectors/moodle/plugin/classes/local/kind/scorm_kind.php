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

use local_coursebridge\local\bulky_package;
use local_coursebridge\local\document;
use moodle_exception;
use stdClass;

/**
 * A SCORM activity from an uploaded package.
 *
 * Moodle matches SCOs by their identifier and deletes the tracks of one that a new package lacks. That is a decision,
 * told beforehand from the document, and looked at again in the database once Moodle has taken the package in.
 *
 * @package    local_coursebridge
 * @copyright  2026 Coursebridge contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class scorm_kind extends activity_kind {
    /** @var int[] */
    private const GRADE_METHODS = ['scos' => 0, 'highest' => 1, 'average' => 2, 'sum' => 3];

    /** @var int[] */
    private const WHAT_GRADES = ['highest' => 0, 'average' => 1, 'first' => 2, 'last' => 3];

    /** @var int[] status of the protocol → bit */
    private const STATUS_BITS = ['passed' => 2, 'completed' => 4];

    /** @var bulky_package[] by idnumber: packages that Moodle was given without their big files */
    private array $bulky = [];

    #[\Override]
    protected function modname(): string {
        return 'scorm';
    }

    #[\Override]
    protected function learners_sql(): string {
        return 'SELECT userid FROM {scorm_attempt} WHERE scormid = :instance';
    }

    #[\Override]
    public function parts(stdClass $current): array {
        global $DB;
        $sql = "SELECT DISTINCT identifier FROM {scorm_scoes} WHERE scorm = :scorm AND scormtype = 'sco' ORDER BY identifier";
        return $DB->get_fieldset_sql($sql, ['scorm' => $current->instance]);
    }

    #[\Override]
    public function risks(stdClass $wanted, stdClass $current): array {
        $risks = parent::risks($wanted, $current);
        if ($current->modname !== 'scorm') {
            return $risks;
        }
        $dropped = array_diff($this->tracked($current), $wanted->scos);
        if ($dropped) {
            array_unshift($risks, ['scos_dropped', implode(',', $dropped), $this->count_tracks($current, $dropped)]);
        }
        $grading = $this->grading_differs($wanted, $current);
        if ($grading) {
            $risks[] = ['grading_changed', implode(',', $grading), $this->graded($current)];
        }
        return $risks;
    }

    #[\Override]
    public function make(stdClass $wanted, ?stdClass $current): int {
        if (!$current || $current->modname !== 'scorm') {
            return parent::make($wanted, $current);
        }
        $tracked = $this->tracked($current);
        $grades = $this->grading_differs($wanted, $current) ? [] : $this->lock_grades($current);
        $cmid = parent::make($wanted, $current);
        $this->unlock_grades($current, $grades);
        $cm = $this->site->module_by_id($cmid);
        if ($tracked && $cm->id === $current->id) {
            // The package itself, not what the document says of it, decides: all is rolled back if it drops more.
            $lost = array_diff(array_intersect($tracked, $wanted->scos), $this->parts($cm));
            if ($lost) {
                throw new moodle_exception('wouldloselearnerdata', 'local_coursebridge', '', implode(',', $lost));
            }
        }
        return $cmid;
    }

    #[\Override]
    protected function own_fields(stdClass $wanted, ?stdClass $current): array {
        global $CFG;
        require_once($CFG->dirroot . '/mod/scorm/lib.php');
        require_once($CFG->dirroot . '/mod/scorm/locallib.php');
        $config = get_config('scorm');
        $fields = [
            'scormtype' => SCORM_TYPE_LOCAL,
            'packagefile' => $this->package($wanted, $current),
            'maxgrade' => $wanted->grade_max,
            'grademethod' => self::GRADE_METHODS[$wanted->grade_method],
            'whatgrade' => self::WHAT_GRADES[$wanted->what_grade],
            'maxattempt' => $wanted->attempts,
            'width' => $wanted->width ?? $config->framewidth,
            'height' => $wanted->height ?? $config->frameheight,
            'popup' => (int)$wanted->popup,
            // Taken in now, and never again by itself.
            'updatefreq' => SCORM_UPDATE_NEVER,
        ];
        if ($current) {
            return $fields;
        }
        $defaults = ['skipview', 'displaycoursestructure', 'hidetoc', 'nav', 'navpositionleft',
            'navpositiontop', 'displayattemptstatus', 'forcenewattempt', 'lastattemptlock', 'forcecompleted', 'auto',
            'autocommit', 'masteryoverride'];
        foreach ($defaults as $name) {
            $fields[$name] = $config->$name;
        }
        // A preview keeps nothing of what a learner does in it.
        return $fields + ['hidebrowse' => 1, 'timeopen' => 0, 'timeclose' => 0, 'packageurl' => '', 'datadir' => ''];
    }

    #[\Override]
    protected function own_rules(stdClass $wanted): array {
        $rules = $wanted->completion;
        $automatic = $rules->tracking === 'automatic';
        $bits = 0;
        foreach ($rules->status as $status) {
            $bits |= self::STATUS_BITS[$status] ?? 0;
        }
        return [
            'completionstatusrequired' => $automatic && $bits ? $bits : null,
            // An empty text would be stored as 0, and anybody would be done.
            'completionscorerequired' => $automatic ? $rules->score : null,
            'completionstatusallscos' => 0,
        ];
    }

    /**
     * Returns which rules of grading would change.
     *
     * @param stdClass $wanted
     * @param stdClass $cm
     * @return string[]
     */
    private function grading_differs(stdClass $wanted, stdClass $cm): array {
        $scorm = $this->instance($cm);
        return array_keys(array_filter([
            'grade_max' => (float)$scorm->maxgrade !== (float)$wanted->grade_max,
            'grade_method' => (int)$scorm->grademethod !== self::GRADE_METHODS[$wanted->grade_method],
            'what_grade' => (int)$scorm->whatgrade !== self::WHAT_GRADES[$wanted->what_grade],
        ]));
    }

    /**
     * Locks the grades of an activity: on every update Moodle grades everybody who has begun an attempt anew, and who is
     * in the middle of one would get a 0.
     *
     * @param stdClass $cm
     * @return array what stood there, by the id of the grade item
     */
    private function lock_grades(stdClass $cm): array {
        global $DB;
        $key = ['itemtype' => 'mod', 'itemmodule' => 'scorm', 'iteminstance' => $cm->instance];
        $stood = $DB->get_records_menu('grade_items', $key, '', 'id, locked');
        $DB->set_field('grade_items', 'locked', time(), $key);
        return $stood;
    }

    /**
     * Undoes that, and gives the grade item its name.
     *
     * @param stdClass $cm
     * @param array $stood
     */
    private function unlock_grades(stdClass $cm, array $stood): void {
        global $DB;
        foreach ($stood as $id => $locked) {
            $DB->set_field('grade_items', 'locked', $locked, ['id' => $id]);
        }
        if ($stood) {
            scorm_grade_item_update($this->instance($cm));
        }
    }

    /**
     * Returns the identifiers of the SCOs that learners have tracks of.
     *
     * @param stdClass $cm
     * @return string[]
     */
    private function tracked(stdClass $cm): array {
        global $DB;
        $sql = "SELECT DISTINCT s.identifier
                  FROM {scorm_scoes} s
                 WHERE s.scorm = :scorm AND EXISTS (SELECT 1 FROM {scorm_scoes_value} v WHERE v.scoid = s.id)
              ORDER BY s.identifier";
        return $DB->get_fieldset_sql($sql, ['scorm' => $cm->instance]);
    }

    /**
     * Counts the people with tracks of SCOs.
     *
     * @param stdClass $cm
     * @param string[] $identifiers
     * @return int
     */
    private function count_tracks(stdClass $cm, array $identifiers): int {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($identifiers, SQL_PARAMS_NAMED);
        $sql = "SELECT COUNT(DISTINCT a.userid)
                  FROM {scorm_attempt} a
                  JOIN {scorm_scoes_value} v ON v.attemptid = a.id
                  JOIN {scorm_scoes} s ON s.id = v.scoid
                 WHERE s.scorm = :scorm AND s.identifier {$in}";
        return $DB->count_records_sql($sql, $params + ['scorm' => $cm->instance]);
    }

    /**
     * Puts the package into a draft area, once it is known to be one; without its big files where it has such.
     *
     * @param stdClass $wanted
     * @param stdClass|null $current
     * @return int
     */
    private function package(stdClass $wanted, ?stdClass $current): int {
        global $USER;
        $itemid = $this->site->uploads->draft(['/package.zip' => $wanted->package]);
        $context = \context_user::instance($USER->id);
        $file = get_file_storage()->get_file($context->id, 'user', 'draft', $itemid, '/', 'package.zip');
        $errors = scorm_validate_package($file);
        if ($errors) {
            throw new moodle_exception('badpackage', 'local_coursebridge', '', implode(' ', $errors));
        }
        // Moodle does nothing about the package that it has.
        $same = $current && $this->instance($current)->sha1hash === $file->get_contenthash();
        $name = document::names_of($wanted->package)[0];
        $bulky = $same ? null : $this->site->uploads->bulky($name, $file);
        if (!$bulky) {
            return $itemid;
        }
        $this->bulky[$wanted->idnumber] = $bulky;
        $itemid = file_get_unused_draft_itemid();
        $record = ['contextid' => $context->id, 'component' => 'user', 'filearea' => 'draft', 'itemid' => $itemid];
        $record += ['filepath' => '/', 'filename' => 'package.zip', 'userid' => $USER->id];
        get_file_storage()->create_file_from_pathname($record, $bulky->light());
        return $itemid;
    }

    #[\Override]
    protected function can_wait(stdClass $wanted): bool {
        return isset($this->bulky[$wanted->idnumber]);
    }

    #[\Override]
    protected function finish(stdClass $wanted, stdClass $cm): void {
        global $DB;
        $bulky = $this->bulky[$wanted->idnumber] ?? null;
        if (!$bulky) {
            return;
        }
        $storage = get_file_storage();
        $area = [\context_module::instance($cm->id)->id, 'mod_scorm'];
        $bulky->place(...[...$area, 'content']);
        $light = $storage->get_file(...[...$area, 'package', 0, '/', 'package.zip']);
        $record = array_combine(['contextid', 'component', 'filearea'], [...$area, 'package']);
        $record += ['itemid' => 0, 'filepath' => '/', 'filename' => 'package.zip'];
        $record += ['source' => 'package.zip', 'timemodified' => time()];
        $light->delete();
        $whole = $storage->create_file_from_storedfile($record, $bulky->package);
        $DB->set_field('scorm', 'sha1hash', $whole->get_contenthash(), ['id' => $cm->instance]);
        unset($this->bulky[$wanted->idnumber]);
    }
}
