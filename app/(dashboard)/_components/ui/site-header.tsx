import Link from "next/link";

function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-8" aria-hidden="true">
      <path d="M10 7v18l9-9Z" className="fill-accent" />
      <path d="M17 7v18l11-9Z" className="fill-accent" opacity="0.5" />
      <circle cx="6" cy="16" r="3" className="fill-ink" />
    </svg>
  );
}

export function SiteHeader() {
  return (
    <header className="sticky top-0 z-40 border-b border-line bg-bg/85 backdrop-blur-md">
      <div className="mx-auto flex h-16 max-w-[82rem] items-center justify-between px-4 sm:px-6 lg:px-10">
        <Link href="/" className="flex items-center gap-1.5 rounded-lg pr-2" aria-label="Reelgraph, home">
          <Mark />
          <span className="text-[1.05rem] font-semibold tracking-tight">Reelgraph</span>
        </Link>
        <nav aria-label="Main" className="flex items-center gap-1 text-sm">
          <Link href="/#videos" className="rounded-full px-3 py-2 text-ink-2 hover:bg-raised hover:text-ink">
            Videos
          </Link>
          <Link
            href="/#create"
            className="rounded-full border border-line-strong px-4 py-2 font-medium text-ink hover:bg-raised"
          >
            New video
          </Link>
        </nav>
      </div>
    </header>
  );
}
