"""The job-fit survey (岗位契合度调查) of a skeleton: complete, in both languages, ready to use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from course_templates.model import Survey, SurveyAspect, SurveyOption, SurveyQuestion, WorkRef
from course_templates.scope import Scope
from course_templates.skeleton.texts import role_name
from foundation.text import EN, ZH, LangText

_Words = tuple[str, str]

_IMPORTANCE: tuple[_Words, ...] = (
    ("不重要", "Not important"),
    ("不太重要", "Slightly important"),
    ("一般", "Moderately important"),
    ("重要", "Important"),
    ("非常重要", "Essential"),
)
_FREQUENCY: tuple[_Words, ...] = (
    ("从不", "Never"),
    ("每年几次或更少", "A few times a year or less"),
    ("每月", "Every month"),
    ("每周", "Every week"),
    ("每天", "Every day"),
)
_OWN_ABILITY: tuple[_Words, ...] = (
    ("不会", "I cannot do it"),
    ("有人指导才能做", "With guidance only"),
    ("常规情形能独立做", "Alone, in routine cases"),
    ("复杂情形也能独立做", "Alone, in difficult cases too"),
    ("能指导别人", "I can guide others"),
)
_YEARS: tuple[_Words, ...] = (
    ("不足 1 年", "Less than 1 year"),
    ("1 年至不足 3 年", "1 to under 3 years"),
    ("3 年至不足 5 年", "3 to under 5 years"),
    ("5 年至不足 10 年", "5 to under 10 years"),
    ("10 年及以上", "10 years or more"),
    ("还没有做过这类工作", "I have not done such work"),
)
_EMPLOYERS: tuple[_Words, ...] = (
    ("制造企业，1000 人及以上", "Manufacturer, 1,000 people or more"),
    ("制造企业，300～999 人", "Manufacturer, 300 to 999 people"),
    ("制造企业，不足 300 人", "Manufacturer, fewer than 300 people"),
    ("软件、自动化或系统集成企业", "Software, automation or systems integration"),
    ("其他企业", "Another kind of company"),
    ("院校或培训机构", "School, university or training provider"),
    ("政府部门、协会或科研院所", "Government, association or research institute"),
    ("暂未就业", "Not employed at present"),
)
_ROLE_EXISTS: tuple[_Words, ...] = (
    ("有，名称相同或相近", "Yes, under this or a similar title"),
    ("有，但用别的名称", "Yes, under another title"),
    ("没有单独的岗位，工作分在几个岗位", "No post of its own; the work is spread over several posts"),
    ("没有这样的岗位，也没有这些工作", "Neither the post nor the work exists"),
    ("不清楚", "I do not know"),
)
_KEYS = "abcdefghij"
_MISSING_CHARS = 250
_TITLE_CHARS = 60


def job_fit_survey(scope: Scope, names: Mapping[str, str]) -> Survey:
    """Return the survey for a role's works; `names` gives each work's short name within ids."""
    ratings = [question for work in scope.works for question in _ratings(work, names[work.id])]
    return Survey(
        id="fit",
        title=LangText.of("岗位契合度调查", "Job-fit survey"),
        intro=LangText.of(
            "自愿填写，可以跳过任何一题，不影响成绩。请按您的实际工作回答：这些工作您做不做，还缺什么。"
            "请不要写姓名、单位名称和联系方式。",
            "Voluntary: skip whatever you like, it does not affect your result. Answer from your real work: do you do "
            "these works, and what is missing? Please give no names, employers or contact details.",
        ),
        questions=(*_about_respondent(), *_about_role(scope), *ratings, _missing()),
    )


def _about_respondent() -> Iterator[SurveyQuestion]:
    yield SurveyQuestion(
        id="post",
        aspect="post",
        kind="text",
        prompt=LangText.of("您现在的岗位叫什么？", "What is your present post called?"),
        max_chars=_TITLE_CHARS,
    )
    years = LangText.of("您做这类工作多久了？", "How long have you done this kind of work?")
    yield _choice("years", "experience-years", years, _YEARS)
    employer = LangText.of("您在什么样的单位工作？", "What kind of employer do you work for?")
    yield _choice("employer", "employer-kind", employer, _EMPLOYERS)


def _about_role(scope: Scope) -> Iterator[SurveyQuestion]:
    role = role_name(scope)
    exists = LangText.of(
        f"您的单位有“{role.best(ZH)}”这样的岗位吗？", f"Does your employer have the post “{role.best(EN)}”?"
    )
    yield _choice("role-exists", "role-exists", exists, _ROLE_EXISTS)
    yield SurveyQuestion(
        id="role-title",
        aspect="role-title",
        kind="text",
        prompt=LangText.of("如果有，在您的单位叫什么名称？", "If so, what is it called there?"),
        max_chars=_TITLE_CHARS,
    )


def _ratings(work: WorkRef, name: str) -> Iterator[SurveyQuestion]:
    zh, en = (" ".join(filter(None, (work.code, work.label.best(lang)))) for lang in (ZH, EN))
    importance = LangText.of(f"“{zh}”对您的工作有多重要？", f"How important is “{en}” in your work?")
    yield _rating(work, f"{name}-importance", "importance", importance, _IMPORTANCE)
    frequency = LangText.of(f"您多久做一次“{zh}”？", f"How often do you do “{en}”?")
    yield _rating(work, f"{name}-frequency", "frequency", frequency, _FREQUENCY)
    own = LangText.of(f"“{zh}”您现在能做到什么程度？", f"How well can you do “{en}” now?")
    yield _rating(work, f"{name}-own", "own-ability", own, _OWN_ABILITY)


def _missing() -> SurveyQuestion:
    return SurveyQuestion(
        id="missing",
        aspect="missing",
        kind="text",
        prompt=LangText.of(
            "您的工作中有哪些重要的任务或能力，上面没有提到？",
            "Which important tasks or abilities of your work have not been mentioned?",
        ),
        max_chars=_MISSING_CHARS,
    )


def _rating(
    work: WorkRef, question_id: str, aspect: SurveyAspect, prompt: LangText, scale: tuple[_Words, ...]
) -> SurveyQuestion:
    options = tuple(
        SurveyOption(key=str(value), text=LangText.of(*words), value=value)
        for value, words in enumerate(scale, start=1)
    )
    return SurveyQuestion(id=question_id, aspect=aspect, kind="rating", work=work.id, prompt=prompt, options=options)


def _choice(question_id: str, aspect: SurveyAspect, prompt: LangText, words: tuple[_Words, ...]) -> SurveyQuestion:
    options = tuple(SurveyOption(key=key, text=LangText.of(*pair)) for key, pair in zip(_KEYS, words, strict=False))
    return SurveyQuestion(id=question_id, aspect=aspect, kind="choice", prompt=prompt, options=options)
