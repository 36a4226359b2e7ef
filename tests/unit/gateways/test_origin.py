"""The kept libraries and their data, as they are: devices by a browser's name, places by an IP address."""

import pytest

from parlor.domain.origin import Device, Place
from parlor.gateways.devices import UaParserDevices
from parlor.gateways.places import Ip2RegionPlaces, place_from

DEVICES = UaParserDevices()
PLACES = Ip2RegionPlaces()


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
            Device("computer", "Windows 10", "Edge 130"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
            Device("computer", "macOS", "Safari 17"),
        ),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", Device("computer", "Windows 7", "IE 11")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1",
            Device("phone", "iOS 17", "Safari 17"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 CriOS/130.0 Mobile/15E148 Safari/604.1",
            Device("phone", "iOS 17", "Chrome 130"),
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1",
            Device("tablet", "iOS 17", "Safari 17"),
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", Device("tablet", "Android 14", "Chrome 130")),
        ("Mozilla/5.0 (Linux; Android 14; Pixel) Mobile MicroMessenger/8.0 Chrome/130", Device("phone", "Android 14", "WeChat 8")),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 ArkWeb/4.1 Mobile",
            Device("phone", "HarmonyOS 5", "ArkWeb 4"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 Chrome/86.0 Safari/537.36 QIHU 360SE",
            Device("computer", "Windows 10", "360"),
        ),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", Device("robot", None, "Baiduspider 2")),
        ("nothing that anybody knows", Device("computer")),
        ("\x00(((((" * 50, Device("computer")),
    ],
)
def test_devices(user_agent: str, device: Device) -> None:
    assert DEVICES.device(user_agent) == device


@pytest.mark.parametrize(
    ("ip", "place"),
    [
        ("218.75.100.114", Place("中国", "浙江省", "金华市")),
        ("61.135.169.121", Place("中国", "北京")),
        ("203.198.0.1", Place("中国", "香港")),
        ("8.8.8.8", Place("美国")),
        ("127.0.0.1", None),
        ("10.1.2.3", None),
        ("240.0.0.1", None),
        ("2001:db8::1", None),
        ("256.1.1.1", None),
        ("nowhere", None),
    ],
)
def test_places(ip: str, place: Place | None) -> None:
    assert PLACES.place(ip) == place


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("中国|0|0|0|0", Place("中国")),
        ("荷兰|0|阿姆斯特丹|阿姆斯特丹|0", Place("荷兰")),
        ("", None),
        ("0|0|0|内网IP|内网IP", None),
    ],
)
def test_texts_of_the_database(region: str, place: Place | None) -> None:
    assert place_from(region) == place
