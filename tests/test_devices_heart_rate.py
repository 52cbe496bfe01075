"""The 0x2A37 packet: examples worked out by hand from the specification, and any bytes at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.heart_rate import (
    BATTERY_LEVEL,
    BODY_SENSOR_LOCATION,
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    TICKS_PER_S,
    HeartRateMeasurement,
    MalformedMeasurement,
    has_rr,
)

uint16 = st.integers(0, 0xFFFF)
measurements = st.builds(
    HeartRateMeasurement,
    heart_rate_bpm=uint16,
    contact=st.none() | st.booleans(),
    energy_kj=st.none() | uint16,
    rr_ticks=st.lists(uint16, max_size=20).map(tuple),
)


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        # flags 0x16 = RR, contact supported, contact now; 0x3e = 62; 0x03b1 = 945, 0x03de = 990
        ("16 3e b1 03 de 03", HeartRateMeasurement(62, contact=True, rr_ticks=(945, 990))),
        ("14 3e b1 03", HeartRateMeasurement(62, contact=False, rr_ticks=(945,))),  # contact lost
        ("12 3e b1 03", HeartRateMeasurement(62, None, None, (945,))),  # 'now' without 'supported'
        ("00 48", HeartRateMeasurement(72)),
        ("01 2c 01", HeartRateMeasurement(300)),  # 16-bit heart rate: 0x012c
        ("01 48 00", HeartRateMeasurement(72)),  # 16 bits although 8 would do
        ("18 3c 05 00 00 04", HeartRateMeasurement(60, None, 5, (1024,))),  # energy moves the RR
        ("19 2c 01 ff ff 00 04", HeartRateMeasurement(300, None, 65535, (1024,))),
        ("10 3c", HeartRateMeasurement(60)),  # RR announced, none there
        ("f0 3c 00 04", HeartRateMeasurement(60, None, None, (1024,))),  # reserved bits
        ("10 3c 00 04 b1", HeartRateMeasurement(60, None, None, (1024,))),  # cut inside an RR
        ("00 3c 00 04", HeartRateMeasurement(60)),  # surplus bytes that no flag announces
        ("10 3c 00 00 ff ff", HeartRateMeasurement(60, None, None, (0, 65535))),  # as sent
    ],
)
def test_examples_from_the_specification(packet: str, expected: HeartRateMeasurement) -> None:
    """Each flag means what the specification says."""
    assert HeartRateMeasurement.from_bytes(bytes.fromhex(packet)) == expected


@pytest.mark.parametrize("packet", ["", "00", "10", "01 3c", "08 3c", "08 3c 01"])
def test_a_missing_field_is_named(packet: str) -> None:
    """A packet that ends before a field its flags announce is refused in one sentence."""
    with pytest.raises(MalformedMeasurement, match=r"^The heart rate packet .*\.$"):
        HeartRateMeasurement.from_bytes(bytes.fromhex(packet))


def test_nine_intervals_fill_a_packet_of_the_smallest_link() -> None:
    """Nine RR intervals fit the 20 bytes of the smallest link (1 flags, 1 rate, 9 x 2)."""
    assert len(HeartRateMeasurement(60, contact=True, rr_ticks=(1024,) * 9).to_bytes()) == 20


@given(measurements)
def test_what_is_written_reads_back(measurement: HeartRateMeasurement) -> None:
    """Writing and reading are inverse for every measurement."""
    assert HeartRateMeasurement.from_bytes(measurement.to_bytes()) == measurement


@given(st.binary(max_size=100))
def test_any_bytes_parse_or_are_malformed(data: bytes) -> None:
    """Nothing but MalformedMeasurement comes out, and what parses survives a round trip."""
    try:
        measurement = HeartRateMeasurement.from_bytes(data)
    except MalformedMeasurement:
        return
    assert HeartRateMeasurement.from_bytes(measurement.to_bytes()) == measurement


def test_a_hundred_thousand_random_packets_parse_or_are_malformed() -> None:
    """Lengths around those that flags ask for: each outcome is common, and there is no third."""
    rng = random.Random(1)  # noqa: S311
    refused = 0
    for _ in range(100_000):
        data = rng.randbytes(rng.randrange(8))
        try:
            assert 0 <= HeartRateMeasurement.from_bytes(data).heart_rate_bpm <= 0xFFFF
        except MalformedMeasurement:
            refused += 1
    assert 20_000 < refused < 80_000


def test_addresses_are_128_bit_strings() -> None:
    """A scanner filter on the short form finds nothing, so the long form is what is offered."""
    told = (HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT, BODY_SENSOR_LOCATION, BATTERY_LEVEL)
    about = (MANUFACTURER_NAME, MODEL_NUMBER)
    short = ("180d", "2a37", "2a38", "2a19", "2a29", "2a24")
    expected = [f"0000{each}-0000-1000-8000-00805f9b34fb" for each in short]
    assert [*told, *about] == expected  # the Bluetooth SIG's assigned numbers


@pytest.mark.parametrize(("bpm", "packet"), [(255, "00ff"), (256, "010001")])
def test_the_shortest_form_is_written(bpm: int, packet: str) -> None:
    """One byte for the heart rate as long as it fits; by hand, from the specification's flags."""
    assert HeartRateMeasurement(bpm).to_bytes().hex() == packet


def test_an_interval_is_told_in_1024ths_of_a_second() -> None:
    """As the specification has it."""
    assert TICKS_PER_S == 1024


@pytest.mark.parametrize(
    ("packet", "has"),
    [("103c0004", True), ("003c", False), ("103c", False), ("103c0000", False), ("10", False)],
)
def test_a_packet_with_an_interval_is_told_apart(packet: str, has: bool) -> None:
    """One of 1 s; heart rate alone; announced and empty; filler of 0 ms; cut."""
    assert has_rr(bytes.fromhex(packet)) is has
