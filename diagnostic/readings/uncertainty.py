"""How sure a figure is, in words: its interval, who is missing, where France stands."""

from diagnostic.benchmarks import Measure
from diagnostic.confidence import (
    FEWEST_FOR_INTERVAL,
    Interval,
    Standing,
    mean_interval,
    proportion_interval,
)
from diagnostic.readings.gaps import Comparison
from diagnostic.scoring import AxisTally, Tally
from diagnostic.texts import Voice, rounded

MINUS = "−"


def read_interval(
    tally: Tally | AxisTally, scale: tuple[int, int], people: int | None = None
) -> Interval | None:
    """The interval of a group's mean; `people`: how many there are in all, where it is known.

    It has no width where all answered.
    """
    return mean_interval(tally.given, tally.mean, tally.deviation, scale, people=people)


def read_share_interval(
    share: float | None, given: int, people: int | None = None
) -> Interval | None:
    """The interval of a share between 0 and 1."""
    return None if share is None else proportion_interval(share, given, people=people)


def say_interval(voice: Voice, interval: Interval | None) -> str:
    """« intervalle à 95 % : 5,1 à 7,4 », or that there is none, and why."""
    if interval is None:
        return voice.say("trop peu de réponses pour un intervalle")
    if not interval.width:
        return say_everybody(voice)
    return voice.say("intervalle à 95 % : {ends}", ends=say_ends(voice, interval))


def say_everybody(voice: Voice) -> str:
    """Why a figure of all those that there are has no interval."""
    return voice.say("tous ont répondu, pas d’intervalle")


def say_sureness(voice: Voice, tally: Tally | AxisTally, interval: Interval | None) -> str:
    """The interval of a mean that is shown, or why it has none."""
    if interval is None and tally.given >= FEWEST_FOR_INTERVAL:
        # The deviation was withheld: set beside the questions, it would tell what a few said.
        return voice.say("pas d’intervalle : il laisserait deviner des réponses")
    return say_interval(voice, interval)


def say_ends(voice: Voice, interval: Interval) -> str:
    """« 5,1 à 7,4 », or that nothing is uncertain."""
    if not interval.width:
        return say_everybody(voice)
    return voice.say(
        "{low} à {high}", low=voice.number(interval.low), high=voice.number(interval.high)
    )


def say_share_interval(voice: Voice, interval: Interval | None) -> str:
    """« intervalle à 95 % : 51 % à 88 % », or that there is none."""
    if interval is None:
        return voice.say("trop peu de réponses pour un intervalle")
    if not interval.width:
        return say_everybody(voice)
    return voice.say("intervalle à 95 % : {ends}", ends=say_share_ends(voice, interval))


def say_share_ends(voice: Voice, interval: Interval) -> str:
    """« 51 % à 88 % », or that nothing is uncertain."""
    if not interval.width:
        return say_everybody(voice)
    return voice.say(
        "{low} à {high}", low=voice.percent(interval.low), high=voice.percent(interval.high)
    )


def say_gap_interval(voice: Voice, interval: Interval | None) -> str:
    """How sure a gap between two regards is; that it may be nothing where it may."""
    if interval is None:
        return ""
    if not interval.width:
        return voice.say("Écart exact : toutes les personnes de ces deux regards ont répondu.")
    ends = _say_signed_ends(voice, interval, share=False)
    if interval.low > 0:
        return voice.say("Écart, intervalle à 95 % : {ends}.", ends=ends)
    return voice.say(
        "Écart, intervalle à 95 % : {ends} ; trop peu de réponses pour l’établir.", ends=ends
    )


def say_people(voice: Voice, given: int, people: int) -> str:
    """What the number of people in all changes: three élus out of three are not a sample."""
    if given >= people:
        return voice.say_many(
            "La seule personne concernée a répondu : ce n’est pas un échantillon.",
            "Les {number} personnes concernées ont toutes répondu : ce n’est pas un échantillon, "
            "la moyenne est exacte.",
            people,
        )
    return voice.say_many(
        "{number} personne sur {people} a répondu : seules les autres sont incertaines.",
        "{number} personnes sur {people} ont répondu : seules les autres sont incertaines.",
        given,
        people=voice.whole(people),
    )


