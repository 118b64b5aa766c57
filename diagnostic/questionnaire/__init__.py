"""What is asked. Content comes in by one door, `read`, and is frozen behind it."""

from diagnostic.questionnaire.models import (
    Axis,
    ChoiceQuestion,
    ChoicesQuestion,
    Domain,
    Help,
    LevelsQuestion,
    Option,
    Question,
    Questionnaire,
    RankingQuestion,
    Route,
    ScaleQuestion,
    Text,
    TextQuestion,
)
from diagnostic.questionnaire.reading import QUESTIONNAIRES, current, publish, read, versions
from diagnostic.questionnaire.walk import PRIORITIES, Progress, Screen, is_due, progress, walk

__all__ = [
    "PRIORITIES",
    "QUESTIONNAIRES",
    "Axis",
    "ChoiceQuestion",
    "ChoicesQuestion",
    "Domain",
    "Help",
    "LevelsQuestion",
    "Option",
    "Progress",
    "Question",
    "Questionnaire",
    "RankingQuestion",
    "Route",
    "ScaleQuestion",
    "Screen",
    "Text",
    "TextQuestion",
    "current",
    "is_due",
    "progress",
    "publish",
    "read",
    "versions",
    "walk",
]
