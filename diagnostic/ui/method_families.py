"""« Méthode », families of answers: how they are looked for, when they are shown."""

from diagnostic.confidence.clusters import CHANCE, KEPT, STABLE
from diagnostic.confidence.families import FEWEST_PEOPLE, HIGH, LOW, MARKED
from diagnostic.texts import Voice


def rules_of_families(voice: Voice) -> tuple[str, ...]:
    """The rules, each with the constants that the code uses."""
    return (
        voice.say(
            "**Familles de réponses** : cherchées parmi les personnes qui ont noté au moins "
            "{marked} des domaines, à partir de {fewest} personnes. Deux personnes sont proches "
            "quand elles jugent les mêmes domaines plus fragiles que le reste : noter tout plus "
            "haut, ou tout plus bas, ne sépare pas. La distance ne compte que les domaines que "
            "les deux ont notés ; « ne sait pas » n’est pas une note moyenne. Qui a noté moins de "
            "domaines est compté dans la famille la plus proche, sans la former. Les familles sont "
            "celles de l’arbre de Ward (1963), coupé là où la silhouette (Rousseeuw, 1987) est la "
            "plus large.",
            marked=voice.percent(MARKED),
            fewest=voice.whole(FEWEST_PEOPLE),
        ),
        voice.say(
            "**Quand aucune famille ne se détache** : un ordinateur trouve toujours des groupes. "
            "Ils ne sont montrés que si, d’une part, moins de {chance} des foules d’une seule "
            "famille, tirées au sort avec les mêmes notes et les mêmes liens entre domaines, se "
            "coupent aussi bien (d’après SigClust, 2008) ; et si, d’autre part, en refaisant la "
            "coupe avec {kept} des personnes, on retrouve les mêmes groupes (indice de Rand "
            "ajusté, médiane d’au moins {stable}).",
            chance=voice.percent(CHANCE),
            kept=voice.percent(KEPT),
            stable=voice.number(STABLE),
        ),
        voice.say(
            "**Personne n’est rangé nommément** : une famille compte au moins le nombre minimal "
            "de personnes, et un domaine n’est montré par famille que si rien ne s’en déduit à "
            "côté des regards. Les familles attendent que la vague soit fermée et que tout soit "
            "compté."
        ),
        voice.say(
            "**Ce sur quoi tous s’accordent** : un domaine est jugé fortement fragile à partir de "
            "{high}, peu fragile jusqu’à {low}. L’accord d’un groupe est (d’accord + 1) / "
            "(réponses + 2) ; ceux de tous les groupes, regards et familles, sont multipliés, "
            "comme le fait Polis : 80 citoyens ne l’emportent pas sur 5 élus. N’est montré que "
            "ce que la majorité de chaque groupe dit.",
            high=HIGH,
            low=LOW,
        ),
    )
