"""What may stand on an invoice as a name, and what is said to somebody and never does."""

from __future__ import annotations

import pytest

from bot.text.invoice_words import bank_number_at, company_in, is_same_firm, may_be_title, person_in

NAMES = [
    "杭州云栖科技有限公司", "北京物流发展有限公司", "快递之家服务部", "联想（北京）有限公司", "3M中国有限公司", "华为技术有限公司深圳分公司",
    "深圳市要好电子厂", "浙江大学", "中国红十字基金会", "李记面馆", "某某图文广告", "张三", "李想", "阿依古丽·买买提", "Tom Smith",
    "星光酒吧有限公司", "哪吒文化有限公司", "上海水吧餐饮有限公司",
]  # fmt: skip
SAID = [
    "我手机号13912345678你帮我看看那个事", "13912345678", "随便", "不知道", "快递到哪了", "等一下", "先不开了", "你们店怎么这样",
    "昨天买的鞋坏了", "帮我查查物流", "能便宜点吗", "转人工", "什么抬头", "还没想好", "有没有优惠", "催一下发货", "我要退货",
    "帮忙查一下快递到没到配送中心", "这个店",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_firms_and_people_may_be_titles(name: str) -> None:
    assert may_be_title(name)


@pytest.mark.parametrize("words", SAID)
def test_a_sentence_a_number_or_another_wish_is_no_title(words: str) -> None:
    assert not may_be_title(words) and not company_in(words) and not person_in(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [("麻烦开杭州云栖科技有限公司", "杭州云栖科技有限公司"), ("帮我开成杭州云栖科技有限公司", "杭州云栖科技有限公司"), ("开给北京大北科技有限公司 谢谢", "北京大北科技有限公司")],
)  # fmt: skip
def test_courtesies_before_a_firm_are_no_part_of_its_name(words: str, name: str) -> None:
    assert company_in(words) == name


@pytest.mark.parametrize("words", ["写清楚明细可以吗", "名字我发你了", "改成昨天那个"])
def test_what_follows_a_naming_word_is_a_name_only_if_it_can_be_one(words: str) -> None:
    assert not person_in(words)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("深圳市腾达科技有限公司", "深圳市腾飞科技有限公司", False),
        ("华为技术有限公司", "华为终端有限公司", False),
        ("杭州声澜科技有限公司", "上海声澜科技有限公司", False),
        ("北京大北科技有限公司", "北京小北科技有限公司", False),
        ("深圳腾达科技有限公司", "深圳腾达实业有限公司", False),
        ("深圳市腾达科技有限公司", "深圳市藤达科技有限公司", True),
        ("深圳腾达科技有限公司", "深圳市腾达科技有限公司", True),
        ("深圳市腾达科技公司", "深圳市腾达科技有限责任公司", True),
        ("腾达（深圳）科技有限公司", "腾达(深圳)科技有限公司", True),
        ("ABC商贸有限公司", "abc商贸有限公司", True),
        ("公司", "公司", True),
        ("公司", "集团", False),
    ],
)
def test_a_firm_keeps_its_tax_number_only_through_a_slip(one: str, other: str, same: bool) -> None:
    assert is_same_firm(one, other) is same and is_same_firm(other, one) is same


@pytest.mark.parametrize(
    "before",
    [
        "钱还没到卡上 ", "钱还没到我卡上 ", "钱还没到我银行卡 ", "退款没到账户", "退款没到我的账户 ", "没到银行卡里 ", "钱没退回卡里 ", "没到我的招行卡上 ",
        "换个账号，", "换个账号 ", "换了个账号，", "账号里没这单 ", "银行卡没收到钱 ", "登录账号，", "账户余额没变，", "单号",
    ],
)  # fmt: skip
def test_where_money_has_not_come_and_another_login_tell_no_bank(before: str) -> None:
    assert not bank_number_at(f"{before}20240101000123", len(before))


@pytest.mark.parametrize(
    "before",
    [
        "账号 ", "账号：", "账号是", "银行账号 ", "开户行：招行西湖支行 ", "开户行 工商银行杭州分行 账号 ", "开户银行及账号：建行文三路支行", "账户 ", "卡号是",
        "卡号我发你 ", "银行卡号 ", "银行卡 ", "帐号是3301 0401 6000 ", "开户行工行，账号 ", "中行西湖支行", "账号错了，应该是", "账号写错了，改成 ",
    ],
)  # fmt: skip
def test_the_number_of_a_bank_is_one(before: str) -> None:
    assert bank_number_at(f"{before}20240101000123", len(before))