def say_clusters(voice: Voice, given: int, clusters: int) -> str:
    """That answers from a few workshops or organisations are worth fewer than they are."""
    if clusters >= given:
        return ""
    return voice.say_many(
        "Ces réponses viennent d’un seul groupe : elles se ressemblent sans doute, et "
        "l’incertitude est plus grande que l’intervalle.",
        "Ces réponses viennent de {number} groupes : elles se ressemblent sans doute à "
        "l’intérieur de chacun, et l’incertitude est plus grande que l’intervalle.",
        clusters,
    )


def say_gathered(voice: Voice, workshops: int) -> str:
    """That a good part of a regard answered together, in one workshop or two."""
    return voice.say_many(
        "Au moins la moitié de ces personnes ont répondu dans un même atelier : leurs réponses se "
        "ressemblent sans doute, et l’incertitude est plus grande que l’intervalle.",
        "Au moins la moitié de ces personnes ont répondu dans {number} ateliers : leurs réponses "
        "se ressemblent sans doute à l’intérieur de chacun, et l’incertitude est plus grande que "
        "l’intervalle.",
        workshops,
    )


def say_mistaken(voice: Voice, counted: int, people: int) -> str:
    """That the number of people that was said cannot be so, and what is done about it."""
    return voice.say(
        "{counted} personnes ont répondu, plus que les {people} annoncées en tout : ce nombre "
        "n’est pas utilisé. Corrigez-le dans « Préparer ».",
        counted=voice.whole(counted),
        people=voice.whole(people),
    )


def name_standing(voice: Voice, standing: Standing) -> str:
    """« au-dessus », « au-dessous », « proche », « on ne peut pas trancher »."""
    if standing is Standing.ABOVE:
        return voice.say("au-dessus")
    if standing is Standing.BELOW:
        return voice.say("au-dessous")
    return (
        voice.say("proche") if standing is Standing.CLOSE else voice.say("on ne peut pas trancher")
    )


def say_difference(voice: Voice, comparison: Comparison) -> str:
    """« +1,6 (+0,4 à +2,8) », in points; of percentage where it is a share."""
    difference = comparison.difference
    share = _is_share(comparison)
    said = _signed(voice, difference.value, share=share)
    if difference.interval is None:
        return said
    ends = _say_signed_ends(voice, difference.interval, share=share)
    return voice.say("{difference} ({ends})", difference=said, ends=ends)


def say_standing(voice: Voice, comparison: Comparison) -> str:
    """A sentence: where the figure here stands beside the one of France."""
    found, share = comparison.difference.interval, _is_share(comparison)
    if found is None:
        return voice.say("Trop peu de réponses ici pour dire si c’est plus ou moins qu’en France.")
    difference = voice.say(
        "{points} (intervalle à 95 % : {ends})",
        points=_say_points(voice, comparison.difference.value, share=share),
        ends=_say_signed_ends(voice, found, share=share),
    )
    if comparison.standing is Standing.ABOVE:
        said = voice.say("Au-dessus du niveau national : {difference}.", difference=difference)
    elif comparison.standing is Standing.BELOW:
        said = voice.say("Au-dessous du niveau national : {difference}.", difference=difference)
    elif comparison.standing is Standing.CLOSE:
        said = voice.say("Proche du niveau national : {difference}.", difference=difference)
    else:
        said = voice.say(
            "On ne peut pas trancher face à la France : {difference}.", difference=difference
        )
    if not comparison.sample_is_known:
        said += " " + voice.say(
            "Le nombre de réponses en France n’est pas publié : seule l’incertitude d’ici compte."
        )
    return said


def _is_share(comparison: Comparison) -> bool:
    return comparison.benchmark.measure is Measure.SHARE


def _say_points(voice: Voice, value: float, *, share: bool) -> str:
    figure = _signed(voice, value, share=share)
    if share:
        return voice.say("{figure} points de pourcentage", figure=figure)
    if abs(rounded(value)) < 2 and voice.language == "fr":
        return voice.say("{figure} point", figure=figure)
    return voice.say("{figure} points", figure=figure)


def _say_signed_ends(voice: Voice, interval: Interval, *, share: bool) -> str:
    return voice.say(
        "{low} à {high}",
        low=_signed(voice, interval.low, share=share),
        high=_signed(voice, interval.high, share=share),
    )


def _signed(voice: Voice, value: float, *, share: bool) -> str:
    digits, shown = (0, value * 100) if share else (1, value)
    figure = voice.number(abs(shown), digits)
    if not rounded(shown, digits):
        return figure
    return f"{'+' if shown > 0 else MINUS}{figure}"
