// What need not wait until the pages are here: the look of the device, the parts of the page that is opened, and what
// every page asks first; platform/api/client.ts takes the answers.
(() => {
  const path = location.pathname;
  const kept = localStorage.getItem("dougong.locale");
  const locale = kept || (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
  const look = localStorage.getItem("dougong.appearance");
  const dark = look === "light" || look === "dark" ? look === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.lang = locale;
  document.documentElement.dataset.theme = dark ? "dark" : "light";

  const PAGES = [
    [/^\/login$/, "LoginPage"],
    [/^\/$/, "PortalPage"],
    [/^\/todo$/, "TodoPage"],
    [/^\/inbox$/, "InboxPage"],
    [/^\/app\/\w+\/form\/\w+$/, "ListPage"],
    [/^\/app\/\w+\/form\/\w+\/new$/, "CreatePage"],
    [/^\/app\/\w+\/form\/\w+\/record\/[^/]+$/, "RecordPage"],
    [/^\/app\/\w+\/form\/\w+\/record\/[^/]+\/edit$/, "EditPage"],
    [/^\/app\/\w+\/dashboard\/\w+$/, "DashboardPage"],
  ];
  const page = PAGES.find(([shape]) => shape.test(path));
  // what other pages look like first is not drawn yet
  if (!page || page[1] === "LoginPage") document.documentElement.dataset.first = "none";
  const ask = (asked) => {
    const answer = fetch(asked, { headers: { Accept: "application/json", "Accept-Language": locale } });
    // whoever takes it hears of a failure
    answer.catch(() => undefined);
    return [asked, answer];
  };
  const app = /^\/app\/([a-z][a-z0-9_]*)/.exec(path);
  const first = app ? `/api/apps/${app[1]}` : path === "/todo" || path === "/" ? "/api/tasks?box=todo&limit=30" : null;
  if (path !== "/login") window.dougongAsked = Object.fromEntries(["/api/me", ...(first ? [first] : [])].map(ask));

  const parts = JSON.parse(document.getElementById("parts")?.textContent ?? "{}");
  for (const file of [...(parts[locale] ?? []), ...(parts[page?.[1]] ?? [])]) {
    const link = document.createElement("link");
    if (file.endsWith(".css")) Object.assign(link, { rel: "preload", as: "style" });
    else link.rel = "modulepreload";
    link.crossOrigin = "";
    link.href = `/${file}`;
    document.head.append(link);
  }
})();
