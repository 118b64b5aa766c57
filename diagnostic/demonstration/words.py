"""What the fictitious people write, in their own words; nobody is named, nothing is copied."""

from collections.abc import Mapping

from diagnostic.campaigns import LocalQuestion, ask_locally
from diagnostic.respondents import Viewpoint

Words = Mapping[tuple[Viewpoint, str], tuple[str, ...]]
"""Regard and question → texts, taken one after the other by those who come to the question."""

FRAMING: Mapping[str, str] = {
    "territoire": (
        "Exemple fictif. Le périmètre est celui de l’agglomération. Beaucoup d’habitants du nord "
        "font leurs courses et se soignent dans le département voisin : nous leur avons demandé de "
        "répondre pour l’endroit où ils vivent."
    ),
    "intervenants": (
        "Exemple fictif. Habitants, élus des communes et de l’agglomération, entreprises, "
        "associations, services publics. Les moins de 30 ans et les familles sans voiture "
        "répondent peu : la mission locale et le centre social les invitent de vive voix."
    ),
    "organisation": (
        "Exemple fictif. Un comité de neuf personnes, trois par monde, prépare et anime. Les "
        "résultats se discutent en séance publique avant toute décision ; le conseil "
        "communautaire décide de ce qui relève de lui."
    ),
    "representation": (
        "Exemple fictif. Les résultats de chaque regard sont montrés côte à côte, jamais en un "
        "seul chiffre. Une affiche par domaine va dans les mairies, avec les mots des habitants."
    ),
}

LOCAL_QUESTIONS: tuple[LocalQuestion, ...] = (
    ask_locally(1, "scale", "La vie de votre commune vous donne-t-elle envie d’y rester ?"),
    ask_locally(
        2,
        "choice",
        "Pour aller chez le médecin, comment faites-vous le plus souvent ?",
        (
            "En voiture, au volant",
            "En voiture, conduit par quelqu’un",
            "En car ou en transport à la demande",
            "À pied ou à vélo",
            "J’y ai renoncé ces derniers mois",
        ),
    ),
    ask_locally(3, "text", "Quel lieu d’ici gagnerait à être mieux connu ?"),
)

TEXTS: tuple[Words, ...] = (
    {
        (Viewpoint.CITIZEN, "F06.I"): (
            "Des voisins se relaient pour conduire les personnes âgées chez le médecin ; la mairie "
            "tient le planning.",
        ),
        (Viewpoint.CITIZEN, "F09.I"): (
            "Un groupe de messages entre parents pour partager les trajets du lycée.",
        ),
        (Viewpoint.CITIZEN, "F12.I"): (
            "Des habitants replantent des haies chaque hiver, avec deux agriculteurs.",
        ),
        (Viewpoint.FIRM, "F01.I"): (
            "Trois ateliers se prêtent un formateur ; les stagiaires tournent d’un atelier à "
            "l’autre.",
        ),
        (Viewpoint.ASSOCIATION, "F09.I"): (
            "Six bénévoles prêtent leur voiture et leur temps le jour du marché. L’assurance est "
            "prise en charge par la commune.",
        ),
        (Viewpoint.ELECTED, "F09.I"): (
            "Deux communes partagent un minibus : l’école le matin, le marché le jeudi.",
        ),
        (Viewpoint.INSTITUTION, "F09.I"): (
            "Un essai de covoiturage domicile-travail avec trois entreprises de la même zone, "
            "depuis le printemps.",
        ),
        (Viewpoint.CITIZEN, "mot_libre"): (
            "Merci de poser la question. J’aimerais savoir ce qui en sera fait.",
            "On parle beaucoup du bourg centre et peu des hameaux.",
            "Je répondrai de nouveau si l’on me montre les résultats.",
            "Il manque une question sur les jeunes qui partent étudier et ne reviennent pas.",
        ),
        (Viewpoint.FIRM, "mot_libre"): (
            "Nous serions prêts à ouvrir notre atelier aux collégiens, personne ne nous l’a "
            "demandé.",
        ),
        (Viewpoint.ASSOCIATION, "mot_libre"): (
            "Nous passons plus de temps à chercher de l’argent qu’à faire ce pour quoi nous "
            "existons.",
        ),
        (Viewpoint.CITIZEN, "L3"): (
            "Le sentier le long de l’étang, derrière l’ancienne école.",
            "La recyclerie : on y répare plus qu’on n’y vend.",
            "Le café associatif, ouvert le samedi.",
            "La salle des fêtes, toujours vide en semaine.",
            "Le jardin partagé près de la gare.",
        ),
        (Viewpoint.ASSOCIATION, "L3"): (
            "L’atelier de réparation de vélos, tenu par des retraités.",
            "La bibliothèque d’un tout petit bourg, qui prête aussi des outils.",
        ),
        (Viewpoint.ELECTED, "L3"): ("L’ancienne laiterie, que la commune vient de racheter.",),
    },
    {
        (Viewpoint.CITIZEN, "mot_libre"): (
            "J’ai vu l’affiche à la mairie : cela m’a donné envie de répondre cette fois.",
            "Le minibus du jeudi change la vie de ma mère.",
        ),
        (Viewpoint.ELECTED, "F09.I"): (
            "Le minibus passe maintenant dans cinq communes, deux jours par semaine.",
        ),
        (Viewpoint.CITIZEN, "L3"): ("Le marché du jeudi, depuis que le minibus s’y arrête.",),
    },
)

