"""The fixed sentences of the phone page, in one language at a time."""

from functools import cache
from types import SimpleNamespace

from diagnostic.texts import voice_of


@cache
def words(language: str) -> SimpleNamespace:
    """Name in the templates → sentence."""
    voice = voice_of(language)
    return SimpleNamespace(
        already=voice.say("Un questionnaire est déjà commencé sur cet appareil."),
        another=voice.say("Une autre personne répond"),
        back=voice.say("Revenir au questionnaire"),
        back_to_page=voice.say("Revenir à la page"),
        catch_up=voice.say("Répondre au questionnaire, ou rattraper une étape"),
        code=voice.say("Code affiché sur l’écran de la salle"),
        code_note=voice.say("Six lettres ou chiffres ; les espaces ne comptent pas."),
        choose=voice.say("Choisir…"),
        clear=voice.say("Effacer"),
        comment=voice.say("Commenter"),
        comment_label=voice.say("Votre commentaire (ne nommez personne)"),
        copied=voice.say("Lien copié."),
        copy=voice.say("Copier le lien"),
        decisions=voice.say("Décisions"),
        end=voice.say("Fin : ce qui reste à dire"),
        erase=voice.say("Effacer mes réponses"),
        erase_note=voice.say(
            "Tout ce que vous avez dit est effacé pour de bon : réponses, corrections, "
            "commentaires, votes. Un résultat de groupe déjà montré ne change pas."
        ),
        erase_yes=voice.say("Oui, effacer tout ce que j’ai dit ; cela ne se rattrape pas"),
        fictitious=voice.say(
            "Données fictives : le territoire existe, les réponses sont inventées."
        ),
        for_you=voice.say("Vos réponses et vous"),
        help=voice.say("Aide"),
        i_begin=voice.say("J’ai compris, je commence"),
        i_join=voice.say("J’ai compris, je rejoins"),
        join=voice.say("Rejoindre"),
        join_with=voice.say("Rejoindre avec mes réponses"),
        kept_here=voice.say(
            "Pas de réseau : gardé sur ce téléphone, envoyé dès que le réseau revient"
        ),
        learn_more=voice.say("En savoir plus sur vos données"),
        length=voice.say("Combien de temps avez-vous ?"),
        link_label=voice.say("Votre lien personnel"),
        link_note=voice.say(
            "Ce lien personnel ramène à vos réponses, ici ou sur un autre appareil qui peut "
            "joindre cette adresse. Gardez-le pour vous : il tient lieu d’identité."
        ),
        long=voice.say("Questionnaire complet"),
        mark=voice.say("Votre repère :"),
        mark_note=voice.say(
            "Si votre téléphone vous lâche, dites-le à la personne qui anime : elle vous rend "
            "votre place."
        ),
        mine=voice.say("Oui, reprendre avec ce lien"),
        next=voice.say("Suivant"),
        no_network=voice.say(
            "Pas de réseau. Ce que vous répondez reste sur ce téléphone et partira à son retour : "
            "ne fermez pas cette page, attendez un instant pour aller plus loin."
        ),
        follow=voice.say("Relier vos réponses à celles de la première fois ?"),
        follow_note=voice.say(
            "Cela sert seulement à mesurer ce qui change, si vous répondez du même point de vue. "
            "Personne ne voit le lien, et effacer vos réponses l’efface."
        ),
        follow_yes=voice.say("Oui, relier mes réponses"),
        no_right_answer=voice.say(
            "Il n’y a ni bonne ni mauvaise réponse : ce qui compte est votre regard. Vous pouvez "
            "répondre « Ne sait pas » ou « Pas concerné », ou passer une question. Chaque réponse "
            "est gardée au moment où vous la donnez."
        ),
        not_mine=voice.say("Non"),
        not_sent=voice.say("Pas encore envoyé"),
        previous=voice.say("Précédent"),
        receive=voice.say("Recevoir mes réponses"),
        receive_data=voice.say("Pour un logiciel (JSON)"),
        receive_note=voice.say("Un fichier avec tout ce qui est gardé de vous, et rien d’autre."),
        receive_page=voice.say("Une page à lire (HTML)"),
        refresh=voice.say("Actualiser"),
        refused=voice.say("Réponse refusée :"),
        rights=voice.say("Recevoir ou effacer mes réponses"),
        regard=voice.say("De quel point de vue répondez-vous ?"),
        regard_note=voice.say("Choisissez un point de vue pour commencer. Il ne changera plus."),
        resume=voice.say("Reprendre mes réponses"),
        resume_or_leave=voice.say("Reprendre plus tard, ou laisser la place"),
        save=voice.say("Enregistrer"),
        saved=voice.say("Enregistré"),
        saved_by_page=voice.say(
            "Vos réponses de cette page sont enregistrées quand vous touchez un bouton : "
            "« Suivant », « Précédent » ou « Enregistrer »."
        ),
        sending=voice.say("Envoi en cours…"),
        short=voice.say("Version courte"),
        themes=voice.say("Tous les thèmes"),
        time_left=voice.say("Temps restant :"),
        to_room=voice.say("Revenir à l’atelier"),
        try_again=voice.say("Recommencer"),
    )
