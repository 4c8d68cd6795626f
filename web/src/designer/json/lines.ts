/** Where in the text of a JSON document the value at a pointer stands. */
export interface Span {
  from: number;
  to: number;
}

/** Pointers of every value with their places; the text has to be JSON. */
export function spans(text: string): Map<string, Span> {
  const found = new Map<string, Span>();
  let at = 0;
  const space = () => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const string = (): string => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    return JSON.parse(text.slice(from, at)) as string;
  };
  const value = (pointer: string): void => {
    space();
    const from = at;
    const open = text[at];
    if (open === "{" || open === "[") {
      const close = open === "{" ? "}" : "]";
      at++;
      space();
      for (let index = 0; text[at] !== close && at < text.length; index++) {
        if (open === "[") value(`${pointer}/${String(index)}`);
        else {
          space();
          const key = string();
          space();
          at++;
          value(`${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
        }
        space();
        if (text[at] === ",") at++;
        space();
      }
      at++;
    } else if (open === '"') string();
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? "")) at++;
    found.set(pointer, { from, to: at });
  };
  value("");
  return found;
}

/** The place of a pointer, or of the nearest part around it that is there. */
export function spanOf(places: Map<string, Span>, pointer: string): Span {
  for (let here = pointer; here; here = here.slice(0, here.lastIndexOf("/"))) {
    const place = places.get(here);
    if (place) return place;
  }
  return { from: 0, to: 1 };
}
