"""The portable functions are accurate, and their bits are pinned."""

import copy
import hashlib
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy import arithmetic
from therapy.arithmetic import Draws

Function = Callable[[float], float]


def ulps(got: float, expected: float) -> float:
    """How many units in the last place of `expected` lie between the two."""
    return abs(got - expected) / math.ulp(expected)


def points(low: float, high: float, count: int = 5_000) -> list[float]:
    draws = Draws(7, f"{low}..{high}")
    return [draws.uniform(low, high) for _ in range(count)]


# The C library is itself up to one ulp off, so the bounds are one more than the docstrings promise.
@pytest.mark.parametrize(
    ("ours", "reference", "low", "high", "bound"),
    [
        (arithmetic.exp, math.exp, -1.0, 1.0, 2),
        (arithmetic.exp, math.exp, -745.0, 709.0, 2),
        (arithmetic.log, math.log, 0.5, 2.0, 2),
        (arithmetic.log, math.log, 1e-300, 1e300, 2),
        (arithmetic.sin, math.sin, -7.0, 7.0, 3),
        (arithmetic.sin, math.sin, -1e5, 1e5, 3),
        (arithmetic.cos, math.cos, -7.0, 7.0, 3),
        (arithmetic.cos, math.cos, -1e5, 1e5, 3),
        (arithmetic.tan, math.tan, -7.0, 7.0, 4),
        (arithmetic.tan, math.tan, -1e5, 1e5, 4),
        (arithmetic.atan, math.atan, -2.0, 2.0, 3),
        (arithmetic.atan, math.atan, -1e6, 1e6, 3),
        (arithmetic.asin, math.asin, -1.0, 1.0, 3),
        (arithmetic.acos, math.acos, -1.0, 1.0, 3),
        (arithmetic.acos, math.acos, 0.999, 1.0, 3),
        (arithmetic.erf, math.erf, -1.0, 1.0, 3),
        (arithmetic.erf, math.erf, -7.0, 7.0, 3),
        (arithmetic.erfc, math.erfc, -2.0, 26.0, 7),
    ],
)
def test_a_function_agrees_with_the_c_library(
    ours: Function, reference: Function, low: float, high: float, bound: float
) -> None:
    """Five thousand points of a range differ by no more than the stated units in the last place."""
    assert max(ulps(ours(x), reference(x)) for x in points(low, high)) <= bound


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_atan2_agrees_with_the_c_library_in_every_quadrant(scale: float) -> None:
    """Both arguments of either sign, alike or far apart in size."""
    pairs = zip(points(-1.0, 1.0), points(-scale, scale), strict=True)
    assert max(ulps(arithmetic.atan2(y, x), math.atan2(y, x)) for y, x in pairs) <= 3


def test_sine_and_cosine_keep_their_digits_beside_their_zeros() -> None:
    """Near each multiple of a quarter turn what is left after reduction is small, and still right."""
    for k in range(1, 60_000, 37):
        x = k * (math.pi / 2)
        assert ulps(arithmetic.sin(x), math.sin(x)) <= 3
        assert ulps(arithmetic.cos(x), math.cos(x)) <= 3


@given(st.floats(-1e5, 1e5))
def test_sine_and_cosine_lie_on_the_unit_circle(x: float) -> None:
    """The squares add up to one."""
    assert arithmetic.sin(x) ** 2 + arithmetic.cos(x) ** 2 == pytest.approx(1.0, abs=1e-15)


