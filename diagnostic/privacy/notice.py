"""The information notice: one content, three lines first, for the phone and for the screens."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostic.privacy.settings import GRACE_DAYS, Basis, Privacy
from diagnostic.texts import Voice

AUTHORITY = "www.cnil.fr"


@dataclass(frozen=True, slots=True)
class Section:
    """One title and its sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person reads before the first question."""

    short: tuple[str, ...]
    """Three lines."""
    sections: tuple[Section, ...]
    """« En savoir plus »."""
    missing: tuple[str, ...]
    """What the person in charge has not written yet."""


def write_notice(voice: Voice, privacy: Privacy, place: str, threshold: int) -> Notice:
    """The notice of a diagnostic; `place` is its territory, and no smaller group is shown.

    What `privacy` and `place` hold is put in as it is: each face makes it safe beforehand.
    """
    return Notice(
        short=(
            _who(voice, privacy, place),
            voice.say(
                "Ni nom, ni adresse, ni téléphone, ni adresse IP. Rien n’est montré sous "
                "{threshold} réponses. Répondre est libre.",
                threshold=threshold,
            ),
            voice.say(
                "Réponses effacées {months} mois après la clôture ; avant, votre lien personnel "
                "permet de les recevoir ou de les effacer.",
                months=privacy.months,
            ),
        ),
        sections=(
            Section(voice.say("Qui en est responsable"), _controller(voice, privacy)),
            Section(voice.say("Pourquoi"), _purpose(voice, privacy, place)),
            Section(voice.say("Ce qui est gardé, ce qui ne l’est pas"), _kept(voice, threshold)),
            Section(voice.say("Combien de temps"), _how_long(voice, privacy)),
            Section(voice.say("Vos droits et votre lien personnel"), _rights(voice, privacy)),
        ),
        missing=_missing(voice, privacy),
    )


def say_basis(voice: Voice, basis: Basis) -> str:
    """The ground in the words of the GDPR."""
    return {
        Basis.PUBLIC_INTEREST: voice.say("mission d’intérêt public (article 6.1.e du RGPD)"),
        Basis.LEGITIMATE_INTEREST: voice.say("intérêt légitime (article 6.1.f du RGPD)"),
        Basis.CONSENT: voice.say("consentement (article 6.1.a du RGPD)"),
    }[basis]


def _who(voice: Voice, privacy: Privacy, place: str) -> str:
    if privacy.controller:
        return voice.say(
            "{controller} vous propose ce questionnaire sur {place}.",
            controller=privacy.controller,
            place=place,
        )
    return voice.say(
        "Un questionnaire sur {place}. Qui en est responsable n’est pas encore écrit ici : "
        "demandez-le à la personne qui vous invite.",
        place=place,
    )


def _controller(voice: Voice, privacy: Privacy) -> tuple[str, ...]:
    return (
        voice.say("Responsable : {controller}.", controller=privacy.controller)
        if privacy.controller
        else voice.say("Le nom du responsable n’est pas encore indiqué."),
        voice.say("Contact : {contact}.", contact=privacy.contact)
        if privacy.contact
        else voice.say(
            "Aucun contact n’est encore indiqué : adressez-vous à la personne qui vous invite."
        ),
    )


def _purpose(voice: Voice, privacy: Privacy, place: str) -> tuple[str, ...]:
    return (
        voice.say(
            "Comparer les regards sur {place}, entre eux et avec des chiffres nationaux, pour en "
            "débattre et préparer ce qui s’y décide. Aucune décision n’est prise sur une personne.",
            place=place,
        ),
        voice.say("Base légale : {basis}.", basis=say_basis(voice, privacy.basis)),
    )


def _kept(voice: Voice, threshold: int) -> tuple[str, ...]:
    return (
        voice.say(
            "Sont gardés : le point de vue choisi, les réponses, leurs corrections, les "
            "commentaires, les votes d’un atelier, le jour de votre arrivée, et une empreinte de "
            "votre lien personnel, jamais le lien."
        ),
        voice.say(
            "Ne sont ni demandés ni gardés : votre nom, votre adresse, votre téléphone, votre "
            "courriel, votre adresse IP, l’appareil que vous utilisez."
        ),
        voice.say(
            "Les résultats réunissent au moins {threshold} personnes d’un même point de vue. Les "
            "commentaires se lisent mot à mot : n’y nommez personne.",
            threshold=threshold,
        ),
        voice.say(
            "Cette page pose au plus deux témoins (cookies), nécessaires : votre lien, pour "
            "revenir à vos réponses, et la langue. Ce qui n’a pas pu partir faute de réseau attend "
            "sur votre appareil. Rien n’est envoyé à un tiers."
        ),
    )


def _how_long(voice: Voice, privacy: Privacy) -> tuple[str, ...]:
    return (
        voice.say(
            "Les réponses détaillées et les commentaires sont effacés d’eux-mêmes {months} mois "
            "après la clôture, un peu plus si l’ordinateur qui les garde est alors éteint. Un "
            "questionnaire ouvert sans aucune réponse l’est {days} jours après elle. Seuls les "
            "résultats regroupés déjà montrés restent.",
            months=privacy.months,
            days=GRACE_DAYS,
        ),
        voice.say(
            "Le responsable peut aussi sceller les réponses, au plus tôt {days} jours après la "
            "clôture : votre lien ne mène alors plus à rien, et personne, vous compris, ne peut "
            "plus dire lesquelles sont les vôtres.",
            days=GRACE_DAYS,
        ),
    )


def _rights(voice: Voice, privacy: Privacy) -> tuple[str, ...]:
    withdraw = (
        (voice.say("Vous pouvez retirer votre accord à tout moment : effacez vos réponses."),)
        if privacy.basis is Basis.CONSENT
        else ()
    )
    return (
        voice.say(
            "Avec votre lien, vous pouvez revoir, corriger tant que la vague est ouverte, recevoir "
            "ou effacer vos réponses, sans dire qui vous êtes. Vous pouvez aussi vous opposer à "
            "leur usage ou en demander la limitation en écrivant au contact."
        ),
        voice.say(
            "Gardez ce lien pour vous : il tient lieu d’identité. Rien ne vous nommant, personne "
            "ne peut retrouver vos réponses si vous le perdez."
        ),
        voice.say(
            "Un résultat de groupe déjà montré ne change pas quand une personne efface ses "
            "réponses : le retirer les ferait deviner."
        ),
        *withdraw,
        voice.say("Réclamation : CNIL, {address}.", address=AUTHORITY),
    )


def _missing(voice: Voice, privacy: Privacy) -> tuple[str, ...]:
    wanted = (
        (privacy.controller, voice.say("le nom du responsable")),
        (privacy.contact, voice.say("un contact")),
    )
    return tuple(name for value, name in wanted if not value)
