export function VideoCardSkeleton() {
  return (
    <li aria-hidden="true">
      <div className="skeleton aspect-video w-full rounded-xl" />
      <div className="skeleton mt-3 h-5 w-3/4" />
      <div className="skeleton mt-2 h-4 w-1/2" />
    </li>
  );
}
