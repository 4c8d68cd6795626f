/** A page that could not be shown: what happened, what was kept, what to press. */
import { Link, useRouter } from "@tanstack/react-router";
import { CloudOff, FileQuestion, Lock, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../../platform/api/client";
import { queryClient } from "../../platform/queries";
import { Button, buttonClass, Empty } from "../../ui";
import { usePlace } from "./trail";

/** Where somebody goes on from a page that is not there. */
export interface Way {
  to: string;
  name: string;
}

export function NotFound({ up, title }: { up?: Way; title?: string }) {
  const { t } = useTranslation();
  usePlace({ name: t("error.not_found") });
  return (
    <Empty icon={FileQuestion} title={title ?? t("error.not_found")} actions={<Link to={up?.to ?? "/"} className={buttonClass("primary")}>{up?.name ?? t("error.home")}</Link>}>
      {t("error.not_found_text")}
    </Empty>
  );
}

export function Trouble({ error, retry, up, gone }: { error: unknown; retry?: () => void; up?: Way; gone?: string }) {
  const { t } = useTranslation();
  const refusal = error instanceof Refusal ? error : null;
  if (refusal?.status === 404) return <NotFound up={up} title={gone} />;
  const again = retry && (
    <Button icon={RotateCw} kind="primary" onClick={retry}>
      {t("error.retry")}
    </Button>
  );
  if (refusal?.offline)
    return (
      <Empty kind="error" icon={CloudOff} title={t("error.offline")} actions={again}>
        {t("error.offline_text")}
      </Empty>
    );
  if (refusal?.status === 403)
    return (
      <Empty icon={Lock} title={t("error.forbidden")} actions={<Link to="/" className={buttonClass("primary")}>{t("error.home")}</Link>}>
        {refusal.message}
      </Empty>
    );
  return (
    <Empty kind="error" icon={TriangleAlert} title={t("error.failed")} actions={again} trace={refusal?.trace ?? undefined}>
      {refusal && refusal.status < 500 ? refusal.message : t("error.failed_text")}
    </Empty>
  );
}

export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter();
  const retry = () => {
    queryClient.removeQueries({ predicate: (query) => query.state.status === "error" });
    reset?.();
    void router.invalidate();
  };
  return <Trouble error={error} retry={retry} />;
}
