/** What stands where content will be, is not, or could not be had. */
import { CircleAlert, CircleCheck, Inbox, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { cx } from "./classes";
import css from "./parts.module.css";

export function Skeleton({ width = "100%", height = 14 }: { width?: number | string; height?: number }) {
  return <span className={css.skeleton} style={{ width, height }} aria-hidden />;
}

/** Lines of uneven length, like the text that will stand there. */
export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div aria-busy="true" style={{ display: "grid", gap: 14 }}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} width={`${String([92, 76, 84, 61, 88, 70][index % 6])}%`} />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  kind?: "error";
  trace?: string;
}

export function Empty({ icon: Icon = Inbox, title, children, actions, kind, trace }: EmptyProps) {
  return (
    <div className={css.empty} role={kind === "error" ? "alert" : undefined}>
      <span className={css.emptyicon} data-kind={kind}>
        <Icon size={24} aria-hidden />
      </span>
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {actions && <div className={css.actions}>{actions}</div>}
      {trace && <span className={css.trace}>{trace}</span>}
    </div>
  );
}

const NOTICE = { info: Info, error: CircleAlert, warning: TriangleAlert, success: CircleCheck };

export function Notice({ kind = "info", children }: { kind?: keyof typeof NOTICE; children: ReactNode }) {
  const Icon = NOTICE[kind];
  return (
    <div className={css.notice} data-kind={kind} role={kind === "error" ? "alert" : "status"}>
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  );
}

export function Badge({ count, solid }: { count: number; solid?: boolean }) {
  return count > 0 ? <span className={cx(css.badge, solid && css.solid)}>{count > 99 ? "99+" : count}</span> : null;
}

/** How far, from 0 to 1. */
export function Bar({ share, label, color }: { share: number; label: string; color?: string }) {
  const percent = Math.max(0, Math.min(100, share * 100));
  return (
    <span className={css.bar} role="progressbar" aria-label={label} aria-valuenow={Math.round(percent)} aria-valuemin={0} aria-valuemax={100}>
      <span style={{ width: `${String(percent)}%`, background: color }} />
    </span>
  );
}

export function Card({ title, extra, children, className, flush }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; className?: string; flush?: boolean }) {
  return (
    <section className={cx(css.card, className)}>
      {title && (
        <header className={css.cardhead}>
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      {flush ? children : <div className={css.cardbody}>{children}</div>}
    </section>
  );
}

export function Key({ children }: { children: string }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}
