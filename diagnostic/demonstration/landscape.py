"""What the fictitious people think, in numbers: chosen so that every reading has something to say.

Regards differ on environment and mobility, agree on jobs; citizens are divided on security; firms
mostly do not know what is evaluated; shares stand near the national figures without being them.
"""

from collections.abc import Mapping

from diagnostic.respondents import Viewpoint

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
ASSOCIATION, INSTITUTION, CATALYST = (
    Viewpoint.ASSOCIATION,
    Viewpoint.INSTITUTION,
    Viewpoint.CATALYST,
)
Shares = Mapping[str, float]
"""Option id → weight; for several answers, the share of people who tick it."""

PEOPLE: tuple[Mapping[Viewpoint, int], ...] = (
    {CITIZEN: 60, ELECTED: 12, FIRM: 14, ASSOCIATION: 17, INSTITUTION: 9, CATALYST: 3},
    {CITIZEN: 38, ELECTED: 10, FIRM: 9, ASSOCIATION: 12, INSTITUTION: 6, CATALYST: 2},
)
"""People of each wave; the catalysts are too few to be shown, on purpose."""

SEVERITY: Mapping[str, tuple[float, ...]] = {
    "F01": (5.3, 5.1, 5.5, 5.4, 5.2, 5.3),
    "F02": (6.6, 5.6, 5.3, 6.9, 6.1, 6.5),
    "F03": (5.7, 5.0, 5.1, 6.5, 6.0, 6.4),
    "F04": (5.0, 4.6, 5.7, 5.0, 4.9, 5.2),
    "F05": (5.2, 4.7, 5.8, 5.8, 5.6, 5.5),
    "F06": (7.8, 8.0, 7.0, 7.6, 7.5, 7.7),
    "F07": (6.6, 6.8, 5.7, 7.1, 6.8, 6.6),
    "F08": (6.0, 5.2, 6.6, 6.4, 6.1, 6.2),
    "F09": (7.7, 5.3, 6.8, 7.5, 6.4, 7.2),
    "F10": (5.8, 4.5, 4.8, 6.3, 5.6, 6.0),
    "F11": (4.7, 3.7, 4.2, 3.8, 4.1, 4.0),
    "F12": (6.9, 5.2, 4.1, 6.7, 6.0, 6.4),
    "F13": (6.3, 6.0, 5.2, 6.5, 6.5, 6.6),
    "F14": (5.1, 4.6, 4.9, 6.0, 5.3, 5.5),
    "F15": (3.9, 3.0, 4.0, 4.4, 3.6, 3.9),
    "F16": (6.2, 5.3, 5.0, 6.0, 5.3, 5.8),
}
"""Domain → mean mark of each regard, in the order of `Viewpoint`."""
SEVERITY_SPREAD = 1.6
DIVIDED: Mapping[tuple[str, Viewpoint], tuple[float, float]] = {("F11", CITIZEN): (2.0, 7.6)}
"""Two camps of the same size, each around its own mark."""
SEVERITY_MOVES: Mapping[tuple[str, Viewpoint], float] = {
    ("F09", ELECTED): 1.5,
    ("F12", FIRM): 1.2,
    ("F10", ELECTED): 0.7,
    ("F09", CITIZEN): -0.4,
    ("F06", CITIZEN): 0.3,
    ("F15", CITIZEN): -0.3,
}
"""What the second wave adds, once the first has been talked over."""
CALLED_FOR: Mapping[tuple[str, Viewpoint], float] = {
    ("F01", FIRM): 6.0,
    ("F04", FIRM): 4.0,
    ("F04", ELECTED): 3.0,
    ("F01", ELECTED): 3.0,
    ("F01", ASSOCIATION): 3.0,
    ("F10", ASSOCIATION): 4.0,
    ("F12", CITIZEN): 3.0,
    ("F01", CITIZEN): 2.0,
}
"""A domain may be called a priority without being very fragile: weight added to its severity's."""

