"""« Méthode », what a small group's answers allow one to say: intervals, agreement, comparisons."""

from diagnostic.confidence import FEWEST_FOR_INTERVAL
from diagnostic.confidence.consensus import CAMP
from diagnostic.readings.fragilities import RELIABLE, TENTATIVE
from diagnostic.readings.gaps import CLOSE_SHARE, CLOSE_TO_FRANCE, NO_CONSENSUS
from diagnostic.texts import Voice


def rules_of_certainty(voice: Voice) -> tuple[str, ...]:
    """The rules, each with the constants that the code uses."""
    return (
        voice.say(
            "**Intervalle à 95 %** : si d’autres personnes du même regard avaient répondu, la "
            "moyenne aurait pu être un peu différente. L’intervalle dit entre quelles valeurs, à "
            "partir de {fewest} réponses ; en dessous, l’écran dit « trop peu de réponses pour un "
            "intervalle », car il couvrirait la moitié de l’échelle, et montrer la plus petite et "
            "la plus grande réponse ferait reconnaître des personnes. Il ne corrige pas le fait "
            "que ceux qui répondent sont souvent les plus concernés. La note croisée n’a pas "
            "d’intervalle : elle réunit des regards, non des personnes.",
            fewest=FEWEST_FOR_INTERVAL,
        ),
        voice.say(
            "**Calcul de l’intervalle** : une demi-réponse est ajoutée à chaque bout de l’échelle "
            "(cinq réponses « 10 » ne prouvent pas que personne ne dirait « 0 »), puis "
            "l’intervalle se lit sur la loi bêta qui a la même moyenne et la même variance. "
            "Essayé sur des milliers de tirages de réponses très penchées, il contient la vraie "
            "moyenne 95 à 98 fois sur 100 ; sur des réponses presque unanimes, il est un "
            "peu trop large. Un pourcentage a l’intervalle de Wilson."
        ),
        voice.say(
            "**Intervalle d’un axe** : la note est la moyenne de plusieurs questions, auxquelles "
            "tous n’ont pas répondu. On regarde donc ce qu’elle deviendrait si chaque personne, "
            "tour à tour, n’avait rien dit (« jackknife », Tukey, 1958) ; quand tous ont répondu à "
            "tout, cela revient à l’intervalle de la moyenne de chacun. Il n’est pas montré là où "
            "il laisserait deviner des réponses : une question cachée a été répondue, ou trop peu "
            "de personnes ont répondu à plusieurs questions."
        ),
        voice.say(
            "**Tous ont répondu** : quand le nombre de personnes d’un regard est connu, seules "
            "celles qui n’ont pas répondu sont incertaines ; trois élus sur trois ne sont pas un "
            "échantillon."
        ),
        voice.say(
            "**Accord dans un regard** : indice A de van der Eijk (2001), lu sur cinq marches de "
            "l’échelle. 1 : tous sur la même marche ; 0 : autant sur chacune ; −1 : moitié à un "
            "bout, moitié à l’autre."
        ),
        voice.say(
            "**Avis dispersés, avis partagés** : des avis sont dispersés quand leur écart-type "
            "dépasse {limit} points sur 10. Ils sont « partagés » quand ils forment en plus deux "
            "camps : au moins {camp} des réponses en bas de l’échelle (0 à 3), au moins {camp} en "
            "haut (7 à 10), et au milieu moins de la moitié du plus petit des deux. La moyenne "
            "passe alors au second plan : peu de gens en sont proches.",
            limit=voice.number(NO_CONSENSUS),
            camp=voice.percent(CAMP),
        ),
        voice.say(
            "**Accord entre les regards** : alpha de Krippendorff sur leurs notes de domaines. 1 : "
            "les mêmes notes ; 0 : pas plus proches qu’au hasard. À partir de {reliable}, ils "
            "notent de la même façon ; à partir de {tentative}, à peu près.",
            reliable=voice.number(RELIABLE, 2),
            tentative=voice.number(TENTATIVE, 2),
        ),
        voice.say(
            "**Ce qui a bougé** : un chiffre n’est comparé d’une vague à l’autre que si les "
            "deux le montrent et que la question y est posée dans les mêmes mots. Les deux "
            "vagues sont lues comme deux groupes de personnes ; les mouvements d’un même "
            "tableau sont corrigés de leur nombre (Holm, 1979). La note croisée est celle des "
            "regards présents dans les deux vagues : l’intervalle de son mouvement ne vaut "
            "que pour eux. Les personnes qui ont accepté d’être suivies sont comparées à "
            "elles-mêmes (intervalle de Student), une seule fois, quand les deux vagues sont "
            "closes."
        ),
        voice.say(
            "**Au-dessus, au-dessous, proche** : la différence avec la France a son propre "
            "intervalle, qui compte l’incertitude d’ici et celle de l’étude nationale quand sa "
            "taille est publiée (la dispersion des réponses ne l’est pas : la plus grande possible "
            "est supposée). « Proche » : tout l’intervalle tient dans ± {close} point ({share} "
            "pour une part). « Au-dessus » ou « au-dessous » : l’intervalle ne contient pas zéro. "
            "Sinon : « on ne peut pas trancher ».",
            close=voice.number(CLOSE_TO_FRANCE),
            share=voice.percent(CLOSE_SHARE),
        ),
        voice.say(
            "**Plusieurs comparaisons à la fois** : en comparant dix domaines, on en trouverait "
            "par hasard un qui diffère. Les « au-dessus » et « au-dessous » d’un même tableau sont "
            "donc corrigés de leur nombre (Holm, 1979). « Proche » et les écarts entre regards ne "
            "sont pas corrigés : le plus grand écart parmi seize doit une part au hasard."
        ),
    )
