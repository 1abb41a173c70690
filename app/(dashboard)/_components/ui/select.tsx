import type { SelectHTMLAttributes } from "react";
import { ChevronIcon } from "./icons";

export function Select({ className = "", ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={`relative block ${className}`}>
      <select className="control h-11 w-full appearance-none pr-9 pl-3 text-sm" {...rest} />
      <ChevronIcon className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-3" />
    </span>
  );
}
