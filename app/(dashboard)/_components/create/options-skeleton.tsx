/** The place of the options while the catalogue loads: the same heights, so that nothing jumps. */
export function OptionsSkeleton() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-7">
      <div>
        <div className="skeleton mb-2 h-5 w-14" />
        <div className="skeleton h-24 sm:h-72 md:h-56 xl:h-[5.6rem]" />
      </div>
      <div className="grid gap-x-7 gap-y-6 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5">
        {["a", "b", "c", "d", "e"].map((key) => (
          <div key={key} className="skeleton h-[6.4rem]" />
        ))}
      </div>
    </div>
  );
}
