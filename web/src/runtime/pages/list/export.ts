/** Starts an export and, once it is there, downloads it. */
import type { TFunction } from "i18next";

import { type ExportJob, exports_ } from "../../../platform/api/resources";
import { get } from "../../../platform/api/client";
import { toast } from "../../../ui/toast";

const EVERY = 700;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startExport(app: string, form: string, body: Record<string, unknown>, t: TFunction): Promise<void> {
  toast("info", t("list.exporting"));
  try {
    let job = await exports_.start(app, form, body);
    while (job.state === "running" || job.state === "queued") {
      await wait(EVERY);
      job = await get<ExportJob>(exports_.url(app, form, job.id), { state: true });
    }
    const link = document.createElement("a");
    link.href = job.url ?? exports_.url(app, form, job.id);
    link.download = "";
    document.body.append(link);
    link.click();
    link.remove();
  } catch (error) {
    toast("error", error instanceof Error ? error.message : String(error));
  }
}
