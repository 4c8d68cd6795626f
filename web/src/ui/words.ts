/** The few words the design system itself says. */
import { useTranslation } from "react-i18next";

export function useWord(key: string, details?: Record<string, unknown>): string {
  const { t } = useTranslation();
  return t(`ui.${key}`, details ?? {});
}
