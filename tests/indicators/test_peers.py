"""The territories most like one another, on indicators that are always told."""

from pathlib import Path

import pytest

from diagnostic.indicators import Indicators
from diagnostic.territories import TerritoryKey, TerritoryLevel, UnknownTerritory
from tests.indicators import tiny
from tests.indicators.tiny import department

EPCI = TerritoryLevel.EPCI
FOUGERES = TerritoryKey(EPCI, "200072452")


def test_a_distance_is_worked_by_hand(small: Indicators) -> None:
    # Logarithms 1 to 6: median 3.5, quartiles 2.25 and 4.75, so 2.5 is 1.349 deviations.
    peers = small.peers(department("04"), ["habitants"], count=2)
    assert [peer.key.code for peer in peers.nearest] == ["03", "93"]
    assert [peer.distance for peer in peers.nearest] == pytest.approx([1.349 / 2.5] * 2)


def test_what_is_missing_leaves_a_territory_out_and_is_counted(small: Indicators) -> None:
    peers = small.peers(department("01"), ["habitants", "age"])
    assert [one.id for one in peers.on] == ["habitants", "age"]
    assert {peer.key.code for peer in peers.nearest} == {"02", "03", "04", "2A"}
    assert (peers.compared, peers.left_out) == (4, 1)


def test_what_the_territory_lacks_is_not_compared_and_is_said(small: Indicators) -> None:
    peers = small.peers(department("93"), ["habitants", "age"])
    assert [one.id for one in peers.on] == ["habitants"]
    assert [one.id for one in peers.unused] == ["age"]
    assert (peers.compared, peers.left_out) == (5, 0)
    assert peers.nearest[0].key == department("04")


def test_under_half_of_the_indicators_there_is_no_peer_but_a_reason(small: Indicators) -> None:
    peers = small.peers(TerritoryKey(TerritoryLevel.REGION, "11"), ["habitants", "age", "chomage"])
    assert peers.nearest == ()
    assert peers.reason is not None
    assert "1 sur 3" in peers.reason.fr
    alone = small.peers(TerritoryKey(TerritoryLevel.COUNTRY, "FR"), ["chomage"])
    assert alone.nearest == ()
    assert alone.reason is not None


def test_an_indicator_that_does_not_vary_counts_for_nothing(tmp_path: Path) -> None:
    values = [
        line.rpartition(";")[0] + ";40" if line.startswith("dep") else line for line in tiny.VALUES
    ]
    values = [line.replace(";2;1000000;40", ";2;1000000;") for line in values]
    small = tiny.read(tmp_path, values=values)
    both = small.peers(department("01"), ["habitants", "age"], count=1).nearest[0]
    alone = small.peers(department("01"), ["habitants"], count=1).nearest[0]
    assert both.key == alone.key
    assert both.distance == pytest.approx(alone.distance / 2**0.5)


def test_peers_by_default_are_fifteen_on_size_density_age_income_and_growth(
    shipped: Indicators,
) -> None:
    peers = shipped.peers(FOUGERES)
    assert [one.id for one in peers.on] == [
        "population",
        "densite",
        "part_65_plus_rp",
        "niveau_vie_median",
        "evolution_population",
    ]
    assert len(peers.nearest) == 15
    assert FOUGERES not in {peer.key for peer in peers.nearest}
    assert all(peer.key.level is EPCI for peer in peers.nearest)
    distances = [peer.distance for peer in peers.nearest]
    assert distances == sorted(distances)
    assert peers.compared + peers.left_out == 1254


def test_the_default_follows_what_the_level_has(shipped: Indicators) -> None:
    assert shipped.structure(TerritoryLevel.DEPARTMENT)[2:4] == (
        "part_65_plus",
        "niveau_vie_median",
    )
    assert shipped.structure(TerritoryLevel.REGION)[3] == "taux_pauvrete"
    assert shipped.structure(TerritoryLevel.COMMUNE) == ()


def test_two_territories_are_as_far_from_one_as_from_the_other(shipped: Indicators) -> None:
    for peer in shipped.peers(FOUGERES).nearest:
        back = shipped.peers(peer.key, count=1254).nearest
        assert [one.distance for one in back if one.key == FOUGERES] == [peer.distance]


def test_a_twin_is_at_no_distance_whatever_is_asked(small: Indicators) -> None:
    peers = small.peers(department("02"), ["chomage"], count=1)
    assert [(peer.key.code, peer.distance) for peer in peers.nearest] == [("03", 0.0)]


def test_the_choice_changes_the_peers(shipped: Indicators) -> None:
    by_age = shipped.peers(FOUGERES, ["part_65_plus_rp"], count=5)
    assert [one.id for one in by_age.on] == ["part_65_plus_rp"]
    assert len(by_age.nearest) == 5
    assert {peer.key for peer in by_age.nearest} != {
        peer.key for peer in shipped.peers(FOUGERES, count=5).nearest
    }


def test_a_mayotte_epci_has_no_peers_and_says_why(shipped: Indicators) -> None:
    peers = shipped.peers(TerritoryKey(EPCI, "200060465"))
    assert (peers.on, peers.nearest) == ((), ())
    assert peers.reason is not None
    assert "0 sur 5" in peers.reason.fr


def test_nothing_asked_is_refused(small: Indicators) -> None:
    with pytest.raises(ValueError, match="au moins un"):
        small.peers(department("01"), [])
    with pytest.raises(ValueError, match="au moins un"):
        small.peers(department("01"), ["age"], count=0)
    with pytest.raises(UnknownTerritory):
        small.peers(department("99"))


def test_a_commune_has_no_peers_here(shipped: Indicators) -> None:
    peers = shipped.peers(TerritoryKey(TerritoryLevel.COMMUNE, "35115"))
    assert peers.nearest == ()
    assert peers.reason is not None
