"""« Données »: official files in, seen before anything is written, and taken back at will."""

from dataclasses import dataclass

import streamlit as st

from diagnostic.exchange.delivery import changes_something, deliver
from diagnostic.exchange.official import (
    KIND_NAMES,
    FileRefused,
    Kind,
    Understanding,
    understand,
    write_template,
)
from diagnostic.indicators.imports import Import
from diagnostic.indicators.overlay import foresee_undoing
from diagnostic.storage import ImportUndone, StorageUnavailable, UnknownImport
from diagnostic.territories import FRANCE
from diagnostic.texts import Voice
from diagnostic.texts.typography import typeset
from diagnostic.ui import session, shelf
from diagnostic.ui.escaping import plain
from diagnostic.ui.preview import draw_preview

OUTCOME = "suite-de-l-import"
DOUBT = "import-a-annuler"
LOADED = "fichiers-charges"
EXAMPLES = ("population", "taux_chomage_localise", "taux_pauvrete")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one file, among the values in force at that time."""

    mark: tuple[object, ...]
    understanding: Understanding | None
    refusal: str = ""


def draw_outcome() -> None:
    """What the last gesture did, or why it did nothing; said once."""
    outcome = session.recall(OUTCOME)
    if outcome:
        done, sentence = outcome
        (st.success if done else st.error)(sentence)
        session.remember(OUTCOME, None)


@st.fragment
def draw_upload() -> None:
    """Choose a file, see what it says, import it."""
    voice = session.voice()
    st.header(voice.say("Charger un fichier"), anchor=False)
    size = st.get_option("server.maxUploadSize")
    st.markdown(
        voice.say(
            "L’outil reconnaît : la base du comparateur de territoires, les exports de "
            "Statistiques locales, les fichiers Filosofi, les indicateurs du baromètre de la DITP, "
            "et son propre modèle de tableau. CSV ou zip, {size} Mo au plus : un fichier plus "
            "lourd reste marqué en rouge et n’est pas lu ; compressez-le en zip. **Rien n’est "
            "écrit avant « Importer ».**",
            size=size,
        )
    )
    # Another key empties the field once its file is imported.
    loaded = session.recall(LOADED) or 0
    file = st.file_uploader(voice.say("Fichier à examiner"), key=f"fichier:{loaded}")
    if file is not None:
        examine("fichier", file.name, file.getvalue(), file.file_id)


def examine(place: str, name: str, content: bytes, identity: str) -> None:
    """The preview of a file, and the button that imports it.

    `place` keeps the widgets and the reading of one part of the page from those of another;
    `identity` tells this file from the one before.
    """
    voice = session.voice()
    reading = _read(place, name, content, identity, voice)
    with st.container(border=True):
        if reading.understanding is None:
            st.error(typeset(plain(reading.refusal)))
            st.caption(voice.say("Rien n’a été écrit : vos données sont comme avant."))
            return
        draw_preview(reading.understanding)
        if not changes_something(reading.understanding):
            st.info(
                voice.say(
                    "Toutes ces valeurs sont déjà dans l’application : il n’y a rien à importer."
                )
            )
            return
        if st.button(
            voice.say("Importer"), type="primary", icon=":material/download:", key=f"ok:{place}"
        ):
            _import(place, reading.understanding, voice)


def _read(place: str, name: str, content: bytes, identity: str, voice: Voice) -> Reading:
    """What the file says; read once, and again when other values came into force."""
    mark = (identity, session.imports_in_force())
    kept = session.recall(f"lu:{place}")
    if isinstance(kept, Reading) and kept.mark == mark:
        return kept
    with st.spinner(voice.say("Lecture du fichier…"), show_time=True):
        try:
            reading = Reading(
                mark, understand(name, content, session.gazetteer(), session.indicators())
            )
        except FileRefused as refusal:
            reading = Reading(mark, None, str(refusal))
    session.remember(f"lu:{place}", reading)
    return reading


def _import(place: str, understanding: Understanding, voice: Voice) -> None:
    """Write, then start the page again. Pressed twice, the memory keeps one import."""
    try:
        with st.spinner(voice.say("Import en cours…"), show_time=True):
            kept = session.store().import_measures(deliver(understanding))
    except StorageUnavailable as refusal:
        st.error(typeset(str(refusal)))
        return
    forget(place)
    session.remember(LOADED, (session.recall(LOADED) or 0) + 1)
    session.remember(
        OUTCOME,
        (
            True,
            voice.say(
                "« {file} » est importé. Valeurs nouvelles : {new} ; changées : {changed} ; "
                "identiques : {equal}. Chacune garde sa source et le jour de l’import, que vous "
                "pouvez annuler plus bas.",
                file=plain(kept.file),
                new=voice.whole(kept.new),
                changed=voice.whole(kept.changed),
                equal=voice.whole(kept.equal),
            ),
        ),
    )
    session.draw_again()


def forget(place: str) -> None:
    """Leave what was read of a file: it weighs."""
    session.remember(f"lu:{place}", None)
    session.remember(f"trouve:{place}", None)


def draw_imports() -> None:
    """The log, newest first, each import with the way back."""
    voice = session.voice()
    st.header(voice.say("Imports"), anchor=False)
    log = session.store().imports()
    if not log:
        st.caption(voice.say("Aucun import : l’application montre les chiffres livrés avec elle."))
        return
    for one in log:
        with st.container(border=True):
            _draw_import(one, voice)


def _draw_import(one: Import, voice: Voice) -> None:
    moment = one.at.astimezone()
    kind = KIND_NAMES[Kind(one.kind)] if one.kind in list(Kind) else one.kind
    st.markdown(f"**{plain(one.file)}** · {plain(kind)} · {plain(one.edition)}")
    st.caption(
        voice.say(
            "Importé le {day} à {time}. Valeurs nouvelles : {new} ; changées : {changed} ; "
            "identiques : {equal} ; refusées : {refused}.",
            day=voice.day(moment.date()),
            time=f"{moment:%H:%M}",
            new=voice.whole(one.new),
            changed=voice.whole(one.changed),
            equal=voice.whole(one.equal),
            refused=voice.whole(one.refused),
        )
    )
    for source in one.sources:
        st.caption(voice.say("Source : {source}", source=plain(source)))
    if one.undone_at is not None:
        day = voice.day(one.undone_at.astimezone().date())
        st.caption(voice.say("Annulé le {day} : aucune de ses valeurs ne compte plus.", day=day))
    elif session.recall(DOUBT) == one.id:
        _ask_again(one, voice)
    else:
        st.button(
            voice.say("Annuler cet import"),
            key=f"annuler:{one.id}",
            icon=":material/undo:",
            on_click=session.remember,
            args=(DOUBT, one.id),
        )


def _ask_again(one: Import, voice: Voice) -> None:
    """What undoing would do, before it is done."""
    effect = foresee_undoing(session.shipped_facts(), session.store().layers(), one.id)
    st.warning(
        voice.say(
            "Si vous annulez cet import, ses valeurs redeviennent ce qu’elles étaient avant lui "
            "({back}), disparaissent s’il n’y en avait pas ({gone}), ou ne bougent pas si un autre "
            "chiffre les couvre ({kept}). Pour le refaire, il faudra charger le fichier à nouveau.",
            back=voice.whole(effect.back),
            gone=voice.whole(effect.gone),
            kept=voice.whole(effect.kept),
        )
    )
    with st.container(horizontal=True):
        st.button(
            voice.say("Oui, annuler l’import"),
            key=f"oui:{one.id}",
            type="primary",
            on_click=_undo,
            args=(one.id,),
        )
        st.button(
            voice.say("Garder l’import"),
            key=f"garder:{one.id}",
            on_click=session.remember,
            args=(DOUBT, None),
        )


def _undo(import_id: int) -> None:
    """Callback: does it, and keeps for the page what to say."""
    voice = session.voice()
    session.remember(DOUBT, None)
    try:
        undone = session.store().undo_import(import_id)
    except (ImportUndone, UnknownImport, StorageUnavailable) as refusal:
        session.remember(OUTCOME, (False, typeset(str(refusal))))
        return
    sentence = voice.say("L’import de « {file} » est annulé.", file=plain(undone.file))
    session.remember(OUTCOME, (True, sentence))


def draw_where() -> None:
    """Where each official file is found, and our own template."""
    voice = session.voice()
    st.header(voice.say("Où trouver les fichiers"), anchor=False)
    places = (
        voice.say(
            "**Comparateur de territoires** (toutes les communes) : sur **insee.fr**, cherchez "
            "« base du comparateur de territoires », puis téléchargez le zip, sans l’ouvrir."
        ),
        voice.say(
            "**Statistiques locales** : sur **statistiques-locales.insee.fr**, choisissez un "
            "indicateur et un découpage (département, intercommunalité, commune…), puis exportez "
            "les données en CSV. Ne touchez pas aux trois premières lignes."
        ),
        voice.say(
            "**Revenus et pauvreté (Filosofi)** : sur **insee.fr**, cherchez « Filosofi "
            "indicateurs de structure et de distribution », fichiers au-dessus des communes."
        ),
        voice.say(
            "**Baromètre des résultats de l’action publique (DITP)** : sur **data.gouv.fr**, le "
            "fichier CSV d’un indicateur (fibre, médecin traitant, CPTS, France services)."
        ),
        voice.say(
            "**Tout autre chiffre** (associations, tiers-lieux, mission locale, enquête à vous) : "
            "recopiez-le dans le modèle, une valeur par ligne, avec sa source."
        ),
    )
    st.markdown("\n".join(f"- {place}" for place in places))
    st.download_button(
        voice.say("Télécharger le modèle (CSV)"),
        data=shelf.kept(("template", session.imports_in_force()), _template),
        file_name="modele-indicateurs.csv",
        mime="text/csv",
        icon=":material/description:",
        on_click="ignore",
    )
    with st.expander(voice.say("Les indicateurs que l’application suit"), icon=":material/list:"):
        st.caption(voice.say("Leur identifiant est ce qui s’écrit dans la colonne « indicateur »."))
        st.markdown(shelf.kept(("followed", voice.language), lambda: _list_followed(voice)))


def _list_followed(voice: Voice) -> str:
    """Every indicator of the application, in Markdown."""
    return "\n".join(
        f"- `{one.id}` {plain(one.label.of(voice.language))}, {plain(one.unit.of(voice.language))}"
        for one in session.indicators().all
    )


def _template() -> bytes:
    """Our table, with a few true values to be replaced."""
    facts = session.indicators()
    known = {one.id for one in facts.all}
    measures = [facts.value(FRANCE, name) for name in EXAMPLES if name in known]
    return write_template(
        (
            FRANCE.level.value,
            FRANCE.code,
            one.indicator.id,
            one.year or "",
            f"{one.value:.12g}".replace(".", ","),
            one.source.short(),
        )
        for one in measures
        if one.value is not None and one.source is not None
    )
