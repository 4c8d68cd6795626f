import type { Plugin } from "vite";

export function leanDecimal(): Plugin;
