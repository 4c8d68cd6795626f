// Leaves out of decimal.js what no formula uses (angles, other bases, fractions): a third of what a page would load.
// Fails when a part is not found, so that a new version of decimal.js is looked at.

const METHODS = [
  "clampedTo", "cosine", "cubeRoot", "hyperbolicCosine", "hyperbolicSine", "hyperbolicTangent", "inverseCosine",
  "inverseHyperbolicCosine", "inverseHyperbolicSine", "inverseHyperbolicTangent", "inverseSine", "inverseTangent", "sine",
  "tangent", "toBinary", "toFraction", "toHexadecimal", "toNearest", "toOctal",
];
const STATIC = [
  "acos", "acosh", "asin", "asinh", "atan", "atanh", "atan2", "cbrt", "clamp", "cos", "cosh", "hypot", "log2", "max",
  "min", "random", "sin", "sinh", "sum", "tan", "tanh",
];

function without(code, start, end) {
  const from = code.indexOf(start);
  const to = code.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`decimal.js has no ${start.trim()}`);
  return code.slice(0, from) + code.slice(to + end.length);
}

export function leanDecimal() {
  return {
    name: "lean-decimal",
    enforce: "pre",
    transform(code, id) {
      if (!/decimal\.js\/decimal\.mjs(\?|$)/.test(id)) return null;
      let lean = code.replaceAll("\r\n", "\n");
      for (const name of METHODS) lean = without(lean, `P.${name} = `, "\n};\n");
      for (const name of STATIC) lean = without(lean, `  Decimal.${name} = ${name};`, "\n");
      return { code: lean, map: null };
    },
  };
}
