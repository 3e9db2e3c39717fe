"""Why an object of a Moodle would change, in both languages. Spec: docs/moodle-protocol.md 5."""

from __future__ import annotations

from foundation.text import both, halves

_REASONS = {
    "new": both("平台上还没有", "it is not there yet"),
    "deleted": both("曾经推送，已在平台上被删除，将重建", "it was deleted on the site and will be made again"),
    "same": both("内容相同", "the content is the same"),
    "edited": both("内容相同，但有人在平台上改过", "the content is the same, but somebody edited it on the site"),
    "changed": both("内容已变，学习记录保留", "the content differs; what learners did is kept"),
    "adopt": both("平台上已有同编号的对象（如恢复的备份），将接管", "one of this ID number is there and is taken over"),
    "resume": both("上次推送中断，将完成", "a push was broken off and will be finished"),
    "gone": both("推送的内容中已没有，将停用，不删除", "no longer in what is pushed: retired, not deleted"),
    "gone_held": both(
        "推送的内容中已没有，将加停用标记；有评定或证据的学员 {0} 名，全部保留",
        "no longer in what is pushed: to be marked as retired; {0} learners keep their ratings and evidence",
    ),
    "gone_with_data": both(
        "推送的内容中已没有；同意后停用，学习记录保留", "no longer in what is pushed: to be retired, the data stays"
    ),
    "retire": both("停用：对学员隐藏，学习记录保留", "to be retired: hidden from learners, their records are kept"),
    "retired": both("已停用", "it is retired"),
    "scos_dropped": both("不再有这些 SCO，平台会删除其学习记录", "these SCOs would go, and their tracks with them"),
    "completion_changed": both("完成条件改变，已有学员的完成状态会受影响", "the completion rule changes for learners"),
    "criteria_changed": both("课程完成条件改变，已有学员会受影响", "the course's criteria change for learners"),
    "questions_changed": both(
        "已有人作答，题目改变；同意后隐藏旧测验并新建", "attempts exist: the old quiz is hidden, a new one made"
    ),
    "items_dropped": both("已有人回答的题目会消失", "answered items would go"),
    "kind_changed": both("此编号属于另一类活动；同意后隐藏它", "the ID number is another activity's, to be hidden"),
    "scale_in_use": both("评定正在使用旧量表，不能更换", "ratings use the old scale, which cannot be changed"),
    "grading_changed": both("评分方式改变，已有成绩会受影响", "the grading changes for people with grades"),
}


def why(reason: str, detail: str = "", learners: int = 0) -> str:
    """Return a reason in words; an unknown one stays as it is. What goes although learners have data is an item."""
    told = _REASONS["gone_held"].format(learners) if reason == "gone" and learners else _REASONS.get(reason, reason)
    if not detail:
        return told
    zh, en = halves(told)
    return both(f"{zh} [{detail}]", f"{en} [{detail}]")
