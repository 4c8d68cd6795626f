/** Where a notice leads. */
import type { Notification } from "../../../platform/api/types";

export function noticeTarget({ link }: Pick<Notification, "link">): { to: string; search?: { task: string } } {
  if (link?.task) return { to: "/todo", search: { task: link.task } };
  if (link?.app && link.form && link.record) return { to: `/app/${link.app}/form/${link.form}/record/${link.record}` };
  if (link?.app) return { to: `/app/${link.app}` };
  return { to: "/inbox" };
}
