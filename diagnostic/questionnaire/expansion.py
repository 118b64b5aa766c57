"""From the compact file to the questions: each aspect of each domain, each item of each axis."""

from collections.abc import Iterator

from diagnostic.questionnaire.models import (
    Aspect,
    ChoiceQuestion,
    Domain,
    LevelsQuestion,
    Option,
    Question,
    Questionnaire,
    RankingQuestion,
    Scale,
    ScaleQuestion,
    TextQuestion,
)


def expand(questionnaire: Questionnaire) -> Iterator[Question]:
    """Every question of the file. A domain's aspect gets the id « F01.G »."""
    for domain in questionnaire.domains:
        for aspect in questionnaire.aspects:
            yield _ask(questionnaire, domain, aspect)
    names = questionnaire.scales["maturite"].options
    for axis in questionnaire.axes:
        for item in axis.items:
            yield LevelsQuestion(
                id=item.id,
                wording=item.wording,
                help=item.help,
                star=item.star,
                levels=item.levels,
                names=tuple(option.label for option in names),
                grounding=item.grounding,
                axis=axis.id,
            )
    for question in questionnaire.questions:
        if isinstance(question, RankingQuestion) and question.options_from == "domains":
            options = tuple(Option(id=d.id, label=d.name) for d in questionnaire.domains)
            yield question.model_copy(update={"options": options, "options_from": None})
        else:
            yield question


def _ask(questionnaire: Questionnaire, domain: Domain, aspect: Aspect) -> Question:
    scale = questionnaire.scales[aspect.scale] if aspect.scale else Scale()
    shared = {
        "id": f"{domain.id}.{aspect.id}",
        "wording": aspect.wording or domain.wordings[aspect.id],
        "help": aspect.help or domain.help,
        "star": aspect.star,
        "dont_know": aspect.dont_know,
        "not_concerned": aspect.not_concerned,
        "grounding": domain.grounding,
        "domain": domain.id,
        "aspect": aspect.id,
    }
    if aspect.kind == "scale":
        return ScaleQuestion.model_validate(
            shared
            | {
                "minimum": scale.minimum,
                "maximum": scale.maximum,
                "low": scale.low,
                "high": scale.high,
            }
        )
    if aspect.kind == "levels":
        return LevelsQuestion.model_validate(
            shared
            | {"levels": scale.levels, "names": tuple(option.label for option in scale.options)}
        )
    if aspect.kind == "choice":
        return ChoiceQuestion.model_validate(shared | {"options": scale.options})
    return TextQuestion.model_validate(shared)
