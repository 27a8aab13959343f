import pytest
from hypothesis import given

from bot.text.identifiers import find_identifiers
from bot.text.redact import redact
from tests.text.any_text import anything, long_texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我手机13800135678", "我手机138****5678"),
        ("１３８ ００１３ ５６７８收", "138****5678收"),
        ("一三八零零一三五六七八", "138****5678"),
        ("+86-138-0013-5678", "138****5678"),
        ("身份证11010519491231002X", "身份证110***********002X"),
        ("卡6222021234567890128", "卡****0128"),
        ("单号2026 1121 0001 2345,尾号5678", "单号****2345,尾号5678"),
        ("二零二六幺幺二幺零零零幺二三四五", "****2345"),
        ("SF1234567890123到了吗", "****0123到了吗"),
        ("EA123456789CN", "****89CN"),
        ("1" * 30, "****1111"),
        ("浙江省杭州市余杭区文一西路969号3幢502室 张三", "浙江省杭州市余杭区**** 张三"),
        ("地址改成北京市朝阳区建国路八十八号院3单元", "地址改成北京市朝阳区****"),
        ("上海浦东新区世纪大道１００号", "上海浦东新区****"),
        ("江苏省苏州市昆山市花桥镇绿地大道8号", "江苏省苏州市昆山市****"),
        ("我住在文一西路969号2号楼", "我住在****"),
        ("送到幸福小区5栋2单元301", "送到****"),
    ],
)
def test_what_names_a_person_is_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "尾号5678",
        "这款1999元",
        "2026年11月21日",
        "20号能到吗",
        "还在路上 3号到吗",
        "江苏省昆山市能送吗",
        "第2个",
        "",
        "身高170体重60",
        "满300减50",
        "市区能送吗",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert redact(text) == text


@given(anything)
def test_redacting_twice_changes_nothing_and_leaves_no_number(text: str) -> None:
    once = redact(text)
    assert redact(once) == once
    assert [found for found in find_identifiers(once) if found.kind != "phone_tail"] == []


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", [*long_texts, "13800138000" + " 1" * 900])
def test_no_long_text_is_costly_or_keeps_a_number(text: str) -> None:
    assert "13800138000" not in redact(text)
