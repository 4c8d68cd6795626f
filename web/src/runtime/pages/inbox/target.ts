/** Where a notice leads. */
import type { Notification } from "../../../platform/api/types";

export function noticeTarget({ about }: Pick<Notification, "about">): { to: string; search?: Record<string, string> } {
  if (about?.task) return { to: "/todo", search: { task: about.task } };
  if (about?.app && about.form && about.record) return { to: `/app/${about.app}/form/${about.form}/record/${about.record}` };
  if (about?.app) return { to: `/app/${about.app}` };
  return { to: "/inbox" };
}
