/** The page frame: side menu and top bar on a desktop, top bar and bottom bar on a phone. */
import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";

import { useLive } from "../../platform/live";
import { usePhone } from "../../ui/media";
import { BottomBar } from "./BottomBar";
import css from "./frame.module.css";
import { PageSkeleton } from "./FrameSkeleton";
import { SideMenu } from "./SideMenu";
import { TopBar } from "./TopBar";

export function Frame() {
  const phone = usePhone();
  useLive();
  return (
    <div className={css.frame}>
      {!phone && <SideMenu />}
      <TopBar />
      <main className={css.content} id="content" tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {phone && <BottomBar />}
    </div>
  );
}
