"""What a Moodle backup shows: its activities, what each waits for, the competencies linked to it."""

from __future__ import annotations

from packager.check.inspected import InspectedItem, InspectedPage, Shown
from packager.check.mbz_reader import Backup, BackupActivity
from packager.check.reader import OpenPackage

_TYPES = {"page": "lesson", "scorm": "launch", "feedback": "survey", "quiz": "test"}
_PHASES = ("pre", "post", "exam")


def shown_backup(package: OpenPackage) -> Shown:
    """Return the course that a backup holds; an item's prerequisites are the activities to complete before it."""
    backup = Backup(package.archive)
    activities = list(backup.activities())
    names = {each.number: each.idnumber or each.directory for each in activities}
    return Shown(
        identifier=backup.course("idnumber") or backup.said("original_course_shortname") or None,
        title=backup.said("original_course_fullname") or None,
        items=tuple(_item(each, names) for each in activities),
        pages=tuple(InspectedPage(path=each.directory, type=_type(each)) for each in activities),
    )


def _item(activity: BackupActivity, names: dict[str, str]) -> InspectedItem:
    return InspectedItem(
        id=names[activity.number],
        title=activity.title,
        href=activity.directory,
        objectives=tuple(item for _, item in activity.items),
        prerequisites=" & ".join(names.get(each, each) for each in activity.requires) or None,
    )


def _type(activity: BackupActivity) -> str:
    """Return what an activity is to a learner; of a quiz, the phase that idnumbers of ours name."""
    words = activity.idnumber.split(".")
    if activity.module == "quiz" and len(words) > 2 and words[1] in _PHASES:
        return words[1]
    return _TYPES.get(activity.module, activity.module)
