"""Alike texts come together; a cluster can be taken apart until each text stands alone; a sitting remembers and goes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.training.review.candidates import Candidate, key_of
from bot.training.review.clusters import Cluster, clusters_of, split
from bot.training.review.session import Sitting


def candidates(*texts: str, times: int = 1) -> list[Candidate]:
    return [Candidate(key=key_of(text), text=text, times=times, conversations={"c"}) for text in texts]


def test_alike_texts_are_one_cluster_and_the_most_frequent_leads() -> None:
    found = clusters_of([*candidates("能赊账吗", "能赊账不", "赊账可以吗"), *candidates("有明星代言吗", times=2)])
    assert {"有明星代言吗"} in [{each.text for each in cluster.candidates} for cluster in found]
    assert any({each.text for each in cluster.candidates} >= {"能赊账吗", "能赊账不"} for cluster in found)
    assert found[0].times == max(each.times for each in found)
    [one] = clusters_of(candidates("可以赊账不呀", "可以赊账不 138****5678"))
    assert len(one.candidates) == 2


@given(st.lists(st.text("赊账吗能不有货发", min_size=2, max_size=8), unique_by=key_of, max_size=20))
def test_no_text_is_lost_or_doubled_by_clustering_and_splitting(texts: list[str]) -> None:
    found = clusters_of(candidates(*texts))
    assert sorted(each.text for cluster in found for each in cluster.candidates) == sorted(texts)
    for cluster in found:
        if len(cluster.candidates) > 1:
            parts = split(cluster)
            assert len(parts) > 1
            assert sorted(e.key for part in parts for e in part.candidates) == sorted(
                each.key for each in cluster.candidates
            )


def test_a_sitting_labels_skips_splits_and_goes_back() -> None:
    told: list[tuple[list[str], str]] = []
    both = Cluster(candidates=tuple(candidates("能赊账吗", "能赊账不")))
    other = Cluster(candidates=tuple(candidates("有明星代言吗")))
    sitting = Sitting([both, other], tell=lambda texts, intent: told.append((list(texts), intent)))
    sitting.split()
    assert len(sitting.waiting) == 3
    sitting.label("ask_payment")
    sitting.skip()
    sitting.undo()
    assert sitting.next is not None and len(sitting.waiting) == 2
    sitting.split()  # a single text stays
    sitting.skip()
    sitting.label("chitchat")
    assert sitting.next is None
    assert sitting.labels == [("能赊账不", "ask_payment"), ("有明星代言吗", "chitchat")]
    assert [look.did for look in sitting.looks] == ["labelled", "skipped", "labelled"]
    assert told == [(["能赊账不"], "ask_payment"), (["有明星代言吗"], "chitchat")]
