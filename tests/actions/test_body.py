"""Measures over several turns: remembered until she says other ones, hers and nobody else's."""

from __future__ import annotations

import pytest

from tests.actions.demo_talk import DemoTalk


async def test_measures_may_come_one_by_one_in_any_order() -> None:
    talk = DemoTalk()
    await talk.asks("重磅T恤", "search_product")
    [said] = await talk.asks("我175", "inform")
    assert "身高175厘米" in said.text and "体重" not in said.text
    [said] = await talk.asks("那140斤呢", "inform")
    assert "身高175厘米" in said.text and "体重70公斤" in said.text
    [said] = await talk.asks("穿多大", "ask_size_advice")
    assert "身高175厘米" in said.text and "体重70公斤" in said.text


@pytest.mark.parametrize(
    "text",
    ["要是160斤呢", "那160斤", "如果我80公斤呢", "体重160斤的话", "我160斤", "160斤穿多大", "80kg呢", "我175 160斤"],
)
async def test_a_measure_that_changes_leaves_the_other_one(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("重磅T恤 我175 140斤穿多大", "ask_size_advice")
    [said] = await talk.asks(text, "inform")
    assert "身高175厘米" in said.text and "体重80公斤" in said.text


async def test_they_go_with_her_to_the_next_goods() -> None:
    talk = DemoTalk()
    await talk.asks("重磅T恤 我175 140斤穿多大", "ask_size_advice")
    [said, *_] = await talk.asks("拾布加绒连帽卫衣穿多大", "ask_size_advice")
    assert "身高175厘米" in said.text and "体重70公斤" in said.text


async def test_measures_told_while_looking_count_later() -> None:
    talk = DemoTalk()
    await talk.asks("我165 100斤 想买件卫衣", "search_product")
    [said, *_] = await talk.asks("拾布加绒连帽卫衣穿多大", "ask_size_advice")
    assert "身高165厘米" in said.text and "体重50公斤" in said.text


async def test_somebody_elses_are_not_mixed_with_hers() -> None:
    talk = DemoTalk()
    await talk.asks("重磅T恤 我160 100斤穿多大", "ask_size_advice")
    [said] = await talk.asks("我老公180穿多大", "ask_size_advice")
    assert "身高180厘米" in said.text and "体重" not in said.text.replace("身高体重都", "").replace(
        "一项身高或体重", ""
    )


async def test_shoes_are_not_chosen_by_what_she_wears_above() -> None:
    talk = DemoTalk()
    await talk.asks("厚底小白鞋 平时穿42 买几码", "ask_size_advice")
    [said, *_] = await talk.asks("拾布加绒连帽卫衣穿多大", "ask_size_advice")
    assert "42" not in said.text and "身高" in said.text
