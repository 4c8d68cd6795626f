/** Rich text is drawn only after everything but a short list of tags was taken out. */

const TAGS = new Set(["P", "BR", "B", "STRONG", "I", "EM", "U", "S", "UL", "OL", "LI", "H1", "H2", "H3", "H4", "BLOCKQUOTE", "A", "CODE", "PRE", "SPAN", "DIV", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "HR"]);
const GONE = new Set(["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "TEMPLATE", "NOSCRIPT", "SVG", "MATH"]);

function clean(node: Element): void {
  for (const child of [...node.children]) {
    if (GONE.has(child.tagName.toUpperCase())) {
      child.remove();
      continue;
    }
    clean(child);
    if (!TAGS.has(child.tagName)) {
      child.replaceWith(...child.childNodes);
      continue;
    }
    for (const { name, value } of [...child.attributes]) if (!(child.tagName === "A" && name === "href" && /^(https?:|mailto:|tel:|\/)/i.test(value.trim()))) child.removeAttribute(name);
    if (child.tagName === "A") {
      child.setAttribute("rel", "noreferrer noopener");
      child.setAttribute("target", "_blank");
    }
  }
}

export function safeHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  clean(page.body);
  return page.body.innerHTML;
}
