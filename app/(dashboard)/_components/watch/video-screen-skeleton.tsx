/** The page's outline while the video loads. */
export function VideoScreenSkeleton() {
  return (
    <div role="status" className="pt-6 sm:pt-8">
      <span className="sr-only">Loading the video</span>
      <div aria-hidden="true">
        <div className="skeleton h-5 w-24" />
        <div className="skeleton mt-5 h-11 w-full max-w-xl" />
        <div className="skeleton mt-3 h-5 w-full max-w-md" />
        <div className="mt-7 grid gap-6 lg:grid-cols-[minmax(0,1fr)_21rem] xl:gap-8">
          <div className="skeleton aspect-video w-full rounded-2xl" />
          <div className="skeleton h-72 rounded-2xl" />
        </div>
      </div>
    </div>
  );
}
