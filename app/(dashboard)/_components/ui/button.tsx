import type { ButtonHTMLAttributes } from "react";

type Look = "primary" | "quiet" | "ghost";

const LOOKS: Record<Look, string> = {
  primary:
    "bg-accent text-on-accent font-semibold hover:bg-accent-strong disabled:opacity-60 shadow-[0_8px_24px_-12px_var(--accent)]",
  quiet: "border border-line-strong bg-surface text-ink hover:bg-raised disabled:opacity-50",
  ghost: "text-ink-2 hover:bg-raised hover:text-ink disabled:opacity-50",
};

export function buttonClass(look: Look = "quiet"): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-full px-4 text-sm transition-colors ${LOOKS[look]}`;
}

export function Button({
  look = "quiet",
  className = "",
  type = "button",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />;
}
