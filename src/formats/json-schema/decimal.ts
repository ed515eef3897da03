/** A decimal number as `digits` × 10^-`scale`; digits without leading zeros, zero is `0`. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

const numberToken = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const plainInteger = /^(?:-?[1-9]\d*|0)$/;

function parseDecimal(text: string): Decimal {
  const [, sign, whole = '0', fraction = '', exponent = '0'] = numberToken.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  return { negative: sign === '-' && digits !== '0', digits, scale: fraction.length - Number(exponent) };
}

/** The power of ten of the first digit. */
function leadingExponent({ digits, scale }: Decimal): number {
  return digits.length - 1 - scale;
}

function fits32Bits(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

/**
 * The text of a JSON number as Java's `BigDecimal.toString` prints it, or as `BigInteger` does for
 * one without point and exponent: that is how registries of this API hash numbers. Undefined when
 * an exponent, as written or as printed, does not fit 32 bits.
 * (Rules: Java SE API, `java.math.BigDecimal`.)
 */
export function canonicalNumber(token: string): string | undefined {
  if (plainInteger.test(token)) {
    return token;
  }
  const decimal = parseDecimal(token);
  const writtenExponent = Number(/[eE](.*)/.exec(token)?.[1] ?? 0);
  if (![writtenExponent, decimal.scale, leadingExponent(decimal)].every(fits32Bits)) {
    return undefined;
  }
  return (decimal.negative ? '-' : '') + unsignedText(decimal);
}

function unsignedText(decimal: Decimal): string {
  const { digits, scale } = decimal;
  const exponent = leadingExponent(decimal);
  if (scale >= 0 && exponent >= -6) {
    if (scale === 0) {
      return digits;
    }
    const padded = digits.padStart(scale + 1, '0');
    return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const point = digits.length > 1 ? '.' : '';
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}E${exponent > 0 ? '+' : ''}${exponent}`;
}

/** True for zero in any form. */
export function isZero(text: string): boolean {
  return parseDecimal(text).digits === '0';
}

/** True when two number texts are the same value, whatever their form: `1.0` and `1`. */
export function sameValue(a: string, b: string): boolean {
  const x = withoutTrailingZeros(parseDecimal(a));
  const y = withoutTrailingZeros(parseDecimal(b));
  return x.negative === y.negative && x.digits === y.digits && x.scale === y.scale;
}

function withoutTrailingZeros({ negative, digits, scale }: Decimal): Decimal {
  if (digits === '0') {
    return { negative: false, digits, scale: 0 };
  }
  const stripped = digits.replace(/0+$/, '');
  return { negative, digits: stripped, scale: scale - (digits.length - stripped.length) };
}

/**
 * True when `a` is a whole multiple of `b`, exactly. False when `b` is zero. Bounded for any
 * exponent: no power of ten longer than the digits of `a` is ever written out.
 */
export function isMultiple(a: string, b: string): boolean {
  const dividend = parseDecimal(a);
  const divisor = parseDecimal(b);
  if (divisor.digits === '0') {
    return false;
  }
  if (dividend.digits === '0') {
    return true;
  }
  const shift = divisor.scale - dividend.scale;
  const value = BigInt(dividend.digits);
  const unit = BigInt(divisor.digits);
  if (shift >= 0) {
    return (value * powerOfTen(shift, unit)) % unit === 0n;
  }
  return -shift < dividend.digits.length && value % (unit * 10n ** BigInt(-shift)) === 0n;
}

/** 10^exponent modulo `modulus`, by squaring. */
function powerOfTen(exponent: number, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = 10n % modulus;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      result = (result * square) % modulus;
    }
    square = (square * square) % modulus;
  }
  return result;
}