COMMENTS: tuple[Words, ...] = (
    {
        (Viewpoint.CITIZEN, "F06.G"): (
            "Sept mois d’attente pour l’ophtalmologue, et trente kilomètres de route.",
            "Le médecin part à la retraite en juin, personne ne s’annonce pour la suite.",
        ),
        (Viewpoint.CITIZEN, "F09.G"): (
            "Le car passe à 7 h 10 et à 18 h. Entre les deux, on attend qu’un voisin descende en "
            "ville.",
            "Mon fils a refusé un apprentissage faute de pouvoir y aller.",
        ),
        (Viewpoint.ELECTED, "F09.G"): (
            "Nous avons une gare et une rocade : sur le papier, tout le monde est à vingt minutes.",
        ),
        (Viewpoint.CITIZEN, "F11.G"): (
            "Je laisse ma porte ouverte, je ne comprends pas que l’on en parle tant.",
            "Deux cambriolages dans la rue cet hiver : les voisins ne sortent plus le soir.",
        ),
        (Viewpoint.FIRM, "F12.G"): (
            "Nos rejets sont contrôlés chaque année ; vu d’ici, la rivière va mieux qu’avant.",
        ),
        (Viewpoint.ASSOCIATION, "F12.G"): (
            "Nous comptons les haies depuis dix ans : il en manque une sur cinq.",
        ),
        (Viewpoint.FIRM, "F1"): (
            "Je n’ai jamais vu de bilan d’une action commune. Peut-être existe-t-il.",
        ),
        (Viewpoint.ASSOCIATION, "A4"): (
            "Chacun a sa feuille de route. On ne les a jamais posées sur la même table.",
        ),
        (Viewpoint.INSTITUTION, "D4"): (
            "Le poste d’animation dépend d’un appel à projets qui s’arrête en décembre.",
        ),
        (Viewpoint.ELECTED, "A4"): (
            "Le projet de territoire a été voté à l’unanimité ; reste à le faire connaître.",
        ),
    },
    {
        (Viewpoint.ELECTED, "F09.G"): (
            "La première séance nous a fait changer d’avis : à dix-sept ans, sans voiture, les "
            "vingt minutes deviennent deux heures.",
        ),
        (Viewpoint.FIRM, "F12.G"): (
            "Nous avons visité la rivière avec une association : on ne regardait pas la même "
            "chose.",
        ),
        (Viewpoint.CITIZEN, "F06.G"): (
            "Une infirmière reçoit le mardi dans l’ancienne poste, c’est déjà cela.",
        ),
    },
)
