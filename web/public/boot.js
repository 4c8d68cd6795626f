// Asks for what every page needs first while the pages are still on their way; platform/api/client.ts takes the answers.
(() => {
  if (location.pathname === "/login") return;
  const kept = localStorage.getItem("dougong.locale");
  const locale = kept || (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
  const ask = (path) => [path, fetch(path, { headers: { Accept: "application/json", "Accept-Language": locale } })];
  const app = /^\/app\/([a-z][a-z0-9_]*)/.exec(location.pathname);
  window.dougongAsked = Object.fromEntries([ask("/api/me"), ...(app ? [ask(`/api/apps/${app[1]}`)] : [])]);
})();
