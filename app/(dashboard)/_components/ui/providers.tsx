"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { isTransient } from "../../_lib/api";

/** One cache per page load. A local server is reachable without a network, so the browser's "offline" pauses nothing. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            networkMode: "always",
            staleTime: 1000,
            retry: (failures, error) => isTransient(error) && failures < 2,
            retryDelay: (failures) => Math.min(4000, 500 * 2 ** failures),
          },
          mutations: { networkMode: "always", retry: false },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