@given(st.floats(-700, 700), st.floats(-700, 700))
def test_rising_functions_never_fall(a: float, b: float) -> None:
    """Where one argument is clearly larger the value is not smaller."""
    low, high = sorted((a, b))
    high = max(high, low + abs(low) * 1e-12 + 1e-300)
    for function in (
        arithmetic.exp,
        arithmetic.atan,
        arithmetic.erf,
        arithmetic.normal_cdf,
        arithmetic.sigmoid,
    ):
        assert function(low) <= function(high)


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        (arithmetic.exp, 0.0, 1.0),
        (arithmetic.exp, -1e9, 0.0),
        (arithmetic.log, 1.0, 0.0),
        (arithmetic.sin, 0.0, 0.0),
        (arithmetic.cos, 0.0, 1.0),
        (arithmetic.tan, 0.0, 0.0),
        (arithmetic.atan, 1.0, math.pi / 4),
        (arithmetic.asin, 1.0, math.pi / 2),
        (arithmetic.asin, -1.0, -math.pi / 2),
        (arithmetic.acos, 1.0, 0.0),
        (arithmetic.acos, -1.0, math.pi),
        (arithmetic.erf, 0.0, 0.0),
        (arithmetic.erf, 30.0, 1.0),
        (arithmetic.erf, -30.0, -1.0),
        (arithmetic.erfc, 30.0, 0.0),
        (arithmetic.normal_cdf, 0.0, 0.5),
        (arithmetic.sigmoid, 0.0, 0.5),
        (arithmetic.sigmoid, 800.0, 1.0),
        (arithmetic.sigmoid, -800.0, 0.0),
        (arithmetic.radians, 180.0, math.pi),
        (arithmetic.degrees, math.pi, 180.0),
    ],
)
def test_exact_values(function: Function, x: float, expected: float) -> None:
    """Values known without rounding come out without rounding."""
    assert function(x) == expected


@pytest.mark.parametrize("y", [0.0, -0.0, 1.0, -1.0])
@pytest.mark.parametrize("x", [0.0, -0.0, 1.0, -1.0])
def test_atan2_on_the_axes_follows_ieee(y: float, x: float) -> None:
    """Every combination of signs and signed zeros."""
    ours = arithmetic.atan2(y, x)
    assert (ours, math.copysign(1.0, ours)) == (math.atan2(y, x), math.copysign(1.0, math.atan2(y, x)))


def test_exp_fades_out_through_the_subnormal_numbers() -> None:
    """The smallest results are rounded like any other, where some C libraries cut off."""
    for x in points(-745.1, -708.0):
        assert abs(arithmetic.exp(x) - math.exp(x)) <= 5e-324 + 3 * math.ulp(math.exp(x))


@pytest.mark.parametrize(
    ("function", "x"),
    [
        (arithmetic.log, 0.0),
        (arithmetic.log, -1.0),
        (arithmetic.log, math.inf),
        (arithmetic.log, math.nan),
        (arithmetic.sin, 1.1e8),
        (arithmetic.sin, math.nan),
        (arithmetic.cos, math.inf),
        (arithmetic.tan, math.nan),
        (arithmetic.atan, math.inf),
        (arithmetic.atan, math.nan),
        (arithmetic.asin, 1.0000000000000002),
        (arithmetic.acos, math.nan),
        (arithmetic.exp, math.nan),
        (arithmetic.erf, math.nan),
    ],
)
def test_an_argument_out_of_range_is_refused(function: Function, x: float) -> None:
    """A wrong argument raises at once; no NaN travels on into a record."""
    with pytest.raises(ValueError, match=r"expected|convert"):
        function(x)


def test_exp_says_when_it_overflows() -> None:
    """As the C library does, and never an infinity."""
    assert math.isfinite(arithmetic.exp(709.78))
    with pytest.raises(OverflowError, match="709"):
        arithmetic.exp(710.0)


