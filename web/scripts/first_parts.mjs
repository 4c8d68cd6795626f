// What each page needs besides the entry stands in index.html as data, so that boot.js asks for it at once and not only
// when the entry has run: on a slow line that is two round trips less before the first content.

// the pages that somebody opens the product at; boot.js has their addresses
const PAGE = /\/src\/runtime\/pages\/\w+\/((?:Login|Portal|Todo|Inbox|List|Create|Record|Edit|Dashboard)Page)\.tsx$/;
const WORDS = /\/src\/platform\/i18n\/(zh-CN|en)\.json$/;
const BOOT = '<script src="/boot.js"></script>';

/** The chunk and everything it imports, with the styles that go with them. */
function closure(bundle, chunk, found = new Set()) {
  if (!chunk || found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
  for (const name of chunk.imports) closure(bundle, bundle[name], found);
  return found;
}

/** By page and by language: the files that the entry does not bring along. */
export function partsOf(bundle) {
  const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
  const entry = closure(bundle, chunks.find((one) => one.isEntry));
  const named = (chunk) => PAGE.exec(chunk.facadeModuleId ?? "") ?? WORDS.exec(chunk.facadeModuleId ?? "");
  const found = chunks.flatMap((chunk) => (named(chunk) ? [[named(chunk)[1], [...closure(bundle, chunk)].filter((name) => !entry.has(name))]] : []));
  return Object.fromEntries(found);
}

export function firstParts() {
  return {
    name: "first-parts",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html;
        const data = `<script type="application/json" id="parts">${JSON.stringify(partsOf(bundle))}</script>`;
        return html.replace(BOOT, `${data}\n    ${BOOT}`);
      },
    },
  };
}
