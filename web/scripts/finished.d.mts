import type { Plugin } from "vite";

export function finished(): Plugin;