TREND: Mapping[str, float] = {
    "F01": 0.3,
    "F02": -0.9,
    "F06": -1.3,
    "F07": -0.6,
    "F08": -0.8,
    "F09": -0.2,
    "F12": 0.2,
    "F13": 0.4,
    "F15": 0.5,
    "F16": -0.7,
}
"""Domain → mean, from −2 to 2; 0 for the others. In the second wave mobility goes better."""
IMPACT: Mapping[str, float] = {
    "F01": 2.6,
    "F04": 2.5,
    "F12": 2.4,
    "F03": 2.1,
    "F05": 2.1,
    "F09": 2.8,
    "F06": 2.0,
}
CAPACITY: Mapping[str, float] = {
    "F01": 2.2,
    "F04": 2.0,
    "F10": 2.3,
    "F15": 2.7,
    "F12": 1.3,
    "F06": 1.2,
    "F09": 0.9,
    "F08": 1.1,
}
USUAL_IMPACT, USUAL_CAPACITY = 2.3, 1.6

LEVELS: Mapping[str, float] = {
    "A1": 1.6,
    "A2": 1.9,
    "A3": 1.4,
    "A4": 1.5,
    "A5": 1.2,
    "B1": 1.5,
    "B2": 2.0,
    "B3": 1.6,
    "B4": 1.3,
    "C1": 1.8,
    "C2": 1.4,
    "C3": 1.1,
    "C4": 1.0,
    "D1": 1.3,
    "D2": 1.0,
    "D3": 2.3,
    "D4": 0.9,
    "E1": 1.5,
    "E2": 1.2,
    "E3": 1.3,
    "E4": 0.8,
    "F1": 0.9,
    "F2": 0.8,
    "F3": 0.9,
    "F4": 1.0,
    "G1": 2.5,
    "G2": 1.5,
    "G3": 1.4,
    "G4": 1.8,
    "H1": 1.2,
    "H2": 1.7,
    "H3": 1.9,
}
USUAL_LEVEL = 1.6
LEVEL_LEANS: Mapping[Viewpoint, float] = {
    ELECTED: 0.5,
    FIRM: -0.3,
    ASSOCIATION: -0.2,
    INSTITUTION: 0.2,
    CATALYST: -0.1,
}
ITEM_LEANS: Mapping[tuple[str, Viewpoint], float] = {
    ("A4", ELECTED): 0.6,
    ("A4", ASSOCIATION): -0.5,
    ("G1", FIRM): -0.4,
}
LEVEL_MOVES: Mapping[str, float] = {"A": 0.4, "C": 0.3, "D": 0.2}
"""Axis → what the second wave adds."""
UNKNOWN: Mapping[str, float] = {"A": 0.08, "B": 0.12, "E": 0.3, "F": 0.34, "D": 0.15}
"""Axis → share of « ne sait pas »."""
UNKNOWN_HERE: Mapping[tuple[str, Viewpoint], float] = {("F1", FIRM): 0.56}
NOT_CONCERNED: Mapping[str, float] = {"F05.G": 0.06, "F07.G": 0.05, "F15.G": 0.03, "F04.G": 0.03}

_ALLIANCE = {
    CITIZEN: {"tout_a_fait": 20, "plutot": 48, "plutot_pas": 23, "pas_du_tout": 9},
    ELECTED: {"tout_a_fait": 32, "plutot": 57, "plutot_pas": 9, "pas_du_tout": 2},
    FIRM: {"tout_a_fait": 21, "plutot": 57, "plutot_pas": 15, "pas_du_tout": 7},
    ASSOCIATION: {"tout_a_fait": 41, "plutot": 52, "plutot_pas": 7, "pas_du_tout": 0},
    INSTITUTION: {"tout_a_fait": 40, "plutot": 50, "plutot_pas": 10, "pas_du_tout": 0},
    CATALYST: {"tout_a_fait": 70, "plutot": 30, "plutot_pas": 0, "pas_du_tout": 0},
}
_DYNAMIC = {
    ELECTED: {"ancre": 8, "de_plus_en_plus": 30, "emerge": 44, "pas_du_tout": 18},
    FIRM: {"ancre": 2, "de_plus_en_plus": 18, "emerge": 45, "pas_du_tout": 35},
    ASSOCIATION: {"ancre": 6, "de_plus_en_plus": 26, "emerge": 48, "pas_du_tout": 20},
    INSTITUTION: {"ancre": 5, "de_plus_en_plus": 35, "emerge": 50, "pas_du_tout": 10},
    CATALYST: {"ancre": 0, "de_plus_en_plus": 40, "emerge": 60, "pas_du_tout": 0},
}
_CRISIS = {
    CITIZEN: {
        "incontournable": 32,
        "utile": 46,
        "secondaire": 15,
        "inutile": 5,
        "contre_productif": 2,
    },
    FIRM: {"incontournable": 31, "utile": 48, "secondaire": 14, "inutile": 7},
}
_PARTNERED = {
    FIRM: {"oui": 44, "projet": 20, "non": 36},
    ASSOCIATION: {"oui": 59, "projet": 12, "non": 29},
}
_FORMS = {
    FIRM: {
        "pratiques_responsables": 40,
        "mecenat": 38,
        "cooperation_economique": 30,
        "innovation_societale": 12,
    },
    ASSOCIATION: {
        "pratiques_responsables": 33,
        "mecenat": 60,
        "cooperation_economique": 22,
        "innovation_societale": 28,
    },
}
_REACH = {
    FIRM: {"locale": 80, "regionale": 45, "nationale": 20, "internationale": 8},
    ASSOCIATION: {"locale": 55, "regionale": 40, "nationale": 16, "internationale": 3},
}


