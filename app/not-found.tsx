import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md px-4 py-32 text-center">
      <h1 className="font-display text-5xl">Nothing on this reel</h1>
      <p className="mt-4 text-ink-2">There is no page at this address.</p>
      <Link
        href="/"
        className="mt-8 inline-flex min-h-11 items-center rounded-full bg-accent px-6 font-semibold text-on-accent hover:bg-accent-strong"
      >
        To the start
      </Link>
    </main>
  );
}
