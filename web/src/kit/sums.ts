/** Adding decimals that are written as text, exactly. */

function parts(text: string): { digits: bigint; places: number } | null {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) return null;
  const fraction = found[3] ?? "";
  const digits = BigInt((found[2] ?? "") + fraction);
  return { digits: found[1] ? -digits : digits, places: fraction.length };
}

/** left + right, with as many places as the longer; what is no number counts as nothing. */
export function add(left: string, right: unknown): string {
  const a = parts(left);
  const b = typeof right === "string" || typeof right === "number" ? parts(String(right)) : null;
  if (!a || !b) return left;
  const places = Math.max(a.places, b.places);
  const sum = a.digits * 10n ** BigInt(places - a.places) + b.digits * 10n ** BigInt(places - b.places);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${sum < 0n ? "-" : ""}${whole}${places ? `.${digits.slice(digits.length - places)}` : ""}`;
}
