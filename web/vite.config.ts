import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { leanDecimal } from "./scripts/lean_decimal.mjs";

const server = process.env.DOUGONG_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), leanDecimal()],
  build: { target: "es2022", sourcemap: false, manifest: true, chunkSizeWarningLimit: 1200 },
  // the host stays the page's own: the server refuses writes from another origin
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
  preview: { proxy: { "/api": { target: server, changeOrigin: false } } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"] },
});
