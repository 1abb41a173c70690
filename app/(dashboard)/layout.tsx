import type { ReactNode } from "react";
import { OfflineBanner } from "./_components/ui/offline-banner";
import { Providers } from "./_components/ui/providers";
import { SiteHeader } from "./_components/ui/site-header";

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <Providers>
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the content
      </a>
      <SiteHeader />
      <OfflineBanner />
      <main id="content" className="mx-auto w-full max-w-[82rem] px-4 pb-24 sm:px-6 lg:px-10">
        {children}
      </main>
    </Providers>
  );
}
