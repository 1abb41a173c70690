/** `fraction` 0…1. */
export function ProgressBar({
  fraction,
  label,
  testId,
  slim = false,
}: {
  fraction: number;
  label: string;
  testId?: string;
  slim?: boolean;
}) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      data-testid={testId}
      className={`overflow-hidden rounded-full bg-line ${slim ? "h-1" : "h-2"}`}
    >
      <div
        className="h-full origin-left rounded-full bg-accent transition-transform duration-500 ease-out"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
