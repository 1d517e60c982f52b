"""Which addresses are public, also when they come wrapped."""

import pytest

from activities.addresses import is_public, may_be_named, parse, unwrap

PUBLIC = ["8.8.8.8", "1.1.1.1", "192.88.98.1", "223.255.255.1", "2606:4700::1111", "2a00:1450::1"]
WRAPPED_PUBLIC = ["::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
INTERNAL = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.9",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::8.8.8.8", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
    "ff02::1", "100::1", "2001:db8::1", "3fff::1", "5f00::1",
]  # fmt: skip
WRAPPED_INTERNAL = [
    "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo: client 127.0.0.1
    "2001:0:7f00:1::",  # Teredo: server 127.0.0.1
    "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",
]  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC + WRAPPED_PUBLIC)
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(parse(text)) is True


@pytest.mark.parametrize("text", INTERNAL)
def test_internal_addresses_are_not(text: str) -> None:
    assert is_public(parse(text)) is False


@pytest.mark.parametrize("text", WRAPPED_INTERNAL)
def test_c2_internal_addresses_are_seen_through_their_wrapping(text: str) -> None:
    assert is_public(parse(text)) is False


@pytest.mark.parametrize("text", ["fe80::1%eth0", "::1%lo", "2606:4700::1%1"])
def test_c2_a_scope_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="scope id"):
        parse(text)


@pytest.mark.parametrize(
    ("wrapped", "inner"),
    [
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("64:ff9b::a01:203", "10.1.2.3"),
        ("2002:a01:203::9", "10.1.2.3"),
        ("2606::5efe:a01:203", "10.1.2.3"),
        ("2606:4700::1111", "2606:4700::1111"),
    ],
)
def test_unwraps_to_the_address_that_is_meant(wrapped: str, inner: str) -> None:
    assert str(unwrap(parse(wrapped))) == inner


@pytest.mark.parametrize(
    "text", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200"]
)
def test_c3_no_name_leads_to_a_metadata_address(text: str) -> None:
    assert may_be_named(parse(text)) is False


@pytest.mark.parametrize("text", ["127.0.0.1", "10.0.0.1", "fd12::1", "8.8.8.8"])
def test_an_allowed_name_may_lead_to_other_internal_addresses(text: str) -> None:
    assert may_be_named(parse(text)) is True
