/** What stands in a tile that could not be filled, and the way to try again. */
import type { TFunction } from "i18next";
import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../../../platform/api/client";
import { Button } from "../../../ui";
import css from "./dashboard.module.css";

/** What went wrong on our side is said in our words. */
function whyNot(error: Error, t: TFunction): string {
  if (!(error instanceof Refusal)) return t("report.failed");
  return error.offline ? t("error.offline") : error.status < 500 ? error.message : t("report.failed");
}

export function Failed({ error, again }: { error: Error; again: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={css.failed} role="alert">
      <TriangleAlert size={20} aria-hidden />
      <span>{whyNot(error, t)}</span>
      <Button small icon={RotateCw} onClick={again}>
        {t("error.retry")}
      </Button>
    </div>
  );
}
