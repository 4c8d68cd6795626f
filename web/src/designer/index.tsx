/** The designer: the list of apps, or one app being drawn. */
import { useEffect } from "react";

import { AppList } from "./apps/AppList";
import { usePlace } from "./context";
import { Shell } from "./shell/Shell";

export default function Designer() {
  const [app, ...rest] = usePlace();
  useEffect(() => {
    document.body.dataset.world = "designer";
    return () => void delete document.body.dataset.world;
  }, []);
  return app ? <Shell key={app} app={app} place={rest} /> : <AppList />;
}
