"""The few functions whose bits must not differ between machines.

C libraries disagree in the last bit of sin, exp or atan2, and a record must replay to the same bits on a
clinic's computer and in a headset's browser. So everything here is built on what IEEE 754 fixes exactly:
+ - * / and square root, with floor, frexp, ldexp, copysign and fsum, which are exact or correctly rounded.
Complex numbers are not used: a compiler may fuse the multiply and the add inside their product.

Errors are given in units in the last place (ulp), as measured against 50-digit references. Coefficients of
series are plain 1/n and 1/n!, so that they can be checked by eye. On reducing the argument: Muller,
"Elementary Functions" (2016).
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")

PI: Final = 3.141592653589793
TAU: Final = 6.283185307179586
LARGEST_ANGLE: Final = 1e8
"""Radians; above it the reduction would lose digits, and an angle that large is a fault anyway."""

_PI_REST = 1.2246467991473532e-16  # pi - PI
_QUARTER = 0.7853981633974483
_TWO_OVER_PI = 0.6366197723675814
# pi/2 in four parts; the first three have 27 bits, so that a count of up to 26 bits times one is exact.
_P1 = 1.570796325802803
_P2 = 9.920935739593517e-10
_P3 = 5.721188709663575e-18
_P4 = 1.6446256936324258e-26
# ln 2 in two parts; the first has 32 bits.
_LN2_HIGH = 0.6931471803691238
_LN2_LOW = 1.9082149292705877e-10
_LOG2_E = 1.4426950408889634
_SQRT_HALF = 0.7071067811865476
_TINY = 5.421010862427522e-20  # 2 to the power of -64
# atan(i / 8) for i = 0..8, and what each float leaves out.
_ATAN = (
    0.0,
    0.12435499454676144,
    0.24497866312686414,
    0.35877067027057225,
    0.4636476090008061,
    0.5585993153435624,
    0.6435011087932844,
    0.7188299996216245,
    0.7853981633974483,
)
_ATAN_REST = (
    0.0,
    -3.1253241424539383e-18,
    1.0698755618734451e-17,
    -2.4623815582638635e-17,
    2.2698777452961687e-17,
    -5.4556305485916264e-18,
    1.5834785051444286e-17,
    -2.1478388444456983e-17,
    3.061616997868383e-17,
)


def exp(x: float) -> float:
    """e to the power of x, within 1 ulp. Above 709.78 it raises OverflowError, below -745.2 it is 0."""
    if x > 709.782712893384:
        raise OverflowError(f"expected an exponent of at most 709.78, got {x}")
    if x < -745.2:
        return 0.0
    k = math.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # Taylor to r^13; |r| <= ln(2)/2 leaves 4e-18.
    p = 1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * (
        1 / 39916800 + r * (1 / 479001600 + r / 6227020800)))))))  # fmt: skip
    y = 1.0 + (r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * p))))
    if k < -1000:
        # Rounded once, by the multiplication: some C libraries cut off when ldexp makes a subnormal number.
        return math.ldexp(y, k + 64) * _TINY
    return math.ldexp(y, k)


def log(x: float) -> float:
    """Natural logarithm, within 1 ulp. ValueError unless 0 < x < infinity."""
    if not 0.0 < x < math.inf:
        raise ValueError(f"expected a number above 0, got {x}")
    m, k = math.frexp(x)
    if m < _SQRT_HALF:
        m += m
        k -= 1
    f = m - 1.0  # exact
    s = f / (2.0 + f)
    z = s * s
    # log(1+f) = 2 atanh(s) = f - s (f - rest): f enters exactly. |s| <= 0.172 leaves 1e-18.
    rest = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (
        2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21))))))))))  # fmt: skip
    return k * _LN2_HIGH - ((s * (f - rest) - k * _LN2_LOW) - f)


def sin(x: float) -> float:
    """Sine of x radians, within 2.1 ulp. ValueError above LARGEST_ANGLE or for no number."""
    if -_QUARTER <= x <= _QUARTER:
        return _sine(x)
    quadrant, y = _reduced(x)
    value = _cosine(y) if quadrant & 1 else _sine(y)
    return -value if quadrant & 2 else value


def cos(x: float) -> float:
    """Cosine of x radians, within 2.1 ulp. ValueError above LARGEST_ANGLE or for no number."""
    if -_QUARTER <= x <= _QUARTER:
        return _cosine(x)
    quadrant, y = _reduced(x)
    value = _sine(y) if quadrant & 1 else _cosine(y)
    return -value if (quadrant + 1) & 2 else value


def tan(x: float) -> float:
    """Tangent of x radians, within 3.1 ulp. ValueError above LARGEST_ANGLE or for no number."""
    quadrant, y = _reduced(x)
    return -_cosine(y) / _sine(y) if quadrant & 1 else _sine(y) / _cosine(y)


def _reduced(x: float) -> tuple[int, float]:
    """The nearest multiple of pi/2, and what remains of x, at most pi/4."""
    if not -LARGEST_ANGLE <= x <= LARGEST_ANGLE:
        raise ValueError(f"expected an angle within {LARGEST_ANGLE:g} radians, got {x}")
    k = math.floor(x * _TWO_OVER_PI + 0.5)
    return k, ((x - k * _P1) - k * _P2) - k * _P3 - k * _P4


def _sine(x: float) -> float:
    """Taylor to x^17; |x| <= pi/4 leaves 1e-19."""
    z = x * x
    return x - x * (z * (1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * (1 / 362880 - z * (
        1 / 39916800 - z * (1 / 6227020800 - z * (1 / 1307674368000 - z / 355687428096000))))))))  # fmt: skip


def _cosine(x: float) -> float:
    """Taylor to x^16; |x| <= pi/4 leaves 2e-18. The rounding error of 1 - z/2 is added back."""
    z = x * x
    half = 0.5 * z
    rest = z * z * (1 / 24 - z * (1 / 720 - z * (1 / 40320 - z * (1 / 3628800 - z * (
        1 / 479001600 - z * (1 / 87178291200 - z / 20922789888000))))))  # fmt: skip
    w = 1.0 - half
    return w + (((1.0 - w) - half) + rest)


def atan(x: float) -> float:
    """Angle in radians, -pi/2..pi/2, whose tangent is x; within 2 ulp."""
    return atan2(x, 1.0)


def atan2(y: float, x: float) -> float:
    """Angle of the point (x, y) in radians, -pi..pi, within 2 ulp; signs of zero count, as in IEEE 754.

    ValueError for infinities and for what is no number.
    """
    across, up = abs(x), abs(y)
    if not (across < math.inf and up < math.inf):
        raise ValueError(f"expected two finite numbers, got y={y} and x={x}")
    if up <= across:
        angle = _unit_atan(up / across) if up else 0.0
    else:
        angle = 0.5 * PI - (_unit_atan(across / up) - 0.5 * _PI_REST)
    if x < 0.0 or (x == 0.0 and math.copysign(1.0, x) < 0.0 and not up):
        angle = PI - (angle - _PI_REST)
    return math.copysign(angle, y)


def _unit_atan(x: float) -> float:
    """atan for 0 <= x <= 1: from the nearest eighth, the rest by its series to x^17."""
    i = math.floor(8.0 * x + 0.5)
    t = x
    if i > 1:
        c = 0.125 * i
        t = (x - c) / (1.0 + x * c)
    z = t * t
    rest = t * (z * (1 / 3 - z * (1 / 5 - z * (1 / 7 - z * (1 / 9 - z * (
        1 / 11 - z * (1 / 13 - z * (1 / 15 - z * (1 / 17 - z / 19)))))))))  # fmt: skip
    if i > 1:
        return _ATAN[i] - ((rest - _ATAN_REST[i]) - t)
    return t - rest


def asin(x: float) -> float:
    """Angle in radians, -pi/2..pi/2, whose sine is x; within 2 ulp. ValueError outside -1..1."""
    return atan2(x, _leg(x))


def acos(x: float) -> float:
    """Angle in radians, 0..pi, whose cosine is x; within 2 ulp. ValueError outside -1..1."""
    return atan2(_leg(x), x)


def _leg(x: float) -> float:
    if not -1.0 <= x <= 1.0:
        raise ValueError(f"expected a number between -1 and 1, got {x}")
    return math.sqrt((1.0 - x) * (1.0 + x))


def radians(degrees: float) -> float:
    """Degrees as radians."""
    return degrees * (PI / 180.0)


def degrees(radians: float) -> float:
    """Radians as degrees."""
    return radians * (180.0 / PI)


def erf(x: float) -> float:
    """The error function, within 2 ulp."""
    if -1.0 < x < 1.0:
        return x * _erf_over_x(x * x)
    return math.copysign(1.0 - _erfc_tail(abs(x)), x)


def erfc(x: float) -> float:
    """1 - erf(x) without losing digits where it is small: within 6 ulp down to 1e-300."""
    if -1.0 < x < 1.0:
        return 1.0 - x * _erf_over_x(x * x)
    return _erfc_tail(x) if x > 0.0 else 2.0 - _erfc_tail(-x)


def normal_cdf(z: float) -> float:
    """Probability that a standard normal draw is below z, within 2e-14 of its own size for z >= -8."""
    return 0.5 * erfc(-z * _SQRT_HALF)


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), for any x without overflow; within 2 ulp."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


# 2/sqrt(pi) (-1)^n / (n! (2n+1)), the Maclaurin series of erf(x)/x in x^2; 19 terms leave 1e-19 at 1.
_ERF_SERIES = tuple(
    1.1283791670955126 * (-1 if n % 2 else 1) / (math.factorial(n) * (2 * n + 1)) for n in reversed(range(20))
)
# (1+x) exp(x^2) erfc(x) for 1 <= x <= 27 as a polynomial in (x-3)/(x+3): a Chebyshev series of this project,
# fitted with 60 digits; its error is 1e-17. For the idea: Shepherd and Laframboise, Math. Comp. 36 (1981).
_ERFC_SERIES = (
    -1.6667153988882993e-08,
    7.822781937760347e-08,
    -2.826901059633569e-08,
    -3.2835662214746085e-07,
    6.372791121935741e-08,
    1.6054197821379242e-06,
    2.551988377690907e-07,
    -8.994225031482445e-06,
    -1.5123615156612172e-06,
    5.611996792962876e-05,
    -2.0551988059676337e-05,
    -0.00036728852847982984,
    0.000645814243865893,
    0.001618569129246544,
    -0.00975068929516354,
    0.021957764012611593,
    -0.023803913108598904,
    -0.010235388899007542,
    0.09902075367943931,
    -0.2309273330838092,
    0.7160046047255598,
)


def _erf_over_x(z: float) -> float:
    total = 0.0
    for coefficient in _ERF_SERIES:
        total = total * z + coefficient
    return total


def _erfc_tail(x: float) -> float:
    """erfc for x >= 1."""
    if x >= 27.0:
        return 0.0
    t = (x - 3.0) / (x + 3.0)
    total = 0.0
    for coefficient in _ERFC_SERIES:
        total = total * t + coefficient
    # exp(-x^2) from a square that is exact, times a correction, or the rounding of x^2 would be magnified.
    near = math.floor(x * 1048576.0) / 1048576.0
    return exp(-near * near) * exp((near - x) * (near + x)) * total / (1.0 + x)


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean, from the correctly rounded sum. ValueError when there is none."""
    listed = list(values)
    if not listed:
        raise ValueError("expected at least one value to take the mean of, got none")
    return math.fsum(listed) / len(listed)