def _all(**shares: float) -> Mapping[Viewpoint, Shares]:
    return dict.fromkeys(Viewpoint, shares)


SHARES: Mapping[str, Mapping[Viewpoint, Shares]] = {
    "profil.age": _all(
        moins_de_30=17, de_30_a_44=21, de_45_a_59=25, de_60_a_74=24, de_75_et_plus=13
    ),
    "profil.lieu": _all(secteur_principal=38, autre_commune=47, travail_etudes=15),
    "profil.strate": _all(moins_de_2000=72, de_2000_a_19999=20, de_20000_et_plus=8),
    "profil.mandat": _all(
        maire_adjoint=50, conseiller_municipal=25, intercommunal=20, departement_region=5
    ),
    "profil.taille": _all(moins_de_10=50, de_10_a_49=34, de_50_et_plus=16),
    "profil.association": _all(benevole=53, employeuse=35, grande=12),
    "K1": _ALLIANCE,
    "K2": _DYNAMIC,
    "K3": _all(oui=24, en_partie=50, non=26),
    "K4": _all(oui=72, non=28),
    "K5": _all(fortement=26, ni_plus_ni_moins=60, non=14),
    "K6": _PARTNERED,
    "K7": _FORMS,
    "K8": _REACH,
    "K9": _CRISIS,
    "K10.legitimes": _all(oui=66, non=34),
    "K10.credibles": _all(oui=59, non=41),
    "K10.efficaces": _all(oui=52, non=48),
    "K11": _all(
        innovations=30, confiance_organisations=32, confiance_avenir=14, performance_associations=10
    ),
    "Z1": _all(tout_a_fait=12, plutot=48, plutot_pas=31, pas_du_tout=9),
    "Z2": _all(oui=44, non=56),
    "Z3": _all(oui=29, non=71),
    "Z4": _all(prendre_soin=36, etre_utile=55, liens=47, competences=22),
    "O1": _all(pas_commence=20, reflexion=40, en_cours=28, avec_autres=12),
    "O2": _all(pas_commence=14, reflexion=30, en_cours=46, avec_autres=10),
    "O3": _all(pas_commence=22, reflexion=42, en_cours=26, avec_autres=10),
    "O4": _all(pas_commence=44, reflexion=36, en_cours=14, avec_autres=6),
    "freins": _all(
        manque_de_temps=64,
        peur_de_perdre_du_pouvoir=30,
        pas_prepares=28,
        ne_voit_pas_sa_place=36,
        langages_differents=42,
        calendrier_electoral=24,
        manque_outils=33,
        moyens_instables=47,
    ),
    "posture": _all(impulser=34, faciliter=28, participer=26, financer=8, observer=4),
    "L2": _all(o1=58, o2=16, o3=9, o4=7, o5=10),
}
"""Where nothing is said of a question or of a regard, every option has the same weight."""
LOCAL_MARK, LOCAL_MARK_LEAN = 6.2, {ELECTED: 1.3, FIRM: -0.4}
