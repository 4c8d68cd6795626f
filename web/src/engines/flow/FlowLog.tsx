/** What happened in a flow, in order, in words. */
import { useTranslation } from "react-i18next";

import { dateTime } from "../../kit/format";
import type { FlowLogEntry } from "../../platform/api/types";
import css from "./flow.module.css";

const TONES: Record<string, string> = {
  approve: "var(--chip-green)", approved: "var(--chip-green)", reject: "var(--chip-red)", rejected: "var(--chip-red)", return: "var(--chip-orange)", returned: "var(--chip-orange)", terminated: "var(--chip-red)", withdraw: "var(--chip-gray)",
};

export function FlowLog({ log, zone }: { log: FlowLogEntry[]; zone: string }) {
  const { t } = useTranslation();
  return (
    <ol className={css.log} data-testid="flow-log">
      {log.map((entry, index) => (
        <li key={index} data-action={entry.action} style={{ "--tone": TONES[entry.action] } as React.CSSProperties}>
          <p>
            {entry.by?.title && <strong>{entry.by.title}</strong>}
            {entry.for?.title && t("flow_action.on_behalf", { name: entry.for.title })}{" "}
            {t(`flow_action.${entry.action}`, entry.action)}
            {entry.node_name && <span className={css.node}> · {entry.node_name}</span>}
          </p>
          {entry.comment && <blockquote>{entry.comment}</blockquote>}
          <time dateTime={entry.at}>{dateTime(entry.at, zone)}</time>
        </li>
      ))}
    </ol>
  );
}