def length(x: float, y: float, z: float = 0.0) -> float:
    """Length of a vector, in the unit of its components, whose squares must not overflow."""
    return math.sqrt(x * x + y * y + z * z)


_MASK = 0xFFFF_FFFF_FFFF_FFFF
_GAMMA = 0x9E37_79B9_7F4A_7C15


class Draws:
    """Random draws that depend on a seed and the name of a stream, and on nothing else.

    SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the state is a counter that walks all 64-bit numbers in
    steps of one odd constant, and a draw is a hash of it. `state` is that plain int: store it, and
    `Draws.at(state)` goes on from there. Use one stream for each thing that draws, so that an extra draw in
    one does not move the others. Of a seed the lowest 64 bits count.
    """

    __slots__ = ("state",)

    def __init__(self, seed: int, stream: str) -> None:
        state = _mixed(seed & _MASK)  # hashed first, or seed 1 with "c" would meet seed 0 with "b"
        for byte in stream.encode():
            state = _mixed(((state ^ byte) + _GAMMA) & _MASK)
        self.state = _mixed((state + _GAMMA) & _MASK)

    @classmethod
    def at(cls, state: int) -> "Draws":
        """Draws that go on from a stored state."""
        draws = cls.__new__(cls)
        draws.state = state & _MASK
        return draws

    def copy(self) -> "Draws":
        """Draws that will give the same numbers as these."""
        return Draws.at(self.state)

    def bits(self) -> int:
        """64 random bits."""
        self.state = (self.state + _GAMMA) & _MASK
        return _mixed(self.state)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number from low up to, not including, high."""
        return low + (high - low) * ((self.bits() >> 11) * 1.1102230246251565e-16)

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """A normal draw by Box and Muller (1958), from exactly two uniform draws each time."""
        radius = math.sqrt(-2.0 * log(1.0 - self.uniform()))
        return mean + sd * (radius * cos(TAU * self.uniform()))

    def lognormal(self, log_mean: float = 0.0, log_sd: float = 1.0) -> float:
        """A draw whose logarithm is normal; its median is exp(log_mean)."""
        return exp(self.normal(log_mean, log_sd))

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included, each as likely. ValueError if there is none."""
        count = high - low + 1
        if not 0 < count <= _MASK:
            raise ValueError(f"expected low <= high less than 2^64 apart, got {low} and {high}")
        # A draw from the incomplete last round of `count` numbers would favour the low ones: draw again.
        limit = (_MASK + 1) - (_MASK + 1) % count
        drawn = self.bits()
        while drawn >= limit:
            drawn = self.bits()
        return low + drawn % count

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely. ValueError when there is none."""
        if not items:
            raise ValueError("expected at least one item to choose from, got none")
        return items[self.integer(0, len(items) - 1)]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in random order, each order as likely (Fisher and Yates)."""
        out = list(items)
        for last in range(len(out) - 1, 0, -1):
            other = self.integer(0, last)
            out[last], out[other] = out[other], out[last]
        return out


def _mixed(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB) & _MASK
    return z ^ (z >> 31)