GOLDEN = {
    "exp": [
        ("0x1.0000000000000p+0", "0x1.5bf0a8b14576ap+1"),
        ("-0x1.4cccccccccccdp+3", "0x1.fe9284ee09b03p-16"),
        ("0x1.6180000000000p+9", "0x1.fad7b30b5865ep+1019"),
    ],
    "log": [
        ("0x1.4000000000000p+1", "0x1.d5240f0e0e078p-1"),
        ("0x1.fffffffffff00p-1", "-0x1.0000000000040p-45"),
        ("0x1.0000000000000p-1000", "-0x1.5a92d6d005c94p+9"),
    ],
    "sin": [
        ("0x1.0000000000000p+0", "0x1.aed548f090ceep-1"),
        ("0x1.8699f00000000p+16", "-0x1.78945070e03a3p-3"),
        ("-0x1.921fb54442d18p+1", "-0x1.1a62633145c07p-53"),
    ],
    "cos": [
        ("0x1.0000000000000p+0", "0x1.14a280fb5068bp-1"),
        ("0x1.8699f00000000p+16", "-0x1.f745226708e39p-1"),
        ("0x1.921fb54442d18p+0", "0x1.1a62633145c07p-54"),
    ],
    "tan": [
        ("0x1.0000000000000p+0", "0x1.8eb245cbee3a7p+0"),
        ("0x1.8699f00000000p+16", "0x1.7f1c95fb971dcp-3"),
    ],
    "atan": [
        ("0x1.3333333333333p-1", "0x1.14b1dd5f90ce1p-1"),
        ("-0x1.5e00000000000p+8", "-0x1.9164767e85538p+0"),
        ("0x1.0624dd2f1a9fcp-10", "0x1.0624d77516e16p-10"),
    ],
    "asin": [
        ("0x1.6666666666666p-1", "0x1.8d00e692afd96p-1"),
        ("-0x1.fffffffffff00p-1", "-0x1.921fb14442d18p+0"),
    ],
    "acos": [
        ("0x1.6666666666666p-1", "0x1.973e83f5d5c9bp-1"),
        ("0x1.fffffffffff00p-1", "0x1.000000000000bp-22"),
    ],
    "erf": [
        ("0x1.0000000000000p-1", "0x1.0a7ef5c18edd2p-1"),
        ("0x1.8000000000000p+0", "0x1.eea5557137ae0p-1"),
    ],
    "erfc": [
        ("0x1.8000000000000p+1", "0x1.729df6503422bp-16"),
        ("0x1.4000000000000p+4", "0x1.b54f244df93e0p-583"),
    ],
    "normal_cdf": [
        ("-0x1.f5c28f5c28f5cp+0", "0x1.9990c58859313p-6"),
        ("0x1.4cccccccccccdp+0", "0x1.ce702ab8ef8a4p-1"),
    ],
    "sigmoid": [
        ("0x1.199999999999ap+0", "0x1.802217b20c902p-1"),
        ("-0x1.199999999999ap+3", "0x1.3c1001e39d986p-13"),
    ],
    "degrees": [("0x1.0000000000000p+0", "0x1.ca5dc1a63c1f8p+5")],
    "radians": [("0x1.0000000000000p+0", "0x1.1df46a2529d39p-6")],
}
"""Arguments and results of one machine; a platform on which one bit differs could not replay a record."""


@pytest.mark.parametrize(("name", "x", "bits"), [(n, x, b) for n, pairs in GOLDEN.items() for x, b in pairs])
def test_every_bit_is_the_same_everywhere(name: str, x: str, bits: str) -> None:
    """The result as recorded, to the last bit."""
    assert getattr(arithmetic, name)(float.fromhex(x)).hex() == bits


def test_the_bits_of_many_results_are_the_same_everywhere() -> None:
    """The digest of two thousand results of each function that takes any number."""
    xs = points(-9.0, 9.0, 2_000)
    digests = {name: digest([getattr(arithmetic, name)(x) for x in xs]) for name in DIGESTS}
    assert digests == DIGESTS


def digest(values: list[float]) -> str:
    return hashlib.sha256(" ".join(value.hex() for value in values).encode()).hexdigest()[:16]


DIGESTS = {
    "exp": "8d44496ecfa17f76",
    "sin": "e813337e053a66ab",
    "cos": "6ae227dd9ef18105",
    "tan": "5222dbea2a9bd245",
    "atan": "698a341c12aa730b",
    "erf": "86e83b06598716f2",
    "erfc": "71679e7b57d8a440",
    "normal_cdf": "9d118a3dcac97e06",
    "sigmoid": "fb0b74f57cd1b764",
}


def test_mean_and_length() -> None:
    """The mean is of the exact sum; lengths of two and of three components."""
    assert arithmetic.mean([1e16, 1.0, -1e16, 1.0]) == 0.5
    assert arithmetic.length(3.0, 4.0) == 5.0
    assert arithmetic.length(2.0, 3.0, 6.0) == 7.0
    with pytest.raises(ValueError, match="at least one"):
        arithmetic.mean([])


