/** 金额 as je: the letters that the syllables of a Chinese name begin with, as people type them to find it. */

/** The first character of each letter in the order of pinyin; no syllable begins with i, u or v. */
const FIRST = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀";
const LETTERS = "abcdefghjklmnopqrstwxyz";

let order: Intl.Collator | null | undefined;

/** Null where the browser does not know the order of pinyin. */
function pinyin(): Intl.Collator | null {
  if (order === undefined) {
    const found = new Intl.Collator("zh-CN-u-co-pinyin");
    const sorted = [...FIRST].every((one, at, all) => at === 0 || found.compare(all[at - 1] ?? "", one) < 0);
    order = sorted && found.resolvedOptions().locale.startsWith("zh") ? found : null;
  }
  return order;
}

const known = new Map<string, string>();

/** Letters of other scripts stand for themselves, in small letters. */
export function initialsOf(name: string): string {
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = [...name.toLowerCase()].map(initial).join("")));
  return found;
}

function initial(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return /[\p{L}\p{N}]/u.test(character) ? character : "";
  const collator = pinyin();
  if (collator === null) return "";
  let at = LETTERS.length - 1;
  while (at > 0 && collator.compare(character, FIRST[at] ?? "") < 0) at -= 1;
  return LETTERS[at] ?? "";
}
