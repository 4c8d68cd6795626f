import type { Plugin } from "vite";

export function firstParts(): Plugin;
