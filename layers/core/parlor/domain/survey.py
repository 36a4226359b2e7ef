"""The survey of a visitor's satisfaction (满意度评价)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.errors import Invalid
from parlor.domain.forms import VALUE_MAX, FieldKey

RATING_OPEN_MS = 24 * 3600 * 1000
"""So long after the conversation's end the answer may be given or changed."""


class Question(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`stars` is answered with 1 to 5, `choice` with one of `options`, `text` freely."""

    key: FieldKey
    kind: Literal["stars", "choice", "text"]
    label: Annotated[str, Meta(min_length=1, max_length=100)]
    required: bool = False
    options: Annotated[list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=12)] = []


class Survey(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    questions: Annotated[list[Question], Meta(min_length=1, max_length=8)]
    thanks: Annotated[str, Meta(max_length=200)] = ""


class GivenAnswer(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a visitor answers: `stars` for a question of that kind, else `value`."""

    key: FieldKey
    stars: Annotated[int, Meta(ge=1, le=5)] | None = None
    value: Annotated[str, Meta(max_length=VALUE_MAX)] = ""


class SurveyAnswer(Struct, frozen=True, omit_defaults=True):
    """An answer with its question as it was asked."""

    key: str
    label: str
    stars: int | None = None
    value: str = ""


def checked_answers(survey: Survey, given: Sequence[GivenAnswer]) -> list[SurveyAnswer]:
    """The answers in the survey's order. Raises `Invalid` naming `answers.<key>`."""
    by_key = {answer.key: answer for answer in given}
    for key in by_key.keys() - {question.key for question in survey.questions}:
        raise Invalid("The survey has no such question.", code="unknown_field", field=f"answers.{key}")
    answers = []
    for question in survey.questions:
        answer = by_key.get(question.key)
        path = f"answers.{question.key}"
        if answer is None or (answer.stars is None and not answer.value.strip()):
            if question.required:
                raise Invalid("This must be answered.", code="required", field=path)
            continue
        if (question.kind == "stars") != (answer.stars is not None):
            raise Invalid("This is not an answer to the question.", field=path)
        if question.kind == "choice" and answer.value not in question.options:
            raise Invalid("Choose one of the options.", field=path)
        answers.append(SurveyAnswer(question.key, question.label, answer.stars, answer.value.strip()))
    if not answers:
        raise Invalid("Answer a question.", code="required", field="answers")
    return answers


def score_of(answers: Sequence[SurveyAnswer]) -> int | None:
    """The stars of the first question that has them: the conversation's rating."""
    return next((answer.stars for answer in answers if answer.stars is not None), None)
