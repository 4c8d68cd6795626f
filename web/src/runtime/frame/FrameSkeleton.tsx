import { Skeleton, SkeletonLines } from "../../ui/states";
import css from "./frame.module.css";

export function PageSkeleton() {
  return (
    <div className={css.page} aria-busy="true" data-testid="page-skeleton">
      <Skeleton width={180} height={24} />
      <div className={css.block}>
        <SkeletonLines lines={8} />
      </div>
    </div>
  );
}

/** What stands while it is not known yet who asks. */
export function FrameSkeleton() {
  return (
    <div className={css.frame}>
      <div className={css.side} />
      <div className={css.top} />
      <div className={css.content}>
        <PageSkeleton />
      </div>
    </div>
  );
}
