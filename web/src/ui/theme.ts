/**
 * The one theme: antd's tokens, taken from the same values as ui/tokens.css. Only the
 * designer imports this file.
 */
import { theme, type ThemeConfig } from "antd";

const LIGHT = { brand: "#2b5ce6", ink: "#1d2129", ink2: "#4e5969", ink3: "#5c6475", page: "#f5f6f8", surface: "#ffffff", raised: "#ffffff", line: "#e6e9ef", line2: "#cfd5df", danger: "#c9252d", success: "#0a7a43", warning: "#a34a00" };
const DARK = { brand: "#2f62ee", ink: "#e9ebef", ink2: "#b9bfca", ink3: "#9ca4b2", page: "#101114", surface: "#18191d", raised: "#212329", line: "#2a2d34", line2: "#434852", danger: "#ff7b7b", success: "#56cf8d", warning: "#f2ad5c" };

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export function antdTheme(dark: boolean, phone: boolean): ThemeConfig {
  const c = dark ? DARK : LIGHT;
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: c.brand,
      colorInfo: c.brand,
      colorLink: dark ? "#8aabff" : c.brand,
      colorError: c.danger,
      colorSuccess: c.success,
      colorWarning: c.warning,
      colorText: c.ink,
      colorTextSecondary: c.ink2,
      colorTextTertiary: c.ink3,
      colorTextPlaceholder: c.ink3,
      colorTextDescription: c.ink3,
      colorBgLayout: c.page,
      colorBgContainer: c.surface,
      colorBgElevated: c.raised,
      colorBorder: c.line2,
      colorBorderSecondary: c.line,
      borderRadius: 6,
      borderRadiusLG: 10,
      controlHeight: phone ? 44 : 32,
      fontFamily: FONT,
      fontSize: 14,
      wireframe: false,
    },
  };
}
