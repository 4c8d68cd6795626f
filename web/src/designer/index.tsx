/** The designer: the list of apps, or one app being drawn. */
import { useEffect } from "react";

import { AppList } from "./apps/AppList";
import { usePlace } from "./context";
import { ShownForm } from "./preview/ShownForm";
import { Shell } from "./shell/Shell";

export default function Designer() {
  const [app, ...rest] = usePlace();
  useEffect(() => {
    document.body.dataset.world = "designer";
    return () => void delete document.body.dataset.world;
  }, []);
  if (app && rest[0] === "show") return <ShownForm app={app} form={rest[1] ?? ""} role={rest[2] ?? "everyone"} />;
  return app ? <Shell key={app} app={app} place={rest} /> : <AppList />;
}
