import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { finished } from "./scripts/finished.mjs";
import { firstParts } from "./scripts/first_parts.mjs";
import { leanDecimal } from "./scripts/lean_decimal.mjs";

const server = process.env.DOUGONG_SERVER ?? "http://127.0.0.1:8000";

// Parts that many pages share travel together: seventy small files cost a first visit more in headers than in content.
const groups = [
  { name: "base", test: /preload-helper|node_modules\/(react|react-dom|scheduler|i18next|react-i18next|@tanstack\/(react-query|query-core|react-router|router-core|history|react-store|store))\//, priority: 9 },
  { name: "icons", test: /node_modules\/lucide-react\//, minShareCount: 2, priority: 8 },
  { name: "kit", test: /src\/(kit|ui|platform)\/(?!theme|i18n\/.*json).*\.(ts|tsx|css)$/, minShareCount: 2, priority: 7 },
  { name: "work", test: /src\/runtime\/(?:zone\.ts|pages\/(?:list\/(?:useList|list\.module)|record\/useMove|todo\/facts|inbox\/target))/, minShareCount: 2, priority: 5 },
  { name: "record", test: /src\/engines\/record\//, minShareCount: 3, priority: 6 },
];

export default defineConfig({
  plugins: [react(), leanDecimal(), firstParts(), finished()],
  build: { target: "es2022", sourcemap: false, manifest: true, chunkSizeWarningLimit: 1200, rolldownOptions: { output: { codeSplitting: { groups } } } },
  // the host stays the page's own: the server refuses writes from another origin
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
  preview: { proxy: { "/api": { target: server, changeOrigin: false } } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
