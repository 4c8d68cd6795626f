// Asks who is here while the pages are still on their way; platform/api/client.ts takes the answer.
if (location.pathname !== "/login") window.dougongMe = fetch("/api/me", { headers: { Accept: "application/json" } });