def test_draws_follow_the_published_sequence_of_splitmix64() -> None:
    """The first five outputs from state 1234567, as printed with the reference implementation."""
    draws = Draws.at(1234567)
    assert [draws.bits() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_draws_of_every_kind_are_the_same_everywhere() -> None:
    """One of each, from a seed and a stream, to the last bit."""
    draws = Draws(2026, "target")
    got = (
        draws.uniform().hex(),
        draws.normal().hex(),
        draws.lognormal(0.5, 0.25).hex(),
        draws.integer(-5, 5),
        draws.choice(["up", "down", "left", "right"]),
        draws.shuffled([1, 2, 3, 4, 5]),
        draws.state,
    )
    assert got == DRAWN


DRAWN = (
    "0x1.cd8858a3b3ea2p-2",
    "-0x1.6c3ca0340c35bp-6",
    "0x1.e67d9176ab5fbp+0",
    -4,
    "right",
    [3, 1, 4, 2, 5],
    11356362713723022314,
)


def test_draws_depend_on_seed_and_stream() -> None:
    """Two seeds, or two names, share nothing; equal ones give equal draws."""
    firsts = {Draws(seed, stream).bits() for seed in (0, 1, 2, -1) for stream in ("", "a", "b", "ab", "ba")}
    assert len(firsts) == 20
    assert Draws(5, "wind").bits() == Draws(5, "wind").bits()


def test_draws_go_on_from_a_stored_state_or_a_copy() -> None:
    """A copy, a deep copy and a stored state all give what the original gives next."""
    draws = Draws(3, "x")
    draws.normal()
    others = [draws.copy(), copy.deepcopy(draws), Draws.at(draws.state)]
    expected = [draws.uniform() for _ in range(5)]
    for other in others:
        assert [other.uniform() for _ in range(5)] == expected


@given(st.integers(), st.integers(-1000, 1000), st.integers(0, 1000))
def test_whole_numbers_stay_within_both_ends(seed: int, low: int, span: int) -> None:
    """Both ends are possible and nothing beyond them."""
    draws = Draws(seed, "n")
    assert all(low <= draws.integer(low, low + span) <= low + span for _ in range(20))


def test_whole_numbers_from_a_huge_range_are_as_likely_everywhere() -> None:
    """Three quarters of all 64-bit numbers, where a plain remainder would favour the lowest third two to one."""
    draws = Draws(8, "huge")
    third = 1 << 62
    low = sum(draws.integer(0, 3 * third - 1) < third for _ in range(3_000)) / 3_000
    assert low == pytest.approx(1 / 3, abs=4 * math.sqrt(2 / 9 / 3_000))


def test_draws_have_the_shape_their_name_says() -> None:
    """Mean and spread of 20,000 draws lie within four standard errors of theory."""
    draws = Draws(11, "shape")
    n = 20_000
    uniform = [draws.uniform() for _ in range(n)]
    normal = [draws.normal(10.0, 2.0) for _ in range(n)]
    die = [draws.integer(1, 6) for _ in range(n)]
    assert all(0.0 <= u < 1.0 for u in uniform)
    assert arithmetic.mean(uniform) == pytest.approx(0.5, abs=4 * 0.2887 / math.sqrt(n))
    assert arithmetic.mean(normal) == pytest.approx(10.0, abs=4 * 2.0 / math.sqrt(n))
    assert arithmetic.mean((x - 10.0) ** 2 for x in normal) == pytest.approx(
        4.0, abs=4 * 4.0 * math.sqrt(2 / n)
    )
    within = sum(8.0 < x < 12.0 for x in normal) / n
    assert within == pytest.approx(0.6827, abs=4 * math.sqrt(0.6827 * 0.3173 / n))
    for face in range(1, 7):
        assert die.count(face) / n == pytest.approx(1 / 6, abs=4 * math.sqrt(5 / 36 / n))
    median = sorted(draws.lognormal(1.0, 0.5) for _ in range(n))[n // 2]
    assert median == pytest.approx(math.e, rel=4 * 0.5 * math.sqrt(math.pi / 2 / n))


def test_a_shuffle_keeps_every_item_and_can_reach_every_order() -> None:
    """All six orders of three items turn up."""
    draws = Draws(1, "order")
    orders = {tuple(draws.shuffled("abc")) for _ in range(200)}
    assert len(orders) == 6
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)


@pytest.mark.parametrize("ends", [(2, 1), (0, 1 << 64)])
def test_an_impossible_range_of_whole_numbers_is_refused(ends: tuple[int, int]) -> None:
    """None to draw from, or more than a draw can tell apart."""
    with pytest.raises(ValueError, match="expected low <= high"):
        Draws(0, "x").integer(*ends)


def test_a_choice_from_nothing_is_refused() -> None:
    """The error says what was expected."""
    with pytest.raises(ValueError, match="at least one item"):
        Draws(0, "x").choice([])
